"""Each morning of a school day, whoever is to be reminded of something is, once."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.reminders.jobs import TellReminder
from tenants.reminders.models import Reminded
from tenants.reminders.queries import Due, due
from tenants.reminders.rules import KEPT, Reminder, days
from tenants.schools.calendar import calendar
from tenants.schools.queries import this_school


def remind(session: Session) -> None:
    today, works = clock.today(), calendar(session).works
    if not works(today) or this_school(session).suspended_at is not None:
        return
    found = [one for reminder in Reminder for one in due(session, reminder, days(today, works))]
    for one in _new(session, found):
        ask(session, one)
    session.execute(delete(Reminded).where(here(session, Reminded), Reminded.day < today - KEPT))


def _new(session: Session, found: list[Due]) -> list[TellReminder]:
    """Those of which nobody was reminded yet; noted in the same breath."""
    if not found:
        return []
    rows = [
        {
            "school_id": bound_school(session),
            "staff_id": one.reader_id,
            "reminder": one.reminder.value,
            "subject_id": one.subject_id,
            "day": one.day,
        }
        for one in found
    ]
    noted = session.execute(
        insert(Reminded)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(Reminded.reminder, Reminded.staff_id, Reminded.subject_id, Reminded.day)
    )
    return [TellReminder(*row) for row in noted]
