"""SECURITY.md 15: a role in school A or cohort X gives nothing in B or Y, also for one person holding both."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from tenants.base.actor import Appointment, Role
from tenants.schools.queries import this_school
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tests.factories.assessment import allocate, make_matter
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import appoint, make_staff
from tests.web import Web

HEADS_PAGES = (
    "/set-up",
    "/staff",
    "/cohorts",
    "/audit-trail",
    "/guests",
    "/endorsements",
    "/school-sign-in",
    "/hand-over",
)
EMAIL = "ada@both.example"


@dataclass
class There:
    slug: str
    school_id: UUID
    staff_id: UUID
    token: str


@pytest.fixture
def in_both(app, in_school, school_id, other_school_id):
    """`in_both(roles here, roles there)` → one browser, signed in at two schools under one address."""

    def enter(here: tuple[Role, ...], there: tuple[Role, ...]) -> tuple[Web, Web]:
        places = [_place(in_school, school_id, here), _place(in_school, other_school_id, there)]
        web = Web(app, places[0].slug)
        with web.client.session_transaction() as cookie:
            cookie["tokens"] = {one.slug: one.token for one in places}
        second = Web(app, places[1].slug)
        second.client = web.client
        return web, second

    return enter


def _place(in_school, school_id: UUID, roles: tuple[Role, ...]) -> There:
    with in_school(school_id) as session:
        person = make_staff(session, *roles, email=EMAIL, name="Ada Both")
        token = begin_session(session, person.id, Door.LINK)
        return There(this_school(session).slug, school_id, person.id, token)


def opened(web: Web, paths=HEADS_PAGES) -> list[str]:
    return [path for path in paths if web.get(path).status_code == 200]


def test_a_head_of_one_school_is_nobody_in_the_other(in_both) -> None:
    here, there = in_both((Role.HEAD,), ())
    assert opened(here) == list(HEADS_PAGES)
    assert opened(there) == []
    assert there.get("/").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
def test_a_role_of_one_school_opens_nothing_in_the_other(in_both, role: Role) -> None:
    here, there = in_both((role,), ())
    back = opened(here)
    assert opened(there) == []
    assert bool(back) is (role in (Role.DEPUTY, Role.PROGRAMME_LEAD, Role.IT_LEAD))


def test_a_head_of_both_does_not_carry_a_record_from_one_to_the_other(
    in_both, in_school, other_school_id
) -> None:
    here, there = in_both((Role.HEAD,), (Role.HEAD,))
    with in_school(other_school_id) as session:
        matter = make_matter(session)
        allocate(session, matter)
    paths = (
        f"/cohorts/{matter.cohort.id}",
        f"/places/{matter.candidate.id}",
        f"/staff/{matter.person.id}",
        f"/staff/{matter.person.id}/access",
        f"/submissions/{matter.submission.id}/allocation",
    )
    assert opened(there, paths) == list(paths)
    assert opened(here, paths) == []
    assert matter.person.name not in here.page("/audit-trail?show=both").text
    assert "Nothing found" in here.page(f"/audit-trail?words={matter.person.name.replace(' ', '+')}").text


@pytest.fixture
def two_cohorts(in_school, school_id):
    """One person leads the first cohort, mentors in it, and is a candidate of the second."""
    with in_school(school_id) as session:
        ada = make_staff(session, Role.PROGRAMME_LEAD, Role.MENTOR, name="Ada Both")
        first = make_cohort(session, lead=ada, name="First cohort")
        second = make_cohort(session, lead=make_staff(session, Role.PROGRAMME_LEAD), name="Second cohort")
        theirs = make_candidate(session, first, make_staff(session), mentor=ada)
        own = make_candidate(session, second, ada)
        other = make_candidate(session, second, make_staff(session, name="Olu Other"))
        return ada, first, second, theirs, own, other


def test_who_leads_one_cohort_opens_nothing_of_another_where_they_are_a_candidate(
    person, school_id, two_cohorts
) -> None:
    ada, first, second, theirs, own, other = two_cohorts
    web = person(school_id, ada.id)
    for part in ("", "/team", "/timetable", "/invitations", "/assessment"):
        assert web.get(f"/cohorts/{first.id}{part}").status_code == 200, part
        assert web.get(f"/cohorts/{second.id}{part}").status_code == 404, part
    assert web.get(f"/places/{theirs.id}").status_code == 200
    assert web.get(f"/places/{own.id}").status_code == 200
    assert web.get(f"/places/{other.id}").status_code == 404
    page = web.page("/cohorts")
    assert "First cohort" in page.text
    assert "Second cohort" not in page.text


def test_a_mentor_of_one_candidate_reads_nothing_of_the_next(
    person, in_school, school_id, two_cohorts
) -> None:
    ada, _, _, theirs, own, other = two_cohorts
    web = person(school_id, ada.id)
    assert web.get(f"/portfolios/{theirs.id}/shared").status_code in (200, 404)
    with in_school(school_id) as session:
        milo = make_staff(session, Role.MENTOR)
        appoint(session, milo.id, Appointment.MENTOR, theirs.id)
    mentor = person(school_id, milo.id)
    assert mentor.get(f"/places/{theirs.id}").status_code == 200
    for candidate in (own, other):
        assert mentor.get(f"/places/{candidate.id}").status_code == 404


def test_a_deputy_of_one_school_is_no_deputy_in_the_other_on_the_same_days(in_both) -> None:
    here, there = in_both((Role.DEPUTY,), (Role.MENTOR,))
    assert set(opened(here)) == set(HEADS_PAGES) - {"/hand-over"}
    assert opened(there) == []
