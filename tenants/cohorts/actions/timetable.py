"""The dates of a cohort: laid out from its programme, moved, changed, added and taken out. Who knows a date is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.messages import Message
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import CHANGED, Deed, Kind, keep, take
from tenants.base.versions import lock, save
from tenants.cohorts import queries
from tenants.cohorts.jobs import TellDateChanged, TellDateDropped, TellDateMoved
from tenants.cohorts.models import Cohort, TimetableDate
from tenants.cohorts.moving import consequences
from tenants.cohorts.register import taken
from tenants.cohorts.rules import CohortState
from tenants.cohorts.timetable import dated, readers, timetable, year_of
from tenants.programmes.rules.design import HELD, MOST_STEPS, ONCE, StepKind
from tenants.programmes.rules.placing import Placed

LABELS = {
    "title": "What it is called",
    "starts_at": "Start time",
    "minutes": "Minutes",
    "place": "Place",
    "done": "What is done",
}
IN_COHORT: Mapping[str, str] = {
    StepKind.LAUNCH: "starts_on",
    StepKind.OPENS: "window_opens_on",
    StepKind.CLOSES: "window_closes_on",
}
"""Kind → the column of the cohort that says the same day."""


@dataclass(frozen=True)
class Details:
    """What is said of a date beside its day."""

    title: str
    starts_at: time | None = None
    minutes: int | None = None
    place: str | None = None
    done: str = ""


def lay_out(session: Session, cohort: Cohort, steps: Sequence[Placed]) -> None:
    session.add_all(
        TimetableDate(
            cohort_id=cohort.id,
            kind=one.step.kind.value,
            title=one.step.title,
            day=one.day,
            starts_at=one.step.at,
            minutes=one.step.minutes,
            place=one.step.place,
            done=one.step.done,
            note=one.note,
        )
        for one in steps
    )


def move_date(session: Session, actor: Actor, moved: TimetableDate, day: date) -> None:
    """With what moves along. All of it can be undone for a day."""
    cohort = _held(session, actor, moved.cohort_id)
    dates = timetable(session, cohort.id)
    found = consequences(dated(dates), moved.id, day, year_of(session, cohort))
    if found.refused:
        raise Invalid({"day": found.refused})
    days = {moved.id: day, **{one.dated.key: one.to for one in found.shifts}}
    before = {one.id: one.day for one in dates if one.id in days and one.day != days[one.id]}
    if not before:
        return
    _put(session, actor, cohort, dates, days)
    keep(session, actor, Kind.TIMETABLE, cohort.id, {"before": _said(before), "after": _said(days)})
    record(
        session, actor, "cohort:move_date", cohort, fields=[one.title for one in dates if one.id in before]
    )


def undo_move(session: Session, actor: Actor, deed: Deed) -> Cohort:
    told = take(session, actor, deed)
    cohort = _held(session, actor, deed.subject_id)
    dates = timetable(session, cohort.id)
    standing = _said({one.id: one.day for one in dates})
    if any(standing.get(key) != day for key, day in told["after"].items()):
        raise Refused(CHANGED)
    back = {UUID(key): date.fromisoformat(day) if day else None for key, day in told["before"].items()}
    _put(session, actor, cohort, dates, back)
    record(session, actor, "cohort:undo", cohort, fields=["dates"])
    return cohort


def _put(
    session: Session,
    actor: Actor,
    cohort: Cohort,
    dates: Sequence[TimetableDate],
    days: Mapping[UUID, date | None],
) -> None:
    for one in dates:
        if one.id not in days or one.day == days[one.id]:
            continue
        was, one.day, one.note = one.day, days[one.id], None
        one.version += 1
        if one.day is None:
            continue
        if column := IN_COHORT.get(one.kind):
            setattr(cohort, column, one.day)
            cohort.version += 1
        _tell(session, actor, cohort, one, lambda reader, one=one, was=was: _moved(one, reader, was))  # type: ignore[misc]
    session.flush()


def _moved(one: TimetableDate, reader: UUID, was: date | None) -> Message:
    assert one.day is not None  # noqa: S101 - only a date with a day is told
    return TellDateMoved(one.id, reader, was, one.day)


def describe_date(
    session: Session, actor: Actor, changed: TimetableDate, version: int, details: Details
) -> None:
    """Title, time, place and what is done. Another time or place of a date with a day is told."""
    cohort = _held(session, actor, changed.cohort_id)
    fields = save(session, changed, version, _values(changed.kind, details), LABELS)
    if not fields:
        return
    record(session, actor, "cohort:change_date", cohort, fields=[changed.title, *fields])
    if changed.day is not None and not {"starts_at", "place"}.isdisjoint(fields):
        _tell(
            session,
            actor,
            cohort,
            changed,
            lambda reader: TellDateChanged(changed.id, reader, changed.version),
        )


def add_date(
    session: Session, actor: Actor, cohort: Cohort, kind: StepKind, day: date, details: Details
) -> TimetableDate:
    _held(session, actor, cohort.id)
    if kind in ONCE:
        raise Invalid({"kind": "A cohort has this once. Move the one that it has."})
    if len(timetable(session, cohort.id)) >= MOST_STEPS:
        raise Refused(f"A cohort has at most {MOST_STEPS} dates.")
    made = TimetableDate(cohort_id=cohort.id, kind=kind.value, day=day, **_values(kind, details))
    session.add(made)
    session.flush()
    record(session, actor, "cohort:add_date", cohort, fields=[made.title])
    _tell(session, actor, cohort, made, lambda reader: TellDateMoved(made.id, reader, None, day))
    return made


def drop_date(session: Session, actor: Actor, dropped: TimetableDate) -> None:
    cohort = _held(session, actor, dropped.cohort_id)
    if StepKind(dropped.kind) in ONCE:
        raise Refused("A cohort can’t be without it. Move it instead.")
    if taken(session, dropped):
        raise Refused("The register of this date is taken, so it stays in the timetable.")
    day = dropped.day
    if day is not None:
        _tell(session, actor, cohort, dropped, lambda reader: TellDateDropped(cohort.id, reader, day))
    record(session, actor, "cohort:drop_date", cohort, fields=[dropped.title])
    session.delete(dropped)


def _held(session: Session, actor: Actor, cohort_id: UUID) -> Cohort:
    """The cohort, for who may change it: one change of a timetable at a time."""
    cohort = queries.cohort(session, cohort_id)
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state == CohortState.CLOSED:
        raise Refused("This cohort is closed.")
    return cohort


def _tell(
    session: Session, actor: Actor, cohort: Cohort, about: TimetableDate, message: Callable[[UUID], Message]
) -> None:
    for reader in readers(session, actor, cohort, [StepKind(about.kind)]).everybody:
        ask(session, message(reader))


def _values(kind: str, details: Details) -> dict[str, Any]:
    """A day on which nobody meets has neither time nor place."""
    if StepKind(kind) not in HELD:
        return {
            "title": details.title,
            "starts_at": None,
            "minutes": None,
            "place": None,
            "done": details.done,
        }
    return {name: getattr(details, name) for name in LABELS}


def _said(days: Mapping[UUID, date | None]) -> dict[str, str | None]:
    return {str(key): day.isoformat() if day else None for key, day in days.items()}
