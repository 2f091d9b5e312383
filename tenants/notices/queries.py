from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.outbox import OutboxMessage
from tenants.notices.models import MailSetting, Notice
from tenants.notices.rules import Pace
from tenants.staff.actors import works
from tenants.staff.models import Staff

PAGE = 30


@dataclass(frozen=True)
class Wanted:
    """How somebody wants to be told by email."""

    pace: Pace = Pace.AT_ONCE
    reminders: bool = True
    quiet_from: int | None = None


@dataclass(frozen=True)
class Page:
    notices: Sequence[Notice]
    older: UUID | None


@dataclass(frozen=True)
class Waiting:
    """A notice that waits for a digest, and the job that told it; None once that job is forgotten."""

    notice: Notice
    job: OutboxMessage | None


@cache
def unread() -> ScalarSelect[int]:
    """How many of their notices somebody has not read; for a statement that selects from Staff."""
    return (
        select(func.count())
        .select_from(Notice)
        .where(beside(Notice, Staff, Notice.staff_id == Staff.id), Notice.read_at.is_(None))
        .correlate(Staff)
        .scalar_subquery()
    )


def notice(session: Session, notice_id: UUID) -> Notice:
    found = session.scalar(select(Notice).where(here(session, Notice), Notice.id == notice_id))
    if found is None:
        raise NotFound
    return found


def page_of(session: Session, staff_id: UUID, after: UUID | None = None) -> Page:
    """The newest first: their ids are in the order of time."""
    wanted = select(Notice).where(here(session, Notice), Notice.staff_id == staff_id)
    if after is not None:
        wanted = wanted.where(Notice.id < after)
    found = session.scalars(wanted.order_by(Notice.id.desc()).limit(PAGE + 1)).all()
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def wanted_by(session: Session, staff_id: UUID) -> Wanted:
    row = session.execute(
        select(MailSetting.pace, MailSetting.reminders, MailSetting.quiet_from).where(
            here(session, MailSetting), MailSetting.staff_id == staff_id
        )
    ).one_or_none()
    return Wanted(Pace(row.pace), row.reminders, row.quiet_from) if row else Wanted()


def who_waits(session: Session) -> list[tuple[UUID, Pace]]:
    """The people for whom something waits for a digest, with their pace."""
    rows = session.execute(
        select(Staff.id, func.coalesce(MailSetting.pace, Pace.AT_ONCE.value))
        .outerjoin(MailSetting, beside(MailSetting, Staff, MailSetting.staff_id == Staff.id))
        .where(
            here(session, Staff),
            works(),
            Staff.id.in_(select(Notice.staff_id).where(here(session, Notice), Notice.waits)),
        )
        .order_by(Staff.id)
    )
    return [(staff_id, Pace(pace)) for staff_id, pace in rows]


def waiting(session: Session, staff_id: UUID) -> list[Waiting]:
    """In the order of time."""
    rows = session.execute(
        select(Notice, OutboxMessage)
        .outerjoin(
            OutboxMessage,
            (OutboxMessage.id == Notice.job_id) & (OutboxMessage.school_id == Notice.school_id),
        )
        .where(here(session, Notice), Notice.staff_id == staff_id, Notice.waits)
        .order_by(Notice.id)
    )
    return [Waiting(*row) for row in rows]
