"""After an undo every table of the school says what it said before, but for what is only ever added to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tenants.base.actor import Appointment, Role
from tenants.base.undoing import Deed, forget
from tenants.cohorts.actions import places, plans
from tenants.cohorts.rules import PlaceState
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.portfolios import make_claim, make_file, make_item, make_place
from tests.factories.staff import acting, appoint, make_staff
from tests.page import Page

READ = ("evidence", "evidence_files", "claims", "candidates", "cohorts", "cohort_team", "appointments")
ROWS = "SELECT each::text FROM {0} AS each WHERE school_id = :school"


@pytest.fixture
def scene(in_school, school_id):
    """A candidate with a shared item, its claim and its file; a mentor, a lead and a head."""
    with in_school(school_id) as session:
        lead, other = make_lead(session), make_lead(session)
        place = make_place(session, cohort=make_cohort(session, lead=lead))
        item = make_item(session, place.candidate, shared=True)
        make_claim(session, item, 4)
        file = make_file(session, item)
        invited = make_candidate(session, place.cohort, state=PlaceState.INVITED)
        asked = make_candidate(session, place.cohort, state=PlaceState.ACCEPTED)
        asked.approved_at = None
        return {
            "candidate": place.person.id,
            "lead": lead.id,
            "other lead": other.id,
            "head": make_staff(session, Role.HEAD).id,
            "cohort": place.cohort.id,
            "place": place.id,
            "invited": invited.id,
            "asked": asked.id,
            "item": item.id,
            "file": file.id,
        }


@pytest.fixture
def contents(in_school, school_id):
    def read() -> dict[str, list[str]]:
        with in_school(school_id) as session:
            return {
                table: sorted(session.scalars(text(ROWS.format(table)), {"school": school_id}))
                for table in READ
            }

    return read


DEEDS = {
    "an item": ("candidate", "/evidence/{item}/remove", {}),
    "a file": ("candidate", "/files/{file}/remove", {}),
    "a claim": ("candidate", "/evidence/{item}/standards/4/remove", {}),
    "an invitation": ("lead", "/places/{invited}/withdrawal", {"reason": "The wrong person"}),
    "a place": ("lead", "/places/{place}/withdrawal", {"reason": "The wrong person"}),
    "an approval": ("head", "/places/{asked}/approval", {"decision": "approve"}),
    "a no": ("head", "/places/{asked}/approval", {"decision": "not_approve", "reason": "Not now"}),
    "a mentor": ("lead", "/places/{place}/mentor", {"mentor": "nobody"}),
    "a lead": ("head", "/cohorts/{cohort}/team", {"leads": "{other lead}"}),
}


def do(person, school_id, scene, name):
    """The browser of who did it, and the page that follows."""
    who, path, fields = DEEDS[name]
    web = person(school_id, scene[who])
    filled = {key: value.format(**scene) for key, value in fields.items()}
    return web, web.page(web.submitted(path.format(**scene), filled))


def press(web, page):
    form = page.form("/undo/", "")
    return web.client.post(form.action, data=form.data({}))


@pytest.mark.parametrize("name", DEEDS)
def test_one_press_in_the_notice_brings_back_what_stood_before(
    person, school_id, scene, contents, name
) -> None:
    before = contents()
    web, page = do(person, school_id, scene, name)
    assert contents() != before
    assert press(web, page).status_code == 303
    assert contents() == before


@pytest.mark.parametrize("name", DEEDS)
def test_a_second_press_is_told_and_changes_nothing(person, school_id, scene, contents, name) -> None:
    web, page = do(person, school_id, scene, name)
    press(web, page)
    after = contents()
    answer = press(web, page)
    assert answer.status_code == 409
    assert "This was undone already" in answer.get_data(as_text=True)
    assert contents() == after


@pytest.mark.parametrize("name", DEEDS)
def test_a_day_later_it_stays_done(person, school_id, scene, contents, in_school, name) -> None:
    web, page = do(person, school_id, scene, name)
    with in_school(school_id) as session:
        session.scalars(select(Deed)).one().done_at -= timedelta(days=1, minutes=1)
    after = contents()
    answer = press(web, page)
    assert answer.status_code == 409
    assert "a day has passed" in answer.get_data(as_text=True)
    assert contents() == after


@pytest.mark.parametrize("name", DEEDS)
def test_somebody_else_and_another_school_find_nothing(
    person, school_id, other_school_id, scene, contents, in_school, name
) -> None:
    _, page = do(person, school_id, scene, name)
    path = page.form("/undo/", "").action
    after = contents()
    with in_school(school_id) as session:
        near = make_staff(session, *Role).id
    with in_school(other_school_id) as session:
        far = make_staff(session, Role.HEAD).id
    for home, who in ((school_id, near), (other_school_id, far)):
        web = person(home, who)
        there = path if home == school_id else f"/schools/{web.slug}/undo/{path.rsplit('/', 1)[1]}"
        token = Page(web.client.get("/sign-in")).tree.xpath("//input[@name='csrf_token']/@value")[0]
        assert web.client.post(there, data={"csrf_token": token}).status_code == 404
    assert contents() == after


def test_what_was_changed_since_is_left_alone(person, school_id, scene, in_school) -> None:
    web, page = do(person, school_id, scene, "a mentor")
    with in_school(school_id) as session:
        appoint(session, make_staff(session, Role.MENTOR).id, Appointment.MENTOR, scene["place"])
    answer = press(web, page)
    assert answer.status_code == 409
    assert "Something was changed since" in answer.get_data(as_text=True)


def test_an_approval_stands_once_the_person_has_begun(person, school_id, scene, in_school) -> None:
    web, page = do(person, school_id, scene, "an approval")
    with in_school(school_id) as session:
        candidate = places.queries.candidate(session, scene["asked"])
        make_item(session, candidate)
    answer = press(web, page)
    assert answer.status_code == 409
    assert "the approval stands" in answer.get_data(as_text=True)


def test_a_place_that_somebody_else_has_by_now_does_not_come_back(
    person, school_id, scene, in_school
) -> None:
    web, page = do(person, school_id, scene, "an invitation")
    with in_school(school_id) as session:
        plans.queries.cohort(session, scene["cohort"]).places = 2
    assert "Somebody else has the place" in press(web, page).get_data(as_text=True)


def test_nobody_comes_back_as_mentor_without_the_role(person, school_id, scene, in_school) -> None:
    web, page = do(person, school_id, scene, "a mentor")
    with in_school(school_id) as session:
        session.execute(
            text("DELETE FROM staff_roles WHERE role = 'mentor' AND school_id = :s"), {"s": school_id}
        )
    assert "no longer holds the role" in press(web, page).get_data(as_text=True)


def test_an_undo_is_written_into_the_trail(person, school_id, scene) -> None:
    web, page = do(person, school_id, scene, "an invitation")
    press(web, page)
    assert "Undid the last change of the place" in person(school_id, scene["head"]).page("/audit-trail").text


def test_what_stood_before_is_forgotten_when_the_time_is_over(session) -> None:
    place = make_place(session)
    mentorless = acting(session, make_staff(session, Role.HEAD))
    places.assign_mentor(session, mentorless, place.candidate, None)
    deed = session.scalars(select(Deed)).one()
    assert deed.before
    forget(session, deed.id)
    assert deed.before == {}
