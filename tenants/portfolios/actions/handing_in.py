"""What handing in is, alone and together: a ready portfolio is frozen, and who has to do with it is told."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.cohorts import queries as cohorts
from tenants.portfolios.jobs import AskEndorsement, TellSentTogether, TellSubmitted
from tenants.portfolios.joint_models import GroupSnapshot, JointSubmission
from tenants.portfolios.models import Snapshot, Submission, SubmittedFile
from tenants.portfolios.queries.freezing import frozen
from tenants.portfolios.queries.freezing_groups import pooled
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.joint import GroupPart
from tenants.portfolios.rules.snapshots import canonical, digest
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.submissions import RECEIPT_LENGTH, SYMBOLS, Declared, receipt, undeclared
from tenants.programmes.rules.limits import too_long


@dataclass(frozen=True)
class Joined:
    """The hand-in of a group, and its part as it was frozen for it."""

    joint_id: UUID
    part: GroupPart


def declare(portfolio: Portfolio, declared: Declared) -> None:
    """Raises Invalid for what is not declared."""
    over = too_long(declared.ai_use, portfolio.cohort.limits.words.ai_use)
    if problems := undeclared(declared) | ({"ai_use": over} if over else {}):
        raise Invalid(problems)


def unready(session: Session, portfolio: Portfolio) -> tuple[str | None, int]:
    """Why it can't be handed in, as a sentence, and the attempt in hand."""
    found = checked(session, portfolio)
    if found.readiness.closed:
        return found.readiness.closed, found.attempt
    if found.readiness.blockers:
        return f"Your portfolio is not ready. {found.readiness.blockers[0].words}", found.attempt
    return None, found.attempt


def refuse_unready(session: Session, portfolio: Portfolio) -> int:
    """The attempt in hand; Refused while something stands in the way."""
    reason, attempt = unready(session, portfolio)
    if reason:
        raise Refused(reason)
    return attempt


def freeze_group(session: Session, joint: JointSubmission) -> Joined:
    """Once for a hand-in, however many hand in with it."""
    part = pooled(session, joint.group_id)
    session.add(GroupSnapshot(joint_submission_id=joint.id, content=part.content, sha256=part.sha256))
    return Joined(joint.id, part)


def hand_in(
    session: Session,
    actor: Actor,
    portfolio: Portfolio,
    attempt: int,
    declared: Declared,
    joined: Joined | None,
    *,
    together: bool = False,
) -> Submission:
    """The caller holds the place alone and has found it ready. `together`: as its owner has signed, and not by its
    owner's own press."""
    made = _submission(session, portfolio, attempt, declared, joined)
    move(session, actor, made, SubmissionState.SUBMITTED)
    session.flush()
    _freeze(session, portfolio, made, joined, with_self_audit=declared.with_self_audit)
    if together:
        record(session, actor, "submission:submit_together", made)
    else:
        record(session, actor, "submission:submit", made)
    _tell(session, made, together=together)
    return made


def _submission(
    session: Session, portfolio: Portfolio, attempt: int, declared: Declared, joined: Joined | None
) -> Submission:
    made = Submission(
        candidate_id=portfolio.candidate_id,
        cohort_id=portfolio.cohort_id,
        staff_id=portfolio.staff_id,
        attempt=attempt,
        serial=_serial(session, portfolio.candidate_id, attempt),
        receipt=receipt([secrets.choice(SYMBOLS) for _ in range(RECEIPT_LENGTH)]),
        authorship_declared=declared.authorship,
        consent_declared=declared.consent,
        ai_use=declared.ai_use.strip(),
        submitted_at=_whole_second(clock.now()),
        joint_submission_id=joined.joint_id if joined else None,
        names_group=declared.names_group and joined is not None,
    )
    session.add(made)
    return made


def _serial(session: Session, candidate_id: UUID, attempt: int) -> int:
    earlier = select(func.count()).where(
        here(session, Submission), Submission.candidate_id == candidate_id, Submission.attempt == attempt
    )
    return session.scalars(earlier).one() + 1


def _whole_second(moment: datetime) -> datetime:
    """As a receipt prints it."""
    return moment.replace(microsecond=0)


def _freeze(
    session: Session, portfolio: Portfolio, made: Submission, joined: Joined | None, *, with_self_audit: bool
) -> None:
    part = joined.part if joined else None
    taken = frozen(session, portfolio, made, with_self_audit=with_self_audit, part=part)
    content = canonical(taken.content)
    session.add(Snapshot(submission_id=made.id, content=content, sha256=digest(content)))
    session.add_all(SubmittedFile(submission_id=made.id, file_id=file_id) for file_id in taken.file_ids)


def _tell(session: Session, made: Submission, *, together: bool) -> None:
    ask(session, TellSentTogether(made.id) if together else TellSubmitted(made.id))
    heads = cohorts.holders(session, (Role.HEAD, Role.DEPUTY)).values()
    for head_id in {head.id for holders in heads for head in holders} - {made.staff_id}:
        ask(session, AskEndorsement(made.id, head_id))
