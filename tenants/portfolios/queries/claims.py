from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.portfolios.models import Claim, Evidence


def claim(session: Session, evidence_id: UUID, number: int) -> Claim:
    """The claim of a live item for one standard."""
    found = session.scalar(
        select(Claim)
        .join(Evidence, beside(Evidence, Claim, Evidence.id == Claim.evidence_id))
        .where(
            here(session, Claim),
            Claim.evidence_id == evidence_id,
            Claim.standard_number == number,
            Evidence.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def claims(session: Session, evidence_id: UUID) -> Sequence[Claim]:
    return session.scalars(
        select(Claim)
        .where(here(session, Claim), Claim.evidence_id == evidence_id)
        .order_by(Claim.standard_number)
    ).all()
