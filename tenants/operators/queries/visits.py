"""Support visits, from the school's side and from the operator's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school, here
from tenants.operators.models import SupportEntry, SupportVisit
from tenants.schools.models import School

SHOWN = 200


def is_open() -> ColumnElement[bool]:
    """`visit_is_open`, said in SQL."""
    return and_(SupportVisit.ended_at.is_(None), SupportVisit.ends_at > clock.now())


def open_visit_here(session: Session) -> SupportVisit | None:
    return session.scalar(
        select(SupportVisit).where(SupportVisit.school_id == bound_school(session), is_open()).limit(1)
    )


def visit_here(session: Session, visit_id: UUID) -> SupportVisit:
    found = session.scalar(
        select(SupportVisit).where(
            SupportVisit.school_id == bound_school(session), SupportVisit.id == visit_id
        )
    )
    if found is None:
        raise NotFound
    return found


def visits_here(session: Session, most: int = 50) -> Sequence[SupportVisit]:
    """Newest first."""
    return session.scalars(
        select(SupportVisit)
        .where(SupportVisit.school_id == bound_school(session))
        .order_by(SupportVisit.opened_at.desc(), SupportVisit.id.desc())
        .limit(most)
    ).all()


@dataclass(frozen=True)
class Read:
    """A page that support looked at: by whom, when, and which."""

    at: datetime
    operator_id: UUID | None
    page: str
    path: str


def reads(session: Session, visit_id: UUID) -> list[Read]:
    """The latest pages, newest first."""
    rows = session.scalars(
        select(HistoryEntry)
        .where(
            here(session, HistoryEntry),
            HistoryEntry.subject_kind == SupportVisit.__tablename__,
            HistoryEntry.subject_id == visit_id,
            HistoryEntry.action == "support:read",
        )
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(SHOWN)
    )
    return [Read(row.at, row.actor_id, (row.fields or [""])[0], row.reason or "") for row in rows]


def visitors(session: Session, visit_id: UUID) -> dict[UUID, str]:
    """Who went in: operator → name."""
    rows = session.execute(
        select(SupportEntry.operator_id, SupportEntry.operator_name)
        .where(SupportEntry.school_id == bound_school(session), SupportEntry.visit_id == visit_id)
        .order_by(SupportEntry.at)
    )
    return {row.operator_id: row.operator_name for row in rows}


@dataclass(frozen=True)
class OpenedVisit:
    """A visit as the operator sees it."""

    visit: SupportVisit
    school: School

    @property
    def id(self) -> UUID:
        return self.visit.id

    @property
    def is_open(self) -> bool:
        over = self.visit.ended_at is not None or self.visit.ends_at <= clock.now()
        return not over and self.school.suspended_at is None


def visit(session: Session, visit_id: UUID) -> OpenedVisit:
    row = session.execute(
        select(SupportVisit, School)
        .join(School, School.id == SupportVisit.school_id)
        .where(SupportVisit.id == visit_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return OpenedVisit(row[0], row[1])


def visits(session: Session, most: int = 100) -> list[OpenedVisit]:
    """The latest of all schools, the open ones first."""
    rows = session.execute(
        select(SupportVisit, School)
        .join(School, School.id == SupportVisit.school_id)
        .order_by(is_open().desc(), SupportVisit.opened_at.desc(), SupportVisit.id.desc())
        .limit(most)
    )
    return [OpenedVisit(row[0], row[1]) for row in rows]


def entries(session: Session, visit_id: UUID) -> Sequence[SupportEntry]:
    return session.scalars(
        select(SupportEntry)
        .where(SupportEntry.visit_id == visit_id)
        .order_by(SupportEntry.at.desc())
        .limit(SHOWN)
    ).all()


def entered(session: Session, operator_id: UUID, school_id: UUID) -> SupportVisit | None:
    """The open visit of the school that this operator has gone into."""
    return session.scalar(
        select(SupportVisit)
        .join(SupportEntry, SupportEntry.visit_id == SupportVisit.id)
        .where(SupportVisit.school_id == school_id, SupportEntry.operator_id == operator_id, is_open())
        .limit(1)
    )


def open_visits(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SupportVisit).where(is_open())) or 0
