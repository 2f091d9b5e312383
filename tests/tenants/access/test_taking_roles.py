"""With a role ends what rests on it."""

import pytest
from sqlalchemy import select

from tenants.access.actions import take_role
from tenants.access.resting import Resting, resting_on
from tenants.assessment.actions.seats import accept as accept_seat
from tenants.assessment.models import Assignment
from tenants.assessment.queries.seats import seat
from tenants.assessment.rules.seats import AssignmentState, settle_first
from tenants.base.actor import Appointment, Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import CohortTeamMember
from tenants.cohorts.queries import cohorts_for, desk
from tenants.cohorts.rules import CohortState, Part
from tenants.staff.models import StaffRole
from tests.factories.assessment import PASSING, accept, allocate, assess, lock, make_assessor, make_matter
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, appoint, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def lead(session):
    return make_staff(session, Role.PROGRAMME_LEAD)


@pytest.fixture
def mentor(session):
    return make_staff(session, Role.MENTOR)


def changed(session) -> list[tuple[str, list[str]]]:
    rows = session.execute(select(HistoryEntry.action, HistoryEntry.fields).order_by(HistoryEntry.id))
    return [(action, fields) for action, fields in rows]


def states(session, person) -> list[str]:
    session.flush()
    session.expire_all()
    mine = select(Assignment.state).where(Assignment.staff_id == person.id).order_by(Assignment.id)
    return list(session.scalars(mine))


def test_a_programme_lead_without_the_role_leads_nothing(session, head, lead) -> None:
    cohort = make_cohort(session, lead=lead)
    (shown,) = resting_on(session, head, lead, Role.PROGRAMME_LEAD).cohorts
    assert (shown.cohort.id, shown.alone) == (cohort.id, True)
    take_role(session, head, lead, Role.PROGRAMME_LEAD)
    assert not allowed(acting(session, lead), Permission.COHORT_READ, cohort)
    assert [one.led for one in cohorts_for(session, head)] == [False]
    assert (Permission.COHORT_MANAGE, ["team"]) in changed(session)


def test_who_leads_beside_somebody_else_leaves_a_cohort_that_is_led(session, head, lead) -> None:
    other = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = make_cohort(session, lead=lead)
    appoint(session, other.id, Appointment.LEAD, cohort.id)
    assert [one.alone for one in resting_on(session, head, lead, Role.PROGRAMME_LEAD).cohorts] == [False]
    take_role(session, head, lead, Role.PROGRAMME_LEAD)
    assert allowed(acting(session, other), Permission.COHORT_READ, cohort)
    assert [one.led for one in cohorts_for(session, head)] == [True]


def test_a_closed_cohort_keeps_the_names_and_not_the_power(session, head, lead) -> None:
    cohort = make_cohort(session, lead=lead, state=CohortState.CLOSED.value)
    take_role(session, head, lead, Role.PROGRAMME_LEAD)
    assert not allowed(acting(session, lead), Permission.COHORT_READ, cohort)
    assert session.scalars(select(CohortTeamMember.staff_id)).all() == [lead.id]


def test_a_mentors_candidates_have_no_mentor_and_the_mentor_sees_nothing_more(session, head, mentor) -> None:
    cohort = make_cohort(session)
    candidate = make_candidate(session, cohort, mentor=mentor)
    make_candidate(session, cohort, mentor=make_staff(session, Role.MENTOR))
    session.add(CohortTeamMember(cohort_id=cohort.id, staff_id=mentor.id, part=Part.MENTOR.value))
    assert [one.candidate.id for one in resting_on(session, head, mentor, Role.MENTOR).candidates] == [
        candidate.id
    ]
    take_role(session, head, mentor, Role.MENTOR)
    assert not allowed(acting(session, mentor), Permission.SHARED_READ, candidate)
    assert [bool(place.mentor) for place in desk(session, cohort.id)].count(True) == 1
    assert session.scalars(select(CohortTeamMember)).all() == []
    assert (Permission.PLACE_MANAGE, ["mentor"]) in changed(session)


def test_who_mentored_somebody_still_does_not_judge_them(session) -> None:
    matter = make_matter(session)
    head = acting(session, matter.head)
    judge = make_assessor(session, manager=matter.head)
    appoint(session, judge.id, Appointment.MENTOR, matter.candidate.id)
    take_role(session, head, judge, Role.MENTOR)
    with pytest.raises(Invalid) as refused:
        allocate(session, matter, judge)
    assert list(refused.value.fields) == ["assessors"]


def test_an_offer_is_taken_back_so_that_somebody_else_can_be_asked(session) -> None:
    matter = make_matter(session)
    head, (first, second) = acting(session, matter.head), matter.assessors
    allocate(session, matter)
    assert [one.candidate for one in resting_on(session, head, first, Role.ASSESSOR).offers] == [
        matter.person.name
    ]
    take_role(session, head, first, Role.ASSESSOR)
    assert (states(session, first), states(session, second)) == (["withdrawn"], ["offered"])
    assert not acting(session, first).subjects(Appointment.ASSESSOR)
    assert ("assessment:take_back", []) in changed(session)
    allocate(session, matter, make_assessor(session, manager=matter.head))


def test_a_judgement_that_is_begun_is_settled_first(session) -> None:
    matter = make_matter(session)
    head, one = acting(session, matter.head), matter.assessors[0]
    mine, _ = allocate(session, matter)
    accept(session, mine)
    with pytest.raises(Refused, match=f"under way.*{matter.person.name}"):
        take_role(session, head, one, Role.ASSESSOR)
    assert states(session, one) == ["accepted"]


def test_a_locked_judgement_is_kept_until_the_outcome_is_decided(session) -> None:
    matter = make_matter(session)
    head, one = acting(session, matter.head), matter.assessors[0]
    mine, other = allocate(session, matter)
    accept(session, mine)
    lock(session, mine.id, PASSING)
    with pytest.raises(Refused, match="not decided yet"):
        take_role(session, head, one, Role.ASSESSOR)
    accept(session, seat(session, other.id))
    lock(session, other.id, PASSING)
    take_role(session, head, one, Role.ASSESSOR)
    assert states(session, one) == ["locked"]


def test_what_is_decided_stands_in_nobodys_way(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING)
    head = acting(session, matter.head)
    assert resting_on(session, head, matter.assessors[0], Role.ASSESSOR).seats == []
    take_role(session, head, matter.assessors[0], Role.ASSESSOR)


def test_nobody_gets_rid_of_their_own_assessor_or_learns_of_one(session) -> None:
    """A head who is a candidate: neither the page nor a refusal tells, and nothing is taken back."""
    matter = make_matter(session)
    first, second = matter.assessors
    seats = allocate(session, matter)
    accept(session, seats[1])
    appoint(session, matter.head.id, Appointment.CANDIDATE, matter.candidate.id)
    head = acting(session, matter.head)
    for person in (first, second):
        assert resting_on(session, head, person, Role.ASSESSOR).seats == []
        take_role(session, head, person, Role.ASSESSOR)
    assert (states(session, first), states(session, second)) == (["offered"], ["accepted"])
    accept_seat(session, acting(session, first), seats[0])


def test_an_assessor_gives_their_own_offers_back_before_they_drop_the_role(session) -> None:
    matter = make_matter(session)
    own = make_assessor(session, manager=matter.head)
    session.add(StaffRole(staff_id=own.id, role=Role.HEAD.value))
    allocate(session, matter, own)
    assert not resting_on(session, acting(session, own), own, Role.ASSESSOR).offers
    with pytest.raises(Refused, match="Give the offer back yourself"):
        take_role(session, acting(session, own), own, Role.ASSESSOR)


def test_other_roles_end_alone(session, head, lead) -> None:
    make_cohort(session, lead=lead)
    for role in (Role.IT_LEAD, Role.BUSINESS_MANAGER):
        person = make_staff(session, role)
        resting = resting_on(session, head, person, role)
        assert resting == Resting()
        take_role(session, head, person, role)
    assert [one.led for one in cohorts_for(session, head)] == [True]


def test_a_programme_lead_takes_no_role(session, lead, mentor) -> None:
    cohort = make_cohort(session, lead=lead)
    make_candidate(session, cohort, mentor=mentor)
    with pytest.raises(NotFound):
        take_role(session, acting(session, lead), mentor, Role.MENTOR)
    assert acting(session, mentor).subjects(Appointment.MENTOR)


def test_a_lead_or_mentor_who_left_counts_as_none_until_they_are_back(session, head, lead, mentor) -> None:
    cohort = make_cohort(session, lead=lead)
    make_candidate(session, cohort, mentor=mentor)
    for person in (lead, mentor):
        person.deactivated_at = cohort.planned_at
    session.flush()
    assert [one.led for one in cohorts_for(session, head)] == [False]
    assert [place.mentor for place in desk(session, cohort.id)] == [None]
    for person in (lead, mentor):
        person.deactivated_at = None
    session.flush()
    assert [one.led for one in cohorts_for(session, head)] == [True]
    assert [place.mentor for place in desk(session, cohort.id)] == [mentor]


def test_the_school_next_door_keeps_its_own(session, head, lead, in_school, other_school_id) -> None:
    with in_school(other_school_id) as other:
        elsewhere = make_staff(other, Role.PROGRAMME_LEAD)
        cohort = make_cohort(other, lead=elsewhere)
    make_cohort(session, lead=lead)
    take_role(session, head, lead, Role.PROGRAMME_LEAD)
    with in_school(other_school_id) as other:
        assert allowed(acting(other, elsewhere), Permission.COHORT_READ, cohort)


def test_what_to_settle_is_said_by_name_in_one_breath() -> None:
    held = [
        ("Ann", AssignmentState.ACCEPTED),
        ("Bo", AssignmentState.LOCKED),
        ("Cy", AssignmentState.ACCEPTED),
    ]
    said = settle_first(held)
    assert said
    assert said.index("Ann, Cy") < said.index("Bo")
    assert settle_first([]) is None
