from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.operators.models import Operator, OperatorHistoryEntry, RecoveryCode
from tenants.schools.models import School

PAGE = 100


def working_operators(session: Session) -> Sequence[Operator]:
    return session.scalars(
        select(Operator).where(Operator.removed_at.is_(None)).order_by(Operator.name)
    ).all()


def recovery_codes_left(session: Session, operator_id: UUID) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                RecoveryCode.operator_id == operator_id, RecoveryCode.spent_at.is_(None)
            )
        )
        or 0
    )


@dataclass(frozen=True)
class Deed:
    entry: OperatorHistoryEntry
    operator: str | None
    school: str | None


@dataclass(frozen=True)
class DeedPage:
    deeds: list[Deed]
    next: UUID | None


def history(
    session: Session, after: UUID | None = None, school_id: UUID | None = None, *, looks: bool = True
) -> DeedPage:
    """What operators did, newest first; about one school, or all. `looks`: and which pages they looked at."""
    wanted = (
        select(OperatorHistoryEntry, Operator.name, School.name)
        .outerjoin(Operator, Operator.id == OperatorHistoryEntry.operator_id)
        .outerjoin(School, School.id == OperatorHistoryEntry.school_id)
        .order_by(OperatorHistoryEntry.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        wanted = wanted.where(OperatorHistoryEntry.id < after)
    if not looks:
        wanted = wanted.where(OperatorHistoryEntry.action != "page:read")
    if school_id is not None:
        wanted = wanted.where(OperatorHistoryEntry.school_id == school_id)
    found = [Deed(*row) for row in session.execute(wanted)]
    return DeedPage(found[:PAGE], found[PAGE - 1].entry.id if len(found) > PAGE else None)
