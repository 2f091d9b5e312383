from email import message_from_bytes, policy
from uuid import UUID

import pytest
from html5lib import HTMLParser
from jinja2 import UndefinedError

from tenants.outside.mail import compose, mailbox
from worker.mail import Mail, letter, render

JOB = UUID("0192f0c1-0000-7000-8000-000000000001")
PUBLIC_URL = "https://lectern.example"


def mail(**changes: object) -> Mail:
    given = {
        "to": "amina@school.example",
        "to_name": "Amina",
        "school": "Hill School",
        "template": "test",
        "facts": {"name": "Amina"},
        "path": "/schools/hill/home",
    }
    return Mail(**given | changes)


def test_both_forms_say_the_same_and_lead_to_the_same_place() -> None:
    words = render(mail(), PUBLIC_URL)
    assert words.subject == "A letter to Amina"
    for form in (words.text, words.html):
        assert "Dear Amina," in form
        assert "Open it" in form
        assert "https://lectern.example/schools/hill/home" in form
        assert "Hill School" in form


def test_what_a_person_typed_is_text_in_the_html() -> None:
    words = render(mail(facts={"name": "<script>x</script>"}, school="A & <b>B</b>"), PUBLIC_URL)
    assert "&lt;script&gt;" in words.html
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in words.html
    assert "<script>x</script>" in words.text


def test_nobodys_name_adds_a_paragraph_or_a_button() -> None:
    plain = render(mail(facts={"name": "Amina --- Click here"}), PUBLIC_URL)
    sly = render(mail(facts={"name": "Amina\n\n--- Click here\n\n"}), PUBLIC_URL)
    assert sly == plain


def test_nobodys_name_adds_a_header() -> None:
    sly = mail(facts={"name": "Amina\r\nBcc: all@school.example"}, to_name="Amina\r\nBcc: all@school.example")
    sent = compose(letter(sly, JOB, PUBLIC_URL), mailbox("Lectern", "post@lectern.example"))
    received = message_from_bytes(sent.as_bytes(), policy=policy.default)
    assert received["Bcc"] is None
    assert received["To"].addresses[0].addr_spec == "amina@school.example"


def test_a_fact_that_is_missing_stops_the_letter() -> None:
    with pytest.raises(UndefinedError):
        render(mail(facts={}), PUBLIC_URL)


def test_the_message_id_is_the_jobs() -> None:
    assert letter(mail(), JOB, PUBLIC_URL).message_id == f"<{JOB}@lectern.example>"


def test_the_html_form_is_html() -> None:
    HTMLParser(strict=True).parse(render(mail(), PUBLIC_URL).html)
