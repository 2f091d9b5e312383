"""From two locked judgements to an outcome, and its release."""

import pytest
from sqlalchemy import func, select

from tenants.assessment.actions import releasing, settling
from tenants.assessment.actions.settling import Meeting, Settled
from tenants.assessment.models import Adjudication
from tenants.assessment.queries import desk as desks
from tenants.assessment.queries import dispute as disputes
from tenants.assessment.queries import outcomes
from tenants.assessment.rules.verdict import Result
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.portfolios.attempt_models import Attempt, BankedStandard
from tests.factories.assessment import (
    ALL,
    FAILING,
    PASSING,
    accept,
    allocate,
    assess,
    lock,
    make_assessor,
    make_matter,
)
from tests.factories.staff import acting, appoint


def test_two_that_agree_decide_and_the_lower_level_stands(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING | {1: 4}, PASSING)
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.ACCREDITED
    assert whole.standards[1].level == 3
    assert matter.submission.state == "decided"
    assert session.scalar(select(func.count()).select_from(Adjudication)) == 0


def test_below_the_rule_the_named_standards_are_those_that_do_not_count_yet(session) -> None:
    matter = make_matter(session)
    assess(session, matter, FAILING, FAILING)
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.REFERRED
    assert whole.named == [6, 7, 8, 9, 10]


def test_a_disagreement_is_settled_by_a_third_who_judges_only_what_differs(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    third = make_assessor(session, manager=matter.head)
    seated = allocate(session, matter, third)[-1]
    assert seated.assignment.seat == 3
    accept(session, seated)
    opened = desks.desk(session, seated.id)
    assert opened.numbers == [2]
    assert len(opened.others) == 2
    lock(session, seated.id, {2: 3})
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert (whole.outcome.reached, whole.standards[2].level) == ("third_assessor", 3)
    assert whole.adjudication.settled_by == third.id


def meeting(*numbers: int, level: int = 3) -> Meeting:
    settled = {number: Settled(level, "Seen together.", "Well done.") for number in numbers}
    return Meeting("Ana, Tom and the lead", "Read the talk again.", "A good portfolio.", settled)


def test_a_meeting_settles_exactly_what_the_two_differ_on(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    actor, dispute = acting(session, matter.lead), disputes.dispute(session, matter.submission.id)
    with pytest.raises(Invalid):
        settling.record_meeting(session, actor, dispute, meeting(2, 3))
    settling.record_meeting(session, actor, dispute, meeting(2))
    whole = outcomes.whole(session, outcomes.outcome(session, matter.submission.id))
    assert whole.outcome.result == Result.ACCREDITED
    assert whole.adjudication.attended == "Ana, Tom and the lead"
    with pytest.raises(Refused):
        settling.record_meeting(session, actor, dispute, meeting(2))


def test_no_meeting_while_a_third_assessor_is_asked(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING | {2: 1})
    allocate(session, matter, make_assessor(session, manager=matter.head))
    dispute = disputes.dispute(session, matter.submission.id)
    with pytest.raises(Refused):
        settling.record_meeting(session, acting(session, matter.lead), dispute, meeting(2))


def test_an_assessor_does_not_settle_their_own_difference(session) -> None:
    matter = make_matter(session)
    first, _ = assess(session, matter, PASSING, PASSING | {2: 1})
    appoint(session, first.person.id, Appointment.LEAD, matter.cohort.id)
    dispute = disputes.dispute(session, matter.submission.id)
    with pytest.raises(NotFound):
        settling.record_meeting(session, acting(session, first.person), dispute, meeting(2))


def test_a_second_attempt_below_the_rule_ends_there(session) -> None:
    matter = make_matter(session, attempt=2, banked=dict.fromkeys(range(1, 7), 3))
    low = dict.fromkeys(ALL, 2)
    assess(session, matter, low, low)
    assert outcomes.outcome(session, matter.submission.id).result == Result.NOT_ACCREDITED


def test_releasing_more_evidence_needed_opens_the_next_attempt_with_what_is_banked(session) -> None:
    matter = make_matter(session)
    assess(session, matter, FAILING, FAILING)
    outcome = outcomes.outcome(session, matter.submission.id)
    releasing.release_outcome(session, acting(session, matter.lead), outcome)
    session.flush()
    assert (outcome.resubmit_by - clock.today()).days == 60
    assert session.scalars(select(Attempt.number)).one() == 2
    assert sorted(session.scalars(select(BankedStandard.standard_number))) == [1, 2, 3, 4, 5]
    with pytest.raises(Refused, match="already"):
        releasing.release_outcome(session, acting(session, matter.lead), outcome)


def test_a_head_does_not_release_their_own_outcome(session) -> None:
    matter = make_matter(session)
    assess(session, matter, PASSING, PASSING)
    appoint(session, matter.person.id, Appointment.LEAD, matter.cohort.id)
    outcome = outcomes.outcome(session, matter.submission.id)
    with pytest.raises(NotFound):
        releasing.release_outcome(session, acting(session, matter.person), outcome)


def test_every_step_leaves_its_line_in_the_history_and_its_move(session) -> None:
    matter = make_matter(session)
    first, _ = assess(session, matter, PASSING, PASSING)
    session.flush()
    actions = set(session.scalars(select(HistoryEntry.action)))
    assert {"assessment:offer", "assessment:accept", "assessment:judge:4", "assessment:lock"} <= actions
    moves = session.scalars(
        select(Move.to_state).where(Move.subject_id == first.id).order_by(Move.at, Move.id)
    )
    assert list(moves) == ["accepted", "locked"]
