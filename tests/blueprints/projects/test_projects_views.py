"""A project from choosing to the library, without scripts; and what its pages must not show."""

import re

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.projects.queries.telling import whole_of
from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import Place, make_place
from tests.factories.projects import DONE, PLANNED, make_project
from tests.factories.staff import make_guest, make_staff
from tests.web import Person, Web


@pytest.fixture
def people(in_school: InSchool, school_id, person: Person) -> tuple[Place, dict[str, Web]]:
    with in_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD)
        place = make_place(session, cohort=make_cohort(session, lead=lead))
        others = {
            "lead": lead,
            "colleague": make_staff(session),
            "guest": make_guest(session, until=clock.today()),
        }
        ids = {"me": place.person.id, "mentor": place.mentor.id} | {
            name: one.id for name, one in others.items()
        }
    return place, {name: person(school_id, one) for name, one in ids.items()}


def path_of(led: str) -> str:
    return re.sub(r"^/schools/[^/]+", "", led)


PARTS = {
    "choice": ("need", "learners", "known_from", "options"),
    "question": ("title", "question", "change"),
    "reading": ("reading",),
    "method": ("method", "participants", "participants_count"),
    "ethics": (
        "ethics_unusual",
        "ethics_sensitive",
        "ethics_recognised",
        "ethics_records",
        "ethics_left_out",
        "ethics_note",
    ),
    "measures": ("baseline",),
}


def test_a_project_goes_from_choosing_to_the_library_without_scripts(people) -> None:
    place, web = people
    me = web["me"]
    begun = path_of(me.submitted(f"/portfolios/{place.id}/project"))
    project = begun.removesuffix("/choice")
    for part, fields in PARTS.items():
        me.submitted(f"{project}/{part}", {field: str(getattr(PLANNED, field)) for field in fields})
    me.submitted(
        f"{project}/references/new",
        {"title": "Talk", "doi": "https://doi.org/10.5555/T.1", "isbn": "0-306-40615-2"},
    )
    me.submitted(f"{project}/measures/new", {"name": "Lines written", "unit": "lines", "better": "higher"})
    assert "Set at least one milestone." in me.page(f"{project}/agreement").text
    half_terms = me.page(f"{project}/milestones/new").tree.xpath("//select/option/@value")
    me.submitted(f"{project}/milestones/new", {"half_term": half_terms[0], "words": "Counted again"})
    me.submitted(f"{project}/agreement")
    for who in ("mentor", "lead"):
        page = web[who].page(f"{project}/plan")
        assert "Does retelling a story" in page.text
        assert "DOI 10.5555/t.1" in page.text
        assert "The plan of" in web[who].page("/").text
        web[who].submitted(f"{project}/answer", {"decision": "agreed"})
    assert "Plan agreed" in me.page(project).text
    measure = path_of(
        next(
            link
            for link in me.page(f"{project}/measures").links()
            if "/measures/" in link and "new" not in link
        )
    )
    today = clock.today()
    for value in ("2.5", "4"):
        me.submitted(
            measure,
            {"day": [str(today.day), str(today.month), str(today.year)], "value": value, "people": "9"},
            form=-1,
        )
    page = me.page(measure)
    assert "From 2.5 lines to 4 lines: 1.5 lines more." in page.text
    assert "no claim that it is significant" in page.text
    assert "Fewer than 10 people" in page.text
    me.submitted(
        f"{project}/findings", {field: getattr(DONE, field) for field in ("findings", "impact", "limits")}
    )
    me.submitted(f"{project}/next-steps", {"next_steps": DONE.next_steps})
    me.submitted(f"{project}/finish")
    assert path_of(me.submitted(f"{project}/library")).startswith("/library/")
    shown = web["colleague"].page(f"/library/{project.removeprefix('/projects/')}").text
    assert DONE.findings in shown
    assert "so they stay with the author" in shown
    assert "4 lines" not in shown
    assert PLANNED.ethics_note not in shown
    assert PLANNED.participants not in shown
    assert "Retelling before writing" in web["colleague"].page("/library?q=retell").text
    assert web["guest"].get("/library").status_code == 404
    me.submitted(f"{project}/library", form="leave")
    assert web["colleague"].get(f"/library/{project.removeprefix('/projects/')}").status_code == 404


def test_changing_an_agreed_part_says_so_and_lets_it_lapse(people, in_school, school_id) -> None:
    place, web = people
    with in_school(school_id) as session:
        now = clock.now()
        made = make_project(
            session, place.candidate, state="agreed", round=1, agreed_at=now, plan_shared_at=now
        )
    project = f"/projects/{made.id}"
    page = web["me"].page(f"{project}/method")
    assert "Save and let the agreement lapse" in page.text
    assert page.tree.xpath("//form[@data-autosave]/@data-autosave-url") == [""]
    typed = {"method": "Two classes"}
    answer = web["me"].client.post(
        web["me"].address(f"{project}/method/autosave"),
        json={"version": 0, "fields": typed},
        headers={"X-CSRFToken": page.form(0, "").data({})["csrf_token"]},
    )
    assert answer.status_code == 422
    assert "Press the button" in answer.json["errors"][""]
    web["me"].submitted(f"{project}/method", typed)
    assert "Agreement lapsed" in web["me"].page(project).text
    assert "lapsed" in web["mentor"].page(f"{project}/plan").text


def test_a_second_window_finds_both_texts(people, in_school, school_id) -> None:
    place, web = people
    with in_school(school_id) as session:
        made = make_project(session, place.candidate)
    address = f"/projects/{made.id}/method"
    stale = web["me"].page(address).form(0, web["me"].address(address))
    web["me"].submitted(address, {"method": "From the first window"})
    answer = web["me"].client.post(stale.action, data=stale.data({"method": "From the second window"}))
    assert answer.status_code == 409
    assert "From the first window" in answer.text
    assert "From the second window" in answer.text
    with in_school(school_id) as session:
        assert whole_of(session, place.id).told.words.method == "From the first window"


def test_a_lead_reads_the_plan_and_not_what_came_of_it(people, in_school, school_id) -> None:
    place, web = people
    with in_school(school_id) as session:
        now = clock.now()
        made = make_project(
            session, place.candidate, DONE, plan_shared_at=now, shared_at=now, round=1, state="lapsed"
        )
    assert DONE.findings in web["mentor"].page(f"/projects/{made.id}/plan").text
    told = web["lead"].page(f"/projects/{made.id}/plan").text
    assert DONE.method in told
    assert DONE.findings not in told
    assert "4.3" not in told
