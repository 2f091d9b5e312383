"""An assessor judges, sums up and locks."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.actions.seats import refuse_ties
from tenants.assessment.actions.settling import settle_by_third, settle_if_both_locked
from tenants.assessment.models import Assignment, Judgement
from tenants.assessment.queries.desk import Desk, Page, judgements
from tenants.assessment.rules.complete import Lack, Word, lacks, lacks_in_summary
from tenants.assessment.rules.seats import THIRD_SEAT, AssignmentState
from tenants.assessment.rules.verdict import NOT_SHOWN, possible_results
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import move, record
from tenants.base.permissions import Permission, permit

NOT_OPEN = "This judgement is not open: it was locked, or the seat was given back."


def judge(session: Session, actor: Actor, page: Page, word: Word, version: int) -> None:
    """Saves what stands on the page of one standard, finished or not."""
    permit(actor, Permission.ASSESSMENT_JUDGE, page)
    _open(session, page.desk.assignment)
    judgement = page.judgement
    session.refresh(judgement, with_for_update=True)
    standing = word_of(judgement)
    if judgement.version != version and word != standing:
        raise Conflict(_texts(page, standing, word), version=judgement.version)
    _check(page, word)
    changed = [name for name in word.__dataclass_fields__ if getattr(word, name) != getattr(standing, name)]
    if not changed:
        return
    for name in changed:
        setattr(judgement, name, getattr(word, name))
    judgement.version += 1
    record(
        session, actor, f"assessment:judge:{judgement.standard_number}", page.desk.assignment, fields=changed
    )


def sum_up(
    session: Session, actor: Actor, desk: Desk, recommendation: str | None, feedback: str, version: int
) -> None:
    permit(actor, Permission.ASSESSMENT_JUDGE, desk)
    assignment = desk.assignment
    _open(session, assignment)
    if (assignment.recommendation, assignment.feedback) == (recommendation, feedback):
        return
    if assignment.version != version:
        raise Conflict(
            {"Words to the candidate": (assignment.feedback, feedback)}, version=assignment.version
        )
    if recommendation not in (None, *possible_results(desk.portfolio.attempt)):
        raise Invalid({"recommendation": "Choose one of the recommendations."})
    assignment.recommendation, assignment.feedback = recommendation, feedback
    assignment.version += 1
    record(session, actor, "assessment:sum_up", assignment, fields=["recommendation", "feedback"])


def lock(session: Session, actor: Actor, desk: Desk) -> None:
    """The judgement is final. The second of the two blind ones, or the third, brings the decision about."""
    permit(actor, Permission.ASSESSMENT_JUDGE, desk)
    submission = lock_submission(session, desk.seat.submission_id)
    _open(session, desk.assignment)
    refuse_ties(session, desk.seat)
    _read_again(session, desk)
    if missing := still_missing(desk):
        raise Refused(missing[0].words)
    move(session, actor, desk.assignment, AssignmentState.LOCKED)
    desk.assignment.locked_at = clock.now()
    record(session, actor, "assessment:lock", desk.assignment)
    session.flush()
    if desk.assignment.seat == THIRD_SEAT:
        settle_by_third(session, actor, desk)
    else:
        settle_if_both_locked(session, actor, submission, desk)


def still_missing(desk: Desk) -> list[Lack]:
    level = desk.framework.rule.pass_level
    pages = [lack for number, one in desk.judgements.items() for lack in lacks(number, word_of(one), level)]
    assignment = desk.assignment
    if pages:
        return pages
    return list(lacks_in_summary(assignment.recommendation, assignment.feedback, desk.result))


def word_of(judgement: Judgement) -> Word:
    return Word(judgement.level, judgement.rationale, judgement.feedback, judgement.evidence_id)


def _open(session: Session, assignment: Assignment) -> None:
    session.refresh(assignment, with_for_update=True)
    if assignment.state != AssignmentState.ACCEPTED:
        raise Refused(NOT_OPEN)


def _read_again(session: Session, desk: Desk) -> None:
    """What another window saved since the desk was opened counts too."""
    for judgement in desk.judgements.values():
        session.expire(judgement)
    judgements(session, desk.seat.id)


def _check(page: Page, word: Word) -> None:
    levels = {NOT_SHOWN, *(level.number for level in page.desk.framework.levels)}
    if word.level is not None and word.level not in levels:
        raise Invalid({"level": "Choose one of the levels."})
    if word.evidence_id is not None and page.desk.portfolio.item(word.evidence_id) is None:
        raise Invalid({"evidence": "Choose a piece of evidence from this portfolio."})


def _texts(page: Page, theirs: Word, yours: Word) -> Mapping[str, tuple[str, str]]:
    def shown(word: Word) -> dict[str, str]:
        return {
            "Level": "" if word.level is None else str(word.level),
            "Reasons": word.rationale,
            "Words to the candidate": word.feedback,
            "Evidence": _title(page, word.evidence_id),
        }

    before, after = shown(theirs), shown(yours)
    return {label: (before[label], after[label]) for label in before if before[label] != after[label]}


def _title(page: Page, evidence_id: UUID | None) -> str:
    item = page.desk.portfolio.item(evidence_id) if evidence_id else None
    return item.title if item else ""
