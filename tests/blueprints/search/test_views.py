"""The search page and its suggestions: what is shown, how it is marked, and that nothing else is."""

import pytest

from tenants.base.actor import Role
from tenants.search.queries import PAGE
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import make_item, make_place
from tests.factories.priorities import make_plan, make_priority, make_step
from tests.factories.staff import make_staff
from tests.isolation.test_queries import asked

MOST = 8


@pytest.fixture
def head(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Helen Head")


@pytest.fixture
def web(person, school_id, head):
    return person(school_id, head.id)


def test_every_page_has_the_box_and_it_works_without_scripts(web) -> None:
    page = web.page("/standards")
    (form,) = page.tree.xpath("//form[@data-seek]")
    assert form.get("method") == "get"
    assert form.xpath(".//label[@for='seek']/text()") == ["Search"]
    assert web.page(f"{form.get('action')}?q=quill").heading == "Search"


def test_results_are_grouped_counted_and_marked(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session, name="Zoë Quill", job_title="Head of quilling")
        make_cohort(session, name="Quill cohort")
    page = web.page("/search?q=QUILL")
    assert "2 results for QUILL" in page.text
    assert page.tree.xpath("//h2/text()") == ["People", "Cohorts"]
    assert page.tree.xpath("//main//mark/text()") == ["Quill", "quilling", "Quill"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Wherever you are"),
        ("a", "at least two letters"),
        ("%_", "at least two letters"),
        ("zzzz", "Nothing found"),
    ],
)
def test_what_cannot_be_found_is_said_kindly(web, typed: str, words: str) -> None:
    answer = web.client.get(web.address("/search"), query_string={"q": typed})
    assert words in answer.text


@pytest.mark.parametrize(
    "typed", ["<script>x</script>", "' OR 1=1", "a:* & b | !c", "\0\x01ab", "é" * 5000, "\\ \\'"]
)
def test_nothing_that_is_typed_breaks_it(web, typed: str) -> None:
    for path in ("/search", "/search/suggestions"):
        answer = web.client.get(web.address(path), query_string={"q": typed, "in": "people", "after": "x"})
        assert answer.status_code == 200
        assert "<script>x" not in answer.text


def test_a_title_with_markup_is_text(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        make_item(session, place.candidate, title="<b>Quokka</b>", body="<img src=x> quokka")
    page = person(school_id, place.person.id).page("/search?q=quokka")
    assert not page.tree.xpath("//main//b | //main//img")
    assert "<img src=x>" in page.text


def test_a_group_is_shown_whole_page_after_page(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        for number in range(PAGE + 3):
            make_staff(session, name=f"Quill {number:02}")
    page = web.page("/search?q=quill")
    (whole,) = [href for href in page.links() if "in=people" in href]
    first = web.page(whole)
    (older,) = first.tree.xpath("//a[@rel='next']/@href")
    assert len(first.tree.xpath("//li[@class='hit']")) == PAGE
    assert len(web.page(older).tree.xpath("//li[@class='hit']")) == 3


def test_each_hit_leads_to_a_page_that_opens(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        place.person.name = "Quill"
        make_item(session, place.candidate, title="Quill pens", shared=True)
        make_step(
            session, make_priority(session, make_plan(session), title="Quills for all"), what="Buy quills"
        )
    web = person(school_id, place.mentor.id)
    page = web.page("/search?q=quill")
    hits = page.tree.xpath("//li[@class='hit']//a/@href")
    assert len(hits) == 4
    assert "Improvement plan 2" in page.text
    assert {one["about"].split(" 2")[0] for one in web.get("/search/suggestions?q=quill").json} == {
        "Person",
        "Shared by Quill",
        "Improvement plan",
    }
    for href in hits:
        assert web.get(href).status_code == 200


def test_suggestions_are_few_and_plain(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        for number in range(5):
            make_staff(session, name=f"Quill {number}", job_title="Teacher")
    offered = web.get("/search/suggestions?q=quill").json
    assert [one["text"] for one in offered] == ["Quill 0", "Quill 1", "Quill 2"]
    assert offered[0]["about"] == "Teacher"
    assert web.get(offered[0]["href"]).status_code == 200


@pytest.mark.parametrize("typed", ["quill", "quokka", "wombat"])
def test_what_somebody_may_not_see_is_never_found_counted_or_suggested(
    person, in_school, school_id, other_school_id, typed: str
) -> None:
    with in_school(other_school_id) as session:
        there = make_place(session)
        there.person.name, there.cohort.name = "Quill", "Quokka"
        make_item(session, there.candidate, title="Wombat", shared=True)
    with in_school(school_id) as session:
        private = make_place(session)
        private.person.name, private.cohort.name = "Quill", "Quokka"
        make_item(session, private.candidate, title="Wombat")
        elsewhere = make_place(session)
    for reader in (elsewhere.mentor, elsewhere.person):
        web = person(school_id, reader.id)
        assert "Nothing found" in web.page(f"/search?q={typed}").text
        assert web.get(f"/search/suggestions?q={typed}").json == []
    if typed == "wombat":
        assert person(school_id, private.mentor.id).get("/search/suggestions?q=wombat").json == []


def test_the_number_of_questions_is_fixed_and_small(app, web, in_school, school_id) -> None:
    counts = []
    for turn in range(2):
        for path in ("/search?q=quill", "/search?q=quill&in=people", "/search/suggestions?q=quill"):
            with asked(app.extensions["engine"]) as found:
                web.get(path)
            counts.append(len(found))
        with in_school(school_id) as session:
            for number in range(30):
                make_staff(session, name=f"Quill {number}")
                make_cohort(session, name=f"Quill cohort {turn} {number}")
            if not turn:
                plan = make_plan(session)
                for number in range(1, 31):
                    make_priority(session, plan, number, title=f"Quill {number}")
    assert len(set(counts)) == 1
    assert counts[0] <= MOST
