"""Schools as the operator sees them: their names and what the platform knows, nothing of what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.operators.models import NoticeKind, SchoolInvitation, SchoolNotice
from tenants.schools.models import School

PAGE = 50
SLOW = timedelta(days=7)
"""A headteacher who has not finished the set-up a week after the school was made may need a hand."""


class Show(StrEnum):
    ALL = "all"
    SET_UP = "set_up"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Search:
    words: str = ""
    show: Show = Show.ALL
    after: UUID | None = None


@dataclass(frozen=True)
class SchoolPage:
    schools: Sequence[School]
    next: UUID | None


def schools(session: Session, search: Search) -> SchoolPage:
    """By name; paged by key."""
    wanted = select(School).where(*_wanted(search)).order_by(School.name, School.id).limit(PAGE + 1)
    if search.after is not None:
        at = select(School.name, School.id).where(School.id == search.after).scalar_subquery()
        wanted = wanted.where(tuple_(School.name, School.id) > at)
    found = session.scalars(wanted).all()
    return SchoolPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _wanted(search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.words:
        conditions.append(
            or_(
                *(
                    column.icontains(search.words, autoescape=True)
                    for column in (School.name, School.town, School.slug, School.urn)
                )
            )
        )
    match search.show:
        case Show.SET_UP:
            conditions.append(School.set_up_at.is_(None))
        case Show.SUSPENDED:
            conditions.append(School.suspended_at.is_not(None))
    return conditions


def school(session: Session, school_id: UUID) -> School:
    found = session.scalar(select(School).where(School.id == school_id))
    if found is None:
        raise NotFound
    return found


def invitations(session: Session, school_id: UUID) -> Sequence[SchoolInvitation]:
    """Newest first."""
    return session.scalars(
        select(SchoolInvitation)
        .where(SchoolInvitation.school_id == school_id)
        .order_by(SchoolInvitation.asked_at.desc(), SchoolInvitation.id.desc())
        .limit(20)
    ).all()


def suspension(session: Session, school_id: UUID) -> SchoolNotice | None:
    """The latest."""
    return session.scalar(
        select(SchoolNotice)
        .where(SchoolNotice.school_id == school_id, SchoolNotice.kind == NoticeKind.SUSPENDED.value)
        .order_by(SchoolNotice.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Numbers:
    schools: int
    setting_up: int
    slow: int
    suspended: int
    places: int


def numbers(session: Session) -> Numbers:
    unfinished = School.set_up_at.is_(None)
    row = session.execute(
        select(
            func.count(),
            func.count().filter(unfinished),
            func.count().filter(unfinished, School.created_at < clock.now() - SLOW),
            func.count().filter(School.suspended_at.is_not(None)),
            func.coalesce(func.sum(School.places), 0),
        )
    ).one()
    return Numbers(*row)
