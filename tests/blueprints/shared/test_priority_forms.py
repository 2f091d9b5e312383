"""Evidence, projects, events and cohorts say on their pages which priorities they serve, by one press."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from tenants.base.actor import Role
from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.events import make_event
from tests.factories.portfolios import make_claim, make_item, make_place
from tests.factories.projects import make_project
from tests.factories.staff import make_staff
from tests.factories.threads import Plan, make_small_plan
from tests.page import Page
from tests.web import Person, Web

SECTION = "Which priorities does this serve?"


@dataclass(frozen=True)
class Desk:
    me: Web
    mentor: Web
    lead: Web
    paths: dict[str, str]
    plan: Plan


@pytest.fixture
def desk(in_school: InSchool, school_id: UUID, person: Person) -> Desk:
    with in_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD)
        place = make_place(session, cohort=make_cohort(session, lead=lead))
        plan = make_small_plan(session)
        item = make_item(session, place.candidate, shared=True)
        make_claim(session, item, 7)
        project = make_project(session, place.candidate, shared_at=item.shared_at)
        event = make_event(session, place.person, place.candidate, shared_at=item.shared_at)
        paths = {
            "evidence": f"/evidence/{item.id}",
            "project": f"/projects/{project.id}",
            "event": f"/events/{event.id}",
            "cohort": f"/cohorts/{place.cohort.id}",
            "home": f"/portfolios/{place.id}",
        }
        people = [place.person.id, place.mentor.id, lead.id]
    return Desk(*(person(school_id, one) for one in people), paths, plan)


def ticked(page: Page) -> list[str]:
    return [UUID(one) for one in page.tree.xpath("//input[@name='priorities'][@checked]/@value")]  # type: ignore[misc]


def name(desk: Desk, thing: str, *wanted: UUID) -> str:
    fields = {"priorities": [str(one) for one in wanted]}
    return desk.me.submitted(desk.paths[thing], fields, form="/priorities")


def focus(desk: Desk, *wanted: UUID) -> str:
    fields = {"priorities": [str(one) for one in wanted]}
    return desk.lead.submitted(f"{desk.paths['cohort']}/focus", fields)


def test_evidence_begins_with_what_the_mapping_says_and_says_so(desk: Desk) -> None:
    page = desk.me.page(desk.paths["evidence"])
    assert ticked(page) == [desk.plan.talk.id]
    assert "Ticked by the school’s mapping" in page.text
    assert "Standard 7 drives it" in page.text


@pytest.mark.parametrize("thing", ["evidence", "project", "event"])
def test_one_press_names_and_another_leaves_it_to_the_school_again(desk: Desk, thing: str) -> None:
    before = ticked(desk.me.page(desk.paths[thing]))
    assert name(desk, thing, desk.plan.reading.id, desk.plan.rest.id).endswith(desk.paths[thing])
    page = desk.me.page(desk.paths[thing])
    assert ticked(page) == [desk.plan.reading.id, desk.plan.rest.id]
    assert "Named on" in page.text
    desk.me.submitted(desk.paths[thing], {"follow": "yes"}, form="/priorities")
    assert ticked(desk.me.page(desk.paths[thing])) == before


@pytest.mark.parametrize("thing", ["evidence", "project", "event"])
def test_all_boxes_empty_serves_nothing(desk: Desk, thing: str) -> None:
    name(desk, thing)
    page = desk.me.page(desk.paths[thing])
    assert ticked(page) == []
    assert "Said to serve none of them" in page.text


@pytest.mark.parametrize("thing", ["evidence", "project", "event"])
def test_a_priority_that_is_not_there_is_refused_next_to_the_boxes(desk: Desk, thing: str) -> None:
    path = f"{desk.paths[thing]}/priorities"
    page = desk.me.refused(path, {"priorities": [str(uuid4())]})
    assert page.errors()


def test_the_focus_of_a_cohort_is_its_projects_and_events_and_stands_in_the_heads_words(desk: Desk) -> None:
    assert "Focus Nothing yet" in desk.lead.page(desk.paths["cohort"]).text
    assert "Why this matters" not in desk.me.page(desk.paths["home"]).text
    focus(desk, desk.plan.rest.id)
    assert "Focus Our rest" in desk.lead.page(desk.paths["cohort"]).text
    for thing in ("project", "event"):
        assert ticked(desk.me.page(desk.paths[thing])) == [desk.plan.rest.id]
    for thing in ("project", "home"):
        text = desk.me.page(desk.paths[thing]).text
        assert "Why this matters to the school" in text
        assert "Our pupils need it" in text


def test_a_mentor_reads_what_shared_work_serves_and_changes_nothing(desk: Desk) -> None:
    name(desk, "project", desk.plan.talk.id)
    for path in (desk.paths["evidence"], f"{desk.paths['project']}/plan"):
        page = desk.mentor.page(path)
        assert "Priorities it serves" in page.text
        assert "Our talk" in page.text
        assert SECTION not in page.text
    assert desk.mentor.get(f"{desk.paths['evidence']}/priorities").status_code == 404


def test_without_a_plan_there_is_no_such_section(
    in_school: InSchool, school_id: UUID, person: Person
) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        item = make_item(session, place.candidate)
    me = person(school_id, place.person.id)
    assert SECTION not in me.page(f"/evidence/{item.id}").text
    assert "no improvement plan" in me.page(f"/evidence/{item.id}/priorities").text
