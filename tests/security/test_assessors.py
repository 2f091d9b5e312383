"""Who assesses reads what they accepted to read, in one place, and has no tie to the candidate."""

from datetime import timedelta

import pytest

from tenants.assessment.actions import allocation, judging, releasing, seats
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.allocation import allocation as allocation_of
from tenants.assessment.queries.desk import desk
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import NotFound, Refused
from tenants.cohorts.actions import places
from tenants.staff.models import StaffRole
from tests.factories.assessment import (
    PASSING,
    accept,
    allocate,
    assess,
    held,
    judge,
    make_assessor,
    make_matter,
)
from tests.factories.staff import acting, make_staff


def invite_guest(session, matter):
    until = clock.today() + timedelta(days=200)
    guest = allocation.Guest("Gus Guest", "gus@elsewhere.example", "Elsewhere", until)
    allocation.invite_guest(session, acting(session, matter.lead), matter.submission, guest)
    return held(session, matter)[-1]


def also(session, person, role: Role) -> None:
    session.add(StaffRole(staff_id=person.id, role=role.value))
    session.flush()


STAGES = ("offered", "accepted", "declined", "taken back")


@pytest.mark.parametrize("kind", ["colleague", "guest"])
@pytest.mark.parametrize("stage", STAGES)
def test_an_assessor_reads_a_submission_nowhere_but_on_their_own_desk(
    in_school, school_id, person, kind: str, stage: str
) -> None:
    """The page of the submission tells what an assessor must not know: the headteacher's word on it."""
    with in_school(school_id) as session:
        matter = make_matter(session)
        seat = allocate(session, matter)[0] if kind == "colleague" else invite_guest(session, matter)
        if stage == "accepted":
            accept(session, seat)
        if stage == "declined":
            seats.decline(session, acting(session, seat.person), seat, "No time")
        if stage == "taken back":
            allocation.take_back(session, acting(session, matter.lead), seat, "Too late")
        paths = [f"/submissions/{matter.submission.id}{part}" for part in ("", "/receipt")]
        paths.append(f"/submissions/{matter.submission.id}/files/{matter.file.id}")
        own = [f"/assessing/{seat.id}/portfolio", f"/assessing/{seat.id}/standards/1"]
        staff_id, lead_id = seat.staff_id, matter.lead.id
    browser, lead = person(school_id, staff_id), person(school_id, lead_id)
    assert [browser.get(path).status_code for path in paths] == [404, 404, 404]
    assert [browser.get(path).status_code for path in own] == [200 if stage == "accepted" else 404] * 2
    assert lead.get(paths[0]).status_code == 200


def test_a_former_mentor_cannot_assess_the_candidate_they_coached(session) -> None:
    matter = make_matter(session)
    former = make_assessor(session, manager=matter.head)
    new = make_staff(session, Role.MENTOR)
    lead = acting(session, matter.lead)
    also(session, former, Role.MENTOR)
    places.assign_mentor(session, lead, matter.candidate, former.id)
    places.assign_mentor(session, lead, matter.candidate, new.id)
    cannot = {one.assessor.staff_id: one.reasons for one in allocation_of(session, matter.submission).cannot}
    assert cannot[former.id] == [f"is or was {matter.person.name}'s mentor"]


def test_a_former_mentor_reads_nothing_of_the_candidate_any_more(session) -> None:
    matter = make_matter(session)
    former, new = (make_staff(session, Role.MENTOR) for _ in range(2))
    lead = acting(session, matter.lead)
    for mentor in (former, new):
        places.assign_mentor(session, lead, matter.candidate, mentor.id)
    assert acting(session, former).appointed == frozenset()
    places.assign_mentor(session, lead, matter.candidate, former.id)
    assert [subject for _, subject in acting(session, former).appointed] == [matter.candidate.id]


def test_a_mentor_named_after_the_offer_can_neither_accept_nor_lock(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    accept(session, first)
    judge(session, first.id, PASSING)
    for seat in (first, second):
        also(session, seat.person, Role.MENTOR)
    lead = acting(session, matter.lead)
    places.assign_mentor(session, lead, matter.candidate, second.staff_id)
    with pytest.raises(Refused, match="mentor, so somebody else has to judge this"):
        seats.accept(session, acting(session, second.person), second)
    places.assign_mentor(session, lead, matter.candidate, first.staff_id)
    with pytest.raises(Refused, match="mentor, so somebody else has to judge this"):
        judging.lock(session, acting(session, first.person), desk(session, first.id))


def test_a_line_manager_of_today_cannot_lock_what_they_accepted_yesterday(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    judge(session, first.id, PASSING)
    matter.person.line_manager_id = first.staff_id
    session.flush()
    with pytest.raises(Refused, match="line manager"):
        judging.lock(session, acting(session, first.person), desk(session, first.id))


def test_a_head_whose_own_place_has_ended_still_does_not_release_their_own_outcome(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING)
    also(session, matter.person, Role.HEAD)
    other = acting(session, matter.head)
    places.withdraw(session, other, matter.candidate, "Moves on")
    outcome = outcomes.outcome(session, matter.submission.id)
    with pytest.raises(NotFound):
        releasing.release_outcome(session, acting(session, matter.person), outcome)
    assert outcome.released_at is None
