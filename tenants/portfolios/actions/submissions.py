import secrets
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
from tenants.base.permissions import Permission, permit
from tenants.cohorts import queries as cohorts
from tenants.portfolios.actions.opening import hold_alone, open_portfolio
from tenants.portfolios.jobs import AskEndorsement, TellSubmitted
from tenants.portfolios.models import Snapshot, Submission, SubmittedFile
from tenants.portfolios.queries.freezing import frozen
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.snapshots import canonical, digest
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.submissions import (
    RECEIPT_LENGTH,
    SYMBOLS,
    Declared,
    receipt,
    undeclared,
)
from tenants.programmes.rules.limits import too_long


def submit(session: Session, actor: Actor, portfolio: Portfolio, declared: Declared) -> Submission:
    """Freezes the portfolio as it stands. Two at once: the second waits, and is refused."""
    permit(actor, Permission.PORTFOLIO_WRITE, portfolio)
    hold_alone(session, portfolio)
    over = too_long(declared.ai_use, portfolio.cohort.limits.words.ai_use)
    if problems := undeclared(declared) | ({"ai_use": over} if over else {}):
        raise Invalid(problems)
    standing = open_portfolio(session, actor, portfolio.candidate_id)
    attempt = _ready(session, standing)
    made = _submission(session, standing, attempt, declared)
    move(session, actor, made, SubmissionState.SUBMITTED)
    session.flush()
    _freeze(session, standing, made, with_self_audit=declared.with_self_audit)
    record(session, actor, "submission:submit", made)
    _tell(session, made)
    return made


def _ready(session: Session, portfolio: Portfolio) -> int:
    """The attempt in hand; Refused while something stands in the way."""
    found = checked(session, portfolio)
    if found.readiness.closed:
        raise Refused(found.readiness.closed)
    if found.readiness.blockers:
        raise Refused(f"Your portfolio is not ready. {found.readiness.blockers[0].words}")
    return found.attempt


def _submission(session: Session, portfolio: Portfolio, attempt: int, declared: Declared) -> Submission:
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


def _freeze(session: Session, portfolio: Portfolio, made: Submission, *, with_self_audit: bool) -> None:
    taken = frozen(session, portfolio, made, with_self_audit=with_self_audit)
    content = canonical(taken.content)
    session.add(Snapshot(submission_id=made.id, content=content, sha256=digest(content)))
    session.add_all(SubmittedFile(submission_id=made.id, file_id=file_id) for file_id in taken.file_ids)


def _tell(session: Session, made: Submission) -> None:
    ask(session, TellSubmitted(made.id))
    heads = cohorts.holders(session, (Role.HEAD, Role.DEPUTY)).values()
    for head_id in {head.id for holders in heads for head in holders} - {made.staff_id}:
        ask(session, AskEndorsement(made.id, head_id))
