"""Whose calendar an address opens, and what stands in it: the dates that this person's own pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment
from tenants.assessment.rules.seats import AssignmentState
from tenants.awards.models import Award
from tenants.awards.rules import AwardState
from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.calendars.models import CalendarFeed
from tenants.calendars.rules import Entry, is_near
from tenants.cohorts.models import Cohort, TimetableDate
from tenants.cohorts.rules import CohortState
from tenants.cohorts.timetable import IN_COHORT, Coming, coming
from tenants.events.models import Event as PlannedEvent
from tenants.events.rules.events import EventState
from tenants.mentoring.models import AgreedAction
from tenants.portfolios.queries.portfolios import portfolios
from tenants.staff import actors

MORE_EVIDENCE = "Submit again: more evidence needed by today"
HALF_AN_HOUR = 30
AWARD_ENDS = "Your Lead Practitioner status ends"


@dataclass(frozen=True)
class Read:
    """A calendar that is being read, and by the right of whom."""

    feed: CalendarFeed
    actor: Actor


def feed_of(session: Session, staff_id: UUID) -> CalendarFeed | None:
    return session.scalar(
        select(CalendarFeed).where(here(session, CalendarFeed), CalendarFeed.staff_id == staff_id)
    )


def read(session: Session, token: str) -> Read:
    """Raises NotFound as well once the person works here no longer."""
    feed = session.scalar(
        select(CalendarFeed).where(here(session, CalendarFeed), CalendarFeed.token_hash == token_hash(token))
    )
    if feed is None:
        raise NotFound
    return Read(feed, actors.actor(session, feed.staff_id))


def entries(session: Session, actor: Actor) -> list[Entry]:
    """In the order of time."""
    parts = (_of_places, _of_cohorts, _of_timetables, _of_pairs, _of_events, _of_seats, _of_awards)
    found = {one.key: one for part in reversed(parts) for one in part(session, actor)}
    near = (one for one in found.values() if is_near(_day(one), clock.today()))
    return sorted(near, key=lambda one: (_day(one), one.key))


def _day(entry: Entry) -> date:
    return clock.school_date(entry.begins) if isinstance(entry.begins, datetime) else entry.begins


def _of_places(session: Session, actor: Actor) -> Iterator[Entry]:
    for place in portfolios(session, actor.subjects(Appointment.CANDIDATE)):
        if place.approved and place.cohort.state == CohortState.OPEN:
            path = f"/portfolios/{place.candidate_id}"
            if place.resubmit_by:
                yield Entry(f"again-{place.candidate_id}", MORE_EVIDENCE, place.resubmit_by, path)
            else:
                yield from _dates(place.cohort, path, place.opens_on, place.closes_on)


def _of_cohorts(session: Session, actor: Actor) -> Iterator[Entry]:
    """Those they lead, and those in which they mentor somebody. No candidate is named: a calendar is kept by
    other people's programs."""
    mentored = portfolios(session, actor.subjects(Appointment.MENTOR))
    for cohort in {one.cohort_id: one.cohort for one in mentored if one.approved}.values():
        if cohort.state == CohortState.OPEN:
            yield from _dates(cohort, "/mentoring", cohort.window_opens_on, cohort.window_closes_on)
    led = session.scalars(
        select(Cohort).where(
            here(session, Cohort),
            Cohort.id.in_(actor.subjects(Appointment.LEAD)),
            Cohort.state == CohortState.OPEN,
        )
    )
    for cohort in led:
        yield from _dates(cohort, f"/cohorts/{cohort.id}", cohort.window_opens_on, cohort.window_closes_on)


def _dates(cohort: Cohort, path: str, opens_on: date, closes_on: date) -> Iterator[Entry]:
    for key, title, day in (
        ("start", "Start", cohort.starts_on),
        ("opens", "Submission window opens", opens_on),
        ("closes", "Submission window closes", closes_on),
    ):
        yield Entry(f"{key}-{cohort.id}", f"{title}: {cohort.name}", day, path)


def _of_timetables(session: Session, actor: Actor) -> Iterator[Entry]:
    """The sessions and deadlines of the cohorts they have a part in."""
    led = (
        select(TimetableDate, Cohort.name)
        .join(Cohort, beside(Cohort, TimetableDate, Cohort.id == TimetableDate.cohort_id))
        .where(
            here(session, TimetableDate),
            TimetableDate.cohort_id.in_(actor.subjects(Appointment.LEAD)),
            TimetableDate.kind.not_in(IN_COHORT),
            TimetableDate.day.is_not(None),
            Cohort.state == CohortState.OPEN,
        )
    )
    for one in (*(Coming(*row) for row in session.execute(led)), *coming(session, actor)):
        yield _of_date(one.date, one.cohort)


def _of_date(one: TimetableDate, cohort: str) -> Entry:
    key, title, begins = f"date-{one.id}", f"{one.title}: {cohort}", one.begins_at
    if begins is None:
        return Entry(key, title, one.day or clock.today(), "/")
    ends = begins + timedelta(minutes=one.minutes or HALF_AN_HOUR)
    return Entry(key, title, begins, "/", ends, one.place or "")


def _of_pairs(session: Session, actor: Actor) -> Iterator[Entry]:
    """What they agreed to do, without its words: those are between the two."""
    mine = select(AgreedAction).where(
        here(session, AgreedAction),
        AgreedAction.staff_id == actor.staff_id,
        AgreedAction.done_at.is_(None),
        AgreedAction.candidate_id.in_(
            [*actor.subjects(Appointment.CANDIDATE), *actor.subjects(Appointment.MENTOR)]
        ),
    )
    for one in session.scalars(mine):
        path = f"/portfolios/{one.candidate_id}/mentoring"
        yield Entry(f"agreed-{one.id}", "Mentoring: what you agreed to do by today", one.due_on, path)


def _of_events(session: Session, actor: Actor) -> Iterator[Entry]:
    mine = select(PlannedEvent).where(
        here(session, PlannedEvent),
        PlannedEvent.staff_id == actor.staff_id,
        PlannedEvent.state != EventState.CANCELLED,
    )
    for one in session.scalars(mine):
        title, path = f"You present: {one.title}", f"/events/{one.id}"
        yield Entry(f"event-{one.id}", title, one.starts_at, path, one.ends_at, one.host or "")


def _of_seats(session: Session, actor: Actor) -> Iterator[Entry]:
    mine = select(Assignment).where(
        here(session, Assignment),
        Assignment.staff_id == actor.staff_id,
        Assignment.state.in_((AssignmentState.OFFERED, AssignmentState.ACCEPTED)),
    )
    for seat in session.scalars(mine):
        path = f"/assessing/{seat.id}"
        if seat.state == AssignmentState.OFFERED:
            yield Entry(f"answer-{seat.id}", "Say whether you can assess a portfolio", seat.answer_by, path)
        yield Entry(f"judge-{seat.id}", "Judge a portfolio by today", seat.due_on, path)


def _of_awards(session: Session, actor: Actor) -> Iterator[Entry]:
    mine = select(Award).where(here(session, Award), Award.staff_id == actor.staff_id)
    for award in session.scalars(mine):
        if award.state is AwardState.CURRENT:
            yield Entry(f"award-{award.id}", AWARD_ENDS, award.expires_on, f"/awards/{award.id}")
