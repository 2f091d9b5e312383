"""The way through a new item, without scripts."""

import re

import pytest
from sqlalchemy import func, select

from tenants.portfolios.models import Evidence
from tests.blueprints.conftest import QueryCounter
from tests.blueprints.portfolios.conftest import Desk
from tests.conftest import InSchool
from tests.factories.portfolios import make_item
from tests.page import Page


def begin(desk: Desk, kind: str) -> str:
    """The path of the item that is begun."""
    led = desk.candidate.submitted(desk.portfolio("/evidence/new"), {"kind": kind})
    return re.sub(r"^/schools/[^/]+|/edit$", "", led)


def count(in_school: InSchool, desk: Desk) -> int:
    with in_school(desk.school_id) as session:
        return session.scalars(select(func.count()).select_from(Evidence)).one()


def test_a_text_is_written_claimed_and_stands_in_the_portfolio(desk: Desk) -> None:
    item = begin(desk, "text")
    led = desk.candidate.submitted(f"{item}/edit", {"title": "Cold calling", "body": "It **worked**."})
    assert led.endswith(f"{item}/standards")
    led = desk.candidate.submitted(f"{item}/standards", {"standards": ["1", "8"]})
    assert led.endswith(f"{item}/standards/1")
    said = {"level": "3", "reach_who": "All of science", "justification": "They do it now."}
    assert desk.candidate.submitted(f"{item}/standards/1", said).endswith(f"{item}/standards/8")
    assert desk.candidate.submitted(f"{item}/standards/8", said).endswith(item)
    page = desk.candidate.page(item)
    assert page.heading == "Cold calling"
    assert "Level 3, Extending" in page.text
    assert "Cold calling" in desk.candidate.page(desk.portfolio()).text


def test_a_presentation_says_to_whom_where_from_how_many_and_when(desk: Desk) -> None:
    item = begin(desk, "presentation")
    told = {
        "title": "Reading aloud",
        "audience": "Science teachers",
        "audience_from": "Four local schools",
        "audience_size": "24",
        "happened_on": ["14", "10", "2026"],
    }
    desk.candidate.submitted(f"{item}/edit", told)
    text = desk.candidate.page(item).text
    assert all(word in text for word in ("Science teachers", "Four local schools", "24", "14 October 2026"))


def test_a_refused_item_says_what_lacks_at_the_field_and_keeps_what_was_typed(desk: Desk) -> None:
    item = begin(desk, "presentation")
    page = desk.candidate.refused(
        f"{item}/edit",
        {"title": "Reading aloud", "audience_size": "many", "happened_on": ["31", "2", "2026"]},
    )
    assert any("whole number" in error for error in page.errors())
    assert any("real date" in error for error in page.errors())
    values = page.tree.xpath("//main//input/@value")
    assert "Reading aloud" in values
    assert "many" in values
    assert "31" in values


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "title"),
        ("title", "x" * 201, "200 characters"),
        ("title", "a\x00b", "can't be kept"),
        ("body", "x" * 1_000_000, "20,000 characters"),
        ("body", "", "Write what you did"),
        ("happened_on", ["", "3", "2026"], "real date"),
        ("happened_on", ["1", "1", "2099"], "today or in the past"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason_and_nothing_is_saved(
    desk: Desk, in_school: InSchool, field: str, value: object, words: str
) -> None:
    with in_school(desk.school_id) as session:
        item = make_item(session, desk.place.candidate, title="As it was")
    page = desk.candidate.refused(f"/evidence/{item.id}/edit", {"title": "New", field: value})
    assert any(words in error for error in page.errors()), page.errors()
    assert desk.candidate.page(f"/evidence/{item.id}").heading == "As it was"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "[click](//evil.example)",
        "![x](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        '<a href="x" onclick="alert(1)">x</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '"><svg/onload=alert(1)>',
        '[a](https://x.example/"onmouseover=alert(1))',
        "{{ config }}{% raw %}",
    ],
)
def test_nothing_that_was_written_runs_in_the_page_of_its_reader(desk: Desk, text: str) -> None:
    item = begin(desk, "text")
    desk.candidate.submitted(f"{item}/edit", {"title": text[:150], "body": text})
    for path in (
        item,
        f"{item}/edit?preview=yes",
        f"{item}/versions",
        desk.portfolio("/evidence"),
        f"{item}/standards",
    ):
        tree = desk.candidate.page(path).tree
        assert not tree.xpath("//main//script | //main//img | //main//svg[@onload] | //main//iframe")
        assert not tree.xpath("//main//@*[starts-with(name(), 'on')]")
        for href in tree.xpath("//main//a/@href"):
            assert href.startswith(("/schools/", "#", "https://")), href
            assert not href.startswith("//")


def test_a_link_that_is_no_web_address_is_refused(desk: Desk) -> None:
    item = begin(desk, "link")
    page = desk.candidate.refused(f"{item}/edit", {"title": "x", "url": "javascript:alert(1)"})
    assert any("whole web address" in error for error in page.errors())


def test_a_preview_saves_the_text_and_shows_how_it_looks(desk: Desk) -> None:
    item = begin(desk, "text")
    led = desk.candidate.submitted(f"{item}/edit", {"body": "Some **bold** words", "preview": "yes"})
    assert led.endswith("/edit")
    page = desk.candidate.page(f"{item}/edit?preview=yes")
    assert page.tree.xpath("//section[@id='preview']//strong/text()") == ["bold"]


def test_a_form_posted_twice_is_taken_once(desk: Desk, in_school: InSchool) -> None:
    form = desk.candidate.page(desk.portfolio("/evidence/new")).form(
        0, desk.candidate.address(desk.portfolio("/evidence/new"))
    )
    data = form.data({"kind": "text"})
    led = [desk.candidate.client.post(form.action, data=data).location for _ in range(2)]
    assert led[0] == led[1]
    assert count(in_school, desk) == 1


def test_a_stale_save_by_the_button_shows_both_texts(desk: Desk) -> None:
    item = begin(desk, "text")
    address = desk.candidate.address(f"{item}/edit")
    first, second = (desk.candidate.page(f"{item}/edit").form(0, address) for _ in range(2))
    desk.candidate.client.post(address, data=first.data({"title": "A", "body": "from one window"}))
    answer = desk.candidate.client.post(address, data=second.data({"title": "A", "body": "from the other"}))
    assert answer.status_code == 409
    shown = ["".join(area.itertext()).strip() for area in Page(answer).tree.xpath("//main//textarea")]
    assert shown == ["from one window", "from the other"]


def test_an_item_is_removed_after_a_question_and_put_back(desk: Desk, in_school: InSchool) -> None:
    with in_school(desk.school_id) as session:
        item = make_item(session, desk.place.candidate, title="Old notes", shared=True)
    desk.candidate.submitted(f"/evidence/{item.id}/remove")
    desk.candidate.page(f"/evidence/{item.id}", 404)
    desk.mentor.page(f"/evidence/{item.id}", 404)
    desk.candidate.submitted(desk.portfolio("/evidence"), form="put-back")
    assert "Only you" in desk.candidate.page(f"/evidence/{item.id}").text


def test_an_earlier_version_is_read_and_brought_back(desk: Desk) -> None:
    item = begin(desk, "text")
    for body in ("first", "second"):
        desk.candidate.submitted(f"{item}/edit", {"title": "A", "body": body})
    desk.candidate.submitted(f"{item}/versions/2")
    assert "first" in desk.candidate.page(item).text
    assert "first" in desk.candidate.page(f"{item}/versions/4").text


def test_a_submitted_portfolio_can_be_read_and_not_changed(desk: Desk, in_school: InSchool) -> None:
    with in_school(desk.school_id) as session:
        item = make_item(session, desk.place.candidate)
        desk.place.candidate.state = "accepted"
        session.merge(desk.place.candidate)
    assert "approved your place" in desk.candidate.page(desk.portfolio()).text
    desk.candidate.page(f"/evidence/{item.id}")
    for path in (
        f"/evidence/{item.id}/edit",
        f"/evidence/{item.id}/remove",
        desk.portfolio("/evidence/new"),
        desk.portfolio("/self-audit/1"),
    ):
        assert "approved your place" in desk.candidate.page(path, 422).text


def test_many_items_cost_as_many_queries_as_few(
    desk: Desk, in_school: InSchool, queries: QueryCounter
) -> None:
    paths = [desk.portfolio(), desk.portfolio("/evidence"), desk.portfolio("/shared"), "/portfolio"]
    with in_school(desk.school_id) as session:
        item = make_item(session, desk.place.candidate, shared=True)
    paths.append(f"/evidence/{item.id}")
    few = [queries(lambda path=path: desk.candidate.get(path)) for path in paths]
    with in_school(desk.school_id) as session:
        for _ in range(50):
            make_item(session, desk.place.candidate, shared=True)
    assert [queries(lambda path=path: desk.candidate.get(path)) for path in paths] == few
    assert max(few) <= 12


def test_candidate_and_mentor_know_and_reach_each_other(desk: Desk, in_school: InSchool) -> None:
    with in_school(desk.school_id) as session:
        item = make_item(session, desk.place.candidate, shared=True)
    front = desk.candidate.page(desk.portfolio())
    assert f"mailto:{desk.place.mentor.email}" in front.links()
    assert any(link.endswith(desk.portfolio("/shared")) for link in front.links())
    assert f"mailto:{desk.place.person.email}" in desk.mentor.page(desk.portfolio("/shared")).links()
    for path in (desk.portfolio("/shared"), f"/evidence/{item.id}"):
        assert any(link.endswith(desk.portfolio("/mentoring")) for link in desk.mentor.page(path).links())
        assert "mailto:" not in " ".join(desk.candidate.page(path).links())
