from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.portfolios.models import Claim, Evidence


def claim(session: Session, evidence_id: UUID, number: int, candidate_id: UUID) -> Claim:
    """Of one place: what it claims on a live item for one standard."""
    found = session.scalar(
        select(Claim)
        .join(Evidence, beside(Evidence, Claim, Evidence.id == Claim.evidence_id))
        .where(
            here(session, Claim),
            Claim.evidence_id == evidence_id,
            Claim.standard_number == number,
            Claim.candidate_id == candidate_id,
            Evidence.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def claims(session: Session, evidence_id: UUID, candidate_id: UUID) -> Sequence[Claim]:
    """Of one place on one item."""
    return session.scalars(_select_claims(), asking(session, of_item=evidence_id, whose=candidate_id)).all()


@cache
def _select_claims() -> Select[Claim]:
    return (
        select(Claim)
        .where(
            ours(Claim),
            Claim.evidence_id == bindparam("of_item"),
            Claim.candidate_id == bindparam("whose"),
        )
        .order_by(Claim.standard_number)
    )
