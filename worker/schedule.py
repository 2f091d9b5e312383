"""What happens by itself, and when. The slots are kept in PostgreSQL, each settled once by one dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.messages import Message
from tenants.base.outbox import ask, ask_for_each
from tenants.base.ticks import Tick
from tenants.copies.jobs import ForgetCopies
from tenants.enquiries.jobs import ForgetInterests
from tenants.notices.jobs import ForgetNotices, GatherDigests
from tenants.operators.jobs import ForgetOperators
from tenants.reminders.jobs import RemindOfDates
from tenants.schools.models import School
from tenants.sign_in.jobs import ForgetSignIns, LookAtDomains, RemindOfSecrets
from tenants.staff.jobs import ForgetLists
from tenants.testimonials.jobs import LookAfterRequests

LOCK = 0x4C454354
PUNCTUAL = timedelta(minutes=5)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Missed(Enum):
    """What becomes of slots that passed while nobody was there."""

    RUN_ONCE = "run once"
    SKIP = "skip"


class Cadence(Protocol):
    def latest(self, now: datetime) -> datetime:
        """The last slot that is not in the future."""


@dataclass(frozen=True)
class Every:
    interval: timedelta

    def latest(self, now: datetime) -> datetime:
        return now - (now - BEGINNING) % self.interval


@dataclass(frozen=True)
class Daily:
    """By the clock on the school's wall, also in the weeks when that is changed."""

    at: time

    def latest(self, now: datetime) -> datetime:
        today = clock.school_date(now)
        slot = self._on(today)
        return slot if slot <= now else self._on(today - timedelta(days=1))

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.at, clock.SCHOOL_TIME).astimezone(UTC)


@dataclass(frozen=True)
class Periodic:
    message: Message
    when: Cadence
    missed: Missed
    each_school: bool = False


PERIODIC: Sequence[Periodic] = (
    Periodic(ForgetFinishedJobs(), Daily(time(3, 20)), Missed.RUN_ONCE),
    Periodic(ForgetOperators(), Daily(time(3, 30)), Missed.RUN_ONCE),
    Periodic(ForgetInterests(), Daily(time(3, 35)), Missed.RUN_ONCE),
    Periodic(ForgetSignIns(), Daily(time(3, 40)), Missed.RUN_ONCE, each_school=True),
    Periodic(ForgetLists(), Daily(time(3, 50)), Missed.RUN_ONCE, each_school=True),
    Periodic(ForgetCopies(), Daily(time(4, 0)), Missed.RUN_ONCE, each_school=True),
    Periodic(ForgetNotices(), Daily(time(4, 10)), Missed.RUN_ONCE, each_school=True),
    Periodic(RemindOfDates(), Daily(time(6, 30)), Missed.RUN_ONCE, each_school=True),
    Periodic(LookAfterRequests(), Daily(time(6, 40)), Missed.RUN_ONCE, each_school=True),
    Periodic(LookAtDomains(), Daily(time(6, 50)), Missed.RUN_ONCE, each_school=True),
    Periodic(GatherDigests(), Daily(time(7, 0)), Missed.RUN_ONCE, each_school=True),
    Periodic(RemindOfSecrets(), Daily(time(7, 10)), Missed.RUN_ONCE, each_school=True),
)


def tick(session: Session, periodic: Sequence[Periodic]) -> None:
    """Asks for what is due; does nothing while another dispatcher does it."""
    if not session.scalar(select(func.pg_try_advisory_xact_lock(LOCK))):
        return
    last_slots = session.execute(select(Tick.job, func.max(Tick.slot)).group_by(Tick.job))
    settled = dict(last_slots.all())
    for entry in periodic:
        slot, last = entry.when.latest(clock.now()), settled.get(entry.message.name)
        if last is None or slot > last:
            _settle(session, entry, slot, first=last is None)


def _settle(session: Session, entry: Periodic, slot: datetime, *, first: bool) -> None:
    """A job that is new in the list waits for its next slot: the one before it was never promised."""
    punctual = clock.now() - slot < PUNCTUAL
    ran = not first and (punctual or entry.missed is Missed.RUN_ONCE)
    session.add(Tick(job=entry.message.name, slot=slot, ran=ran, settled_at=clock.now()))
    if ran and entry.each_school:
        ask_for_each(session, session.scalars(select(School.id)).all(), entry.message, slot.isoformat())
    elif ran:
        ask(session, entry.message, slot.isoformat())
