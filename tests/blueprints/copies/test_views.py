from hashlib import sha256
from io import BytesIO

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.copies.actions import links
from tenants.copies.models import CopyLink
from tenants.copies.queries.copies import sent_copies
from tenants.copies.rules.copies import Scope
from tenants.schools.queries import this_school
from tests.factories.copies import make_copy
from tests.factories.staff import make_staff

WORK, PRIVATE = "ola.ade@school.example", "ola@mail.example"


@pytest.fixture
def head(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD)


@pytest.fixture
def ola(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, name="Ola Ade", email=WORK)


@pytest.fixture
def leaver(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, name="Ola Ade", email=WORK, deactivated_at=clock.now())


@pytest.fixture
def keep(app):
    def put(key: str, content: bytes) -> None:
        app.extensions["outside"].files.put(key, BytesIO(content), sha256(content).hexdigest())

    return put


@pytest.fixture
def sent(in_school, school_id, leaver, head, keep):
    """A copy on its way, and the path in its letter."""
    with in_school(school_id) as session:
        copy = make_copy(session, leaver, head, Scope.TYPED)
        token = links.make_link(session, copy)
        keep(copy.key, b"PK")
        return copy, f"/schools/{this_school(session).slug}/copies/link/{token}"


def test_a_copy_is_asked_for_and_shown_being_packed(person, school_id, ola) -> None:
    web = person(school_id, ola.id)
    web.submitted("/copies")
    assert "Your copy is being made" in web.page("/copies").text


def test_a_ready_copy_is_handed_out_as_an_attachment(person, in_school, school_id, ola, keep) -> None:
    with in_school(school_id) as session:
        copy = make_copy(session, ola)
    keep(copy.key, b"PK")
    answer = person(school_id, ola.id).get(f"/copies/{copy.id}")
    assert answer.data == b"PK"
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=my-work-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_else_opens_it_not_even_the_head(person, in_school, school_id, ola, head) -> None:
    with in_school(school_id) as session:
        copy = make_copy(session, ola)
    assert person(school_id, head.id).get(f"/copies/{copy.id}").status_code == 404


def test_a_copy_past_its_last_day_is_not_found(person, in_school, school_id, ola, keep) -> None:
    with in_school(school_id) as session:
        copy = make_copy(session, ola, keep_until=clock.today().replace(year=2020))
    keep(copy.key, b"PK")
    assert person(school_id, ola.id).get(f"/copies/{copy.id}").status_code == 404


def test_a_private_address_is_named_and_shown_to_its_owner_alone(person, school_id, ola, head) -> None:
    web = person(school_id, ola.id)
    web.submitted("/copies/address", {"address": PRIVATE})
    assert PRIVATE in web.page("/copies").text
    web.refused("/copies/address", {"address": "nonsense"})


def test_a_head_sends_the_copy_after_a_leaver(person, in_school, school_id, head, leaver) -> None:
    web = person(school_id, head.id)
    assert "Send them a copy of their work" in web.page(f"/staff/{leaver.id}").text
    web.submitted(f"/staff/{leaver.id}/copy", {"address": PRIVATE})
    with in_school(school_id) as session:
        (one,) = sent_copies(session, leaver.id)
    assert (one.copy.scope, one.copy.address) == ("typed", PRIVATE)


def test_a_named_address_is_masked_for_the_head(person, in_school, school_id, head, ola) -> None:
    person(school_id, ola.id).submitted("/copies/address", {"address": PRIVATE})
    web = person(school_id, head.id)
    web.submitted(f"/staff/{ola.id}/leaving")
    page = web.get(f"/staff/{ola.id}/copy").text
    assert PRIVATE not in page
    assert "o•••@mail.example" in page
    web.submitted(f"/staff/{ola.id}/copy")
    with in_school(school_id) as session:
        assert [one.copy.scope for one in sent_copies(session, ola.id)] == ["named"]


def test_the_link_downloads_without_signing_in_and_is_counted(web, in_school, school_id, sent) -> None:
    copy, path = sent
    assert "3 downloads are left" in web.page(path).text
    answer = web.submit(path, {"work_address": WORK})
    assert (answer.status_code, answer.data) == (200, b"PK")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "2 downloads are left" in web.page(path).text
    with in_school(school_id) as session:
        (one,) = sent_copies(session, copy.staff_id)
        assert one.link.uses == 1


def test_a_mail_scanner_that_opens_every_address_uses_nothing_up(web, in_school, school_id, sent) -> None:
    copy, path = sent
    for _ in range(5):
        web.page(path)
    with in_school(school_id) as session:
        assert [one.link.uses for one in sent_copies(session, copy.staff_id)] == [0]


def test_who_does_not_know_the_work_address_downloads_nothing(web, sent) -> None:
    page = web.refused(sent[1], {"work_address": "somebody@school.example"})
    assert "not the work email address" in page.text


def test_guessing_the_work_address_is_limited(web, sent) -> None:
    """By the link itself, from wherever it is tried."""
    codes = []
    for number in range(12):
        web.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        codes.append(web.submit(sent[1], {"work_address": f"person{number}@school.example"}).status_code)
    assert codes == [422] * 10 + [429] * 2


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é", "A" * 3000])
def test_links_of_nothing_get_one_answer(web, sent, token: str) -> None:
    path = f"{sent[1].rsplit('/', 1)[0]}/{token}"
    assert web.page(path, 410).heading == "This link no longer works"


def test_a_link_of_one_school_opens_nothing_in_another(web, in_school, other_school_id, sent, keep) -> None:
    with in_school(other_school_id) as session:
        slug = this_school(session).slug
    path = sent[1].split("/", 3)
    assert web.get(f"/schools/{slug}/{path[3]}").status_code == 410


def test_a_link_taken_back_is_over(person, web, school_id, head, sent) -> None:
    copy, path = sent
    person(school_id, head.id).submitted(f"/copies/{copy.id}/end")
    assert web.page(path, 410).heading == "This link no longer works"


def test_a_used_up_link_is_over(web, in_school, school_id, sent) -> None:
    copy, path = sent
    with in_school(school_id) as session:
        session.get_one(CopyLink, (school_id, sent_copies(session, copy.staff_id)[0].link.id)).uses = 3
    assert web.page(path, 410)


def test_a_head_asks_for_the_schools_data_and_fetches_it(person, in_school, school_id, head, keep) -> None:
    web = person(school_id, head.id)
    web.submitted("/school/data")
    assert "Being made" in web.page("/school/data").text
    with in_school(school_id) as session:
        whole = make_copy(session, head, head, Scope.SCHOOL)
    keep(whole.key, b"PK")
    answer = web.get(f"/school/data/{whole.id}")
    assert answer.data == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=school-data-")
    assert web.get(f"/copies/{whole.id}").status_code == 404
    assert web.get(f"/copies/{whole.id}/end").status_code == 404
