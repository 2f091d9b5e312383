from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.operators.models import Announcement


def announcements(session: Session, most: int = 100) -> Sequence[Announcement]:
    """The latest first."""
    latest = select(Announcement).order_by(Announcement.begins_on.desc(), Announcement.id.desc()).limit(most)
    return session.scalars(latest).all()


def announcement(session: Session, announcement_id: UUID) -> Announcement:
    found = session.scalar(select(Announcement).where(Announcement.id == announcement_id))
    if found is None:
        raise NotFound
    return found


def standing_until(session: Session, today: date) -> list[tuple[str, date, date]]:
    """Words, first and last day of all that stand now or will: few enough to be kept in mind for a while."""
    rows = session.execute(
        select(Announcement.text, Announcement.begins_on, Announcement.ends_on)
        .where(Announcement.ends_on >= today)
        .order_by(Announcement.begins_on, Announcement.id)
    )
    return [(row.text, row.begins_on, row.ends_on) for row in rows]
