"""From locked judgements to one provisional outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.jobs import TellBothLocked
from tenants.assessment.models import Adjudication, Outcome, OutcomeStandard
from tenants.assessment.queries.desk import ByStandard, Desk, blind_pair, levels_of
from tenants.assessment.queries.dispute import Dispute
from tenants.assessment.queries.runners import runners
from tenants.assessment.queries.seats import seats_of, taken
from tenants.assessment.rules import seats
from tenants.assessment.rules.verdict import Reached, Result, agreed, needing_more, result
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.standards.rules.passing import PassRule


@dataclass(frozen=True)
class Settled:
    """One standard as it was settled: `reason` for the record, `feedback` for the candidate."""

    level: int
    reason: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Meeting:
    """What a moderation meeting settled on the standards that were in dispute."""

    attended: str
    reason: str
    feedback: str
    standards: Mapping[int, Settled]


@dataclass(frozen=True)
class Decision:
    reached: Reached
    standards: Mapping[int, Settled]
    feedback: str


def settle_if_both_locked(session: Session, actor: Actor, submission: Submission, desk: Desk) -> None:
    """Decides where the two agree; where they differ, somebody has to settle it."""
    all_seats = seats_of(session, [submission.id])
    if not seats.both_locked(taken(all_seats)):
        return
    pair = blind_pair(session, submission.id)
    first, second = ({**desk.portfolio.banked, **levels_of(one)} for one in pair)
    levels = agreed(desk.framework.rule, first, second, submission.attempt)
    if levels is None:
        record(session, actor, "assessment:differ", submission)
    else:
        words = [one.assignment.feedback for one in all_seats if one.assignment.locked_at]
        standards = {number: Settled(level, "", _feedback(pair, number)) for number, level in levels.items()}
        decision = Decision(Reached.AGREEMENT, standards, _joined(words))
        _decide(session, actor, submission, desk.framework.rule, decision)
    for staff_id in runners(session, submission):
        ask(session, TellBothLocked(submission.id, staff_id), unique_key=f"{submission.id}:{staff_id}")


def settle_by_third(session: Session, actor: Actor, desk: Desk) -> None:
    """The third assessor's levels stand where the two before differed."""
    submission = desk.seat.submission
    pair = list(desk.others)
    standing = {number: Settled(level, "", _feedback(pair, number)) for number, level in desk.settled.items()}
    theirs = {
        number: Settled(one.level or 0, one.rationale, one.feedback)
        for number, one in desk.judgements.items()
    }
    feedback = desk.assignment.feedback
    decision = Decision(Reached.THIRD_ASSESSOR, {**standing, **theirs}, feedback)
    outcome = _decide(session, actor, submission, desk.framework.rule, decision)
    _adjudicate(session, actor, outcome, "Settled by a third assessor who saw both judgements.", "")


def record_meeting(session: Session, actor: Actor, dispute: Dispute, meeting: Meeting) -> None:
    """A moderation meeting settles what two assessors differ on. Its record is the decision."""
    permit(actor, Permission.ASSESSMENT_ADJUDICATE, dispute)
    submission = lock_submission(session, dispute.submission.id)
    if submission.state != SubmissionState.ENDORSED:
        raise Refused("This submission was decided in the meantime.")
    if dispute.third is not None:
        raise Refused("A third assessor was asked to settle this. Take that offer back first.")
    if set(meeting.standards) != set(dispute.contested):
        raise Invalid({"standards": "Settle every standard that the assessors differ on, and no other."})
    standing = {
        number: Settled(level, "", _feedback(dispute.pair, number))
        for number, level in dispute.common.items()
    }
    decision = Decision(Reached.MEETING, {**standing, **meeting.standards}, meeting.feedback)
    outcome = _decide(session, actor, submission, dispute.framework.rule, decision)
    _adjudicate(session, actor, outcome, meeting.reason, meeting.attended)


def _decide(
    session: Session, actor: Actor, submission: Submission, rule: PassRule, decision: Decision
) -> Outcome:
    levels = {number: one.level for number, one in decision.standards.items()}
    reached_result = result(rule, levels, submission.attempt)
    named = needing_more(rule, levels) if reached_result is Result.REFERRED else frozenset()
    outcome = Outcome(
        submission_id=submission.id,
        candidate_id=submission.candidate_id,
        cohort_id=submission.cohort_id,
        result=reached_result.value,
        reached=decision.reached.value,
        feedback=decision.feedback,
        decided_at=clock.now(),
        decided_by=None if decision.reached is Reached.AGREEMENT else actor.staff_id,
    )
    session.add(outcome)
    session.flush()
    session.add_all(
        OutcomeStandard(
            outcome_id=outcome.id,
            standard_number=number,
            level=one.level,
            banked=number not in named,
            feedback=one.feedback,
            reason=one.reason,
        )
        for number, one in decision.standards.items()
    )
    move(session, actor, submission, SubmissionState.DECIDED)
    record(session, actor, "assessment:decide", outcome)
    return outcome


def _adjudicate(session: Session, actor: Actor, outcome: Outcome, reason: str, attended: str) -> None:
    made = Adjudication(
        submission_id=outcome.submission_id,
        reached=outcome.reached,
        reason=reason,
        attended=attended,
        settled_by=actor.person_id,
        settled_at=clock.now(),
    )
    session.add(made)
    record(session, actor, "assessment:adjudicate", made)


def _feedback(pair: Iterable[ByStandard], number: int) -> str:
    """What both assessors say to the candidate about a standard; of a banked one they say nothing new."""
    return _joined(one[number].feedback for one in pair if number in one)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
