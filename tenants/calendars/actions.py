"""The address of a calendar: made, read, ended."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.base.secrets import new_token, token_hash
from tenants.calendars.models import CalendarFeed
from tenants.calendars.queries import Read, feed_of


def make_feed(session: Session, actor: Actor) -> str:
    """Its token, which is kept nowhere. An address that was made before ends."""
    permit(actor, Permission.ACCOUNT_OPEN)
    token = new_token()
    feed = session.merge(
        CalendarFeed(
            school_id=bound_school(session),
            staff_id=actor.person_id,
            token_hash=token_hash(token),
            made_at=clock.now(),
            read_on=None,
        )
    )
    session.flush()
    record(session, actor, "calendar:make", feed)
    return token


def end_feed(session: Session, actor: Actor) -> None:
    permit(actor, Permission.ACCOUNT_OPEN)
    feed = feed_of(session, actor.person_id)
    if feed is not None:
        record(session, actor, "calendar:end", feed)
        session.execute(
            delete(CalendarFeed).where(here(session, CalendarFeed), CalendarFeed.staff_id == actor.person_id)
        )


def note_reading(read: Read) -> None:
    """Once a day: the person sees on their account that their program comes."""
    if read.feed.read_on != clock.today():
        read.feed.read_on = clock.today()
