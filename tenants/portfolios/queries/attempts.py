from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import here
from tenants.portfolios.attempt_models import Attempt, BankedStandard


def open_attempt(session: Session, candidate_id: UUID) -> Attempt | None:
    """The attempt that followed 'more evidence needed'; None while it is the first one."""
    return session.scalar(
        select(Attempt)
        .where(here(session, Attempt), Attempt.candidate_id == candidate_id)
        .order_by(Attempt.number.desc())
        .limit(1)
    )


def banked(session: Session, candidate_id: UUID) -> dict[int, int]:
    """Standard → the level it was settled at in an earlier attempt."""
    rows = session.execute(
        select(BankedStandard.standard_number, BankedStandard.level)
        .where(here(session, BankedStandard), BankedStandard.candidate_id == candidate_id)
        .order_by(BankedStandard.standard_number)
    )
    return {row[0]: row[1] for row in rows}
