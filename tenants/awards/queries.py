from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from tenants.awards.models import Award
from tenants.awards.rules import AwardState
from tenants.base.actor import Actor, Role
from tenants.base.directory import DirectoryKind, school_of
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours, school_transaction
from tenants.base.permissions import Permission, permit, visible
from tenants.portfolios.models import Snapshot, Submission
from tenants.portfolios.rules.reading import handed_in
from tenants.staff import actors
from tenants.staff.models import Staff, StaffRole

PAGE = 50


@dataclass(frozen=True)
class Verified:
    """All that the public is told of an award."""

    state: str
    holder: str
    edition: str
    awarded_on: date
    expires_on: date
    group: str | None = None


def award(session: Session, award_id: UUID) -> Award:
    found = session.scalar(select(Award).where(here(session, Award), Award.id == award_id))
    if found is None:
        raise NotFound
    return found


def award_of_outcome(session: Session, outcome_id: UUID) -> Award | None:
    return session.scalar(select(Award).where(here(session, Award), Award.outcome_id == outcome_id))


def awards_of(session: Session, staff_id: UUID) -> Sequence[Award]:
    """A person's awards, the newest first."""
    return session.scalars(_select_held(), asking(session, holder=staff_id)).all()


@cache
def _select_held() -> Select[Award]:
    return (
        select(Award)
        .where(ours(Award), Award.staff_id == bindparam("holder"))
        .order_by(Award.awarded_on.desc(), Award.id.desc())
    )


def accredited(session: Session, actor: Actor) -> dict[UUID, date]:
    """Who holds a current award that the actor may read, and until when."""
    found = session.scalars(
        select(Award).where(here(session, Award), visible(actor, Permission.AWARD_READ, Award))
    )
    return {one.staff_id: one.expires_on for one in found if one.state is AwardState.CURRENT}


def register(
    session: Session, actor: Actor, after: UUID | None = None
) -> tuple[Sequence[Award], UUID | None]:
    """One page of the awards the actor may read, the newest first, and the key of the next page."""
    wanted = select(Award).where(here(session, Award), visible(actor, Permission.AWARD_READ, Award))
    if after is not None:
        start = award(session, after)
        permit(actor, Permission.AWARD_READ, start)
        wanted = wanted.where(tuple_(Award.awarded_on, Award.id) < (start.awarded_on, start.id))
    found = session.scalars(wanted.order_by(Award.awarded_on.desc(), Award.id.desc()).limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def verified(session: Session, code: str) -> Verified | None:
    """In the school that the directory names for the code."""
    found = session.scalar(_select_by_code(), asking(session, told=code))
    if found is None:
        return None
    return Verified(
        found.state, found.holder, found.edition, found.awarded_on, found.expires_on, found.group_name
    )


@cache
def _select_by_code() -> Select[Award]:
    return select(Award).where(ours(Award), Award.code == bindparam("told"))


@dataclass(frozen=True)
class Found:
    """An award by its code alone, and the school that made it."""

    school_id: UUID
    award: Verified


def found_by_code(session: Session, code: str) -> Found | None:
    """With no school bound: in the school that the directory names, all that the public is told."""
    school_id = school_of(session, DirectoryKind.AWARD, code)
    if school_id is None:
        return None
    with school_transaction(session, school_id):
        told = verified(session, code)
    return None if told is None else Found(school_id, told)


def group_to_name(session: Session, submission_id: UUID) -> str | None:
    """The group as it was called when they handed in, where they asked to have it named."""
    content = session.scalar(
        select(Snapshot.content)
        .join(Submission, beside(Submission, Snapshot, Submission.id == Snapshot.submission_id))
        .where(here(session, Snapshot), Submission.id == submission_id, Submission.names_group)
    )
    group = handed_in(content).group if content else None
    return group.name if group else None


def signatory(session: Session) -> str:
    """Who signs certificates: the head, the longest-serving one where a school has two."""
    name = session.scalar(
        select(Staff.name)
        .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
        .where(here(session, Staff), StaffRole.role == Role.HEAD.value, actors.works())
        .order_by(Staff.joined_at, Staff.id)
        .limit(1)
    )
    return name or ""
