"""A cohort that is over is put away, and run again in another year."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.days import day_in_words
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import queries
from tenants.cohorts.actions.plans import ROLE_FOR, join_team, plan
from tenants.cohorts.models import Cohort, TimetableDate
from tenants.cohorts.rules import CohortState, Part
from tenants.cohorts.timetable import timetable
from tenants.programmes.rules.design import AFTER_WINDOW, ONCE, Edge, Step, StepKind, When
from tenants.programmes.rules.placing import Placed, placed, position
from tenants.schools.calendar import SchoolCalendar, SchoolYear, school_calendar

NEVER = When(AFTER_WINDOW, Edge.START, 1)


def archive(session: Session, actor: Actor, cohort: Cohort) -> None:
    """Out of the list of cohorts; nothing of it is lost."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.CLOSED:
        raise Refused("Close the cohort before you put it into the archive.")
    if cohort.archived_at is None:
        cohort.archived_at = clock.now()
        record(session, actor, "cohort:archive", cohort)


def take_out(session: Session, actor: Actor, cohort: Cohort) -> None:
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    if cohort.archived_at is not None:
        cohort.archived_at = None
        record(session, actor, "cohort:take_out", cohort)


def run_again(session: Session, actor: Actor, earlier: Cohort, name: str, year_id: UUID) -> Cohort:
    """The same programme, rules, places, and the people who still hold the role; its dates moved onto the other year.
    Those that find no day there stay without one."""
    permit(actor, Permission.COHORT_MANAGE, earlier)
    known = school_calendar(session)
    made = plan(
        session,
        actor,
        Cohort(
            name=name,
            year_id=year_id,
            national_id=earlier.national_id,
            programme_id=earlier.programme_id,
            places=earlier.places,
            minimum_items=earlier.minimum_items,
            minimum_presentations=earlier.minimum_presentations,
            asks=earlier.asks,
            offers_by_itself=earlier.offers_by_itself,
        ),
        moved(timetable(session, earlier.id), known, known.year(earlier.year_id), known.year(year_id)),
    )
    _keep_people(session, actor, earlier, made)
    record(session, actor, "cohort:run_again", made)
    return made


def moved(
    dates: Sequence[TimetableDate], known: SchoolCalendar, old: SchoolYear, new: SchoolYear
) -> list[Placed]:
    """Each date on the same working day of the same half-term, counted from its nearer end."""
    closes = next((one.day for one in dates if one.kind == StepKind.CLOSES), None)
    whens = [_when(one, closes, old, known) for one in dates]
    steps = [_step(one, when) for one, when in zip(dates, whens, strict=True) if when]
    found = placed(steps, new.half_terms, known.calendar)
    homeless = [one for one, when in zip(dates, whens, strict=True) if not when]
    return [*found, *(_without_day(one) for one in homeless)]


def _when(one: TimetableDate, closes: date | None, old: SchoolYear, known: SchoolCalendar) -> When | None:
    if one.day is None:
        return None
    if one.kind == StepKind.PANEL and closes and one.day > closes:
        return When(AFTER_WINDOW, Edge.START, max(1, known.calendar.between(closes, one.day)))
    found = position(one.day, old.half_terms, known.calendar)
    if found is None and StepKind(one.kind) in ONCE:
        return position(known.calendar.before(one.day, 1), old.half_terms, known.calendar)
    return found


def _step(one: TimetableDate, when: When) -> Step:
    return Step(
        key=str(one.id),
        kind=StepKind(one.kind),
        title=one.title,
        when=when,
        at=one.starts_at,
        minutes=one.minutes,
        place=one.place,
        done=one.done,
    )


def _without_day(one: TimetableDate) -> Placed:
    last = f"{day_in_words(one.day)}, which was no working day of a half-term" if one.day else "without a day"
    return Placed(_step(one, NEVER), None, f"Last time it was {'on ' if one.day else ''}{last}.")


def _keep_people(session: Session, actor: Actor, earlier: Cohort, made: Cohort) -> None:
    able = queries.holders(session, list(ROLE_FOR.values()))
    chosen: dict[Part, list[UUID]] = {part: [] for part in Part}
    for member in queries.team(session, earlier.id):
        if member.person in able[ROLE_FOR[member.part]]:
            chosen[member.part].append(member.person.id)
    if actor.holds(Role.PROGRAMME_LEAD) and actor.person_id not in chosen[Part.LEAD]:
        chosen[Part.LEAD].append(actor.person_id)
    for part, people in chosen.items():
        for staff_id in people:
            join_team(session, made.id, part, staff_id)
