"""A cohort's dates on the school's calendar: where one falls, what does not fit, and what moving it would change.
Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from tenants.programmes.rules.design import StepKind
from tenants.schools.rules import HALF_TERM_NAMES, Closure, Span
from tenants.schools.working_days import SATURDAY, Calendar

MEETING = (StepKind.LAUNCH, StepKind.GET_TOGETHER, StepKind.SUPPORT)
BEFORE_WINDOW = (StepKind.GET_TOGETHER, StepKind.DRAFTS, StepKind.SUPPORT)


@dataclass(frozen=True)
class Dated:
    """One date of the timetable, as far as the rules look at it."""

    key: UUID
    kind: StepKind
    title: str
    day: date | None


@dataclass(frozen=True)
class Year:
    """What a date can fall on in the academic year of the cohort. `assessing`: working days that assessors have."""

    name: str
    span: Span
    half_terms: Mapping[str, Span]
    closed: Mapping[date, tuple[Closure, str]]
    calendar: Calendar
    assessing: int


@dataclass(frozen=True)
class Shift:
    """Another date that moves along."""

    dated: Dated
    to: date


@dataclass(frozen=True)
class Consequences:
    """`falls`: on what; `new`: what does not fit any more, `gone`: what fits again; `refused`: why it can't be."""

    to: date
    shifts: tuple[Shift, ...]
    falls: str | None
    new: tuple[str, ...]
    gone: tuple[str, ...]
    refused: str | None


def falls_on(day: date, year: Year, kind: StepKind) -> str | None:
    """What is unusual about the day; None for a working day of a half-term."""
    if day.weekday() >= SATURDAY:
        return f"It falls on a {day:%A}."
    if day in year.closed:
        closure, name = year.closed[day]
        if closure is Closure.HOLIDAY:
            return f"It falls on a holiday: {name}."
        return f"It falls on an INSET day ({name}): staff are here, and there are no lessons."
    if not year.span.covers(day):
        return (
            None
            if year.calendar.works(day)
            else f"It falls into the holidays of another year than {year.name}."
        )
    if any(span.covers(day) for span in year.half_terms.values()):
        return None
    return f"It falls into the holidays: {_between(day, year.half_terms)}."


def _between(day: date, half_terms: Mapping[str, Span]) -> str:
    before = [code for code, span in half_terms.items() if span.ends_on < day]
    after = [code for code, span in half_terms.items() if span.starts_on > day]
    if before and after:
        return f"between {HALF_TERM_NAMES[before[-1]]} and {HALF_TERM_NAMES[after[0]]}"
    return f"after {HALF_TERM_NAMES[before[-1]]}" if before else "before the first half-term"


def misfits(dates: Sequence[Dated], year: Year) -> dict[UUID, list[str]]:
    """What does not fit about each date, in sentences that go without its title."""
    known: dict[StepKind, date | None] = {
        one.kind: one.day for one in dates if one.kind in (StepKind.LAUNCH, StepKind.OPENS, StepKind.CLOSES)
    }
    return {one.key: list(_misfits(one, dates, known, year)) for one in dates}


def _misfits(
    one: Dated, dates: Sequence[Dated], known: Mapping[StepKind, date | None], year: Year
) -> Iterator[str]:
    if one.day is None:
        yield "It has no day yet."
        return
    if falls := falls_on(one.day, year, one.kind):
        yield falls
    yield from _out_of_order(one.kind, one.day, known, year)
    if one.kind in MEETING:
        same = [
            two.title for two in dates if two.key != one.key and two.day == one.day and two.kind in MEETING
        ]
        if same:
            yield f"It is on the same day as {same[0]}."


def _out_of_order(
    kind: StepKind, day: date, known: Mapping[StepKind, date | None], year: Year
) -> Iterator[str]:
    launch, opens, closes = (known.get(one) for one in (StepKind.LAUNCH, StepKind.OPENS, StepKind.CLOSES))
    if kind is not StepKind.LAUNCH and launch and day < launch:
        yield "It comes before the launch."
    if kind in BEFORE_WINDOW and closes and day > closes:
        yield "It comes too late: the submission window has closed by then."
    elif kind in BEFORE_WINDOW and opens and day >= opens:
        yield "It comes when the submission window is open already."
    if kind is StepKind.PANEL and closes:
        left = year.calendar.between(closes, day)
        if left < year.assessing:
            days = _count(left, "working day")
            yield f"It leaves {days} for assessing after the window closes; {year.assessing} are usual."


def consequences(dates: Sequence[Dated], key: UUID, to: date, year: Year) -> Consequences:
    """What moving one date to that day would do to all of them."""
    moved = next(one for one in dates if one.key == key)
    shifts = tuple(_shifts(dates, moved, to, year))
    days = {key: to, **{one.dated.key: one.to for one in shifts}}
    after = [replace(one, day=days.get(one.key, one.day)) for one in dates]
    then, now = misfits(after, year), misfits(dates, year)
    falls = falls_on(to, year, moved.kind)
    names = {one.key: one.title for one in dates}

    def differing(more: Mapping[UUID, list[str]], than: Mapping[UUID, list[str]]) -> tuple[str, ...]:
        return tuple(
            words if one == key else f"{names[one]}: {_lower(words)}"
            for one, said in more.items()
            for words in said
            if words not in than[one] and not (one == key and words == falls)
        )

    return Consequences(to, shifts, falls, differing(then, now), differing(now, then), _refused(after, year))


def _shifts(dates: Sequence[Dated], moved: Dated, to: date, year: Year) -> Iterator[Shift]:
    """The panel keeps its distance from the window's last day, so that assessors keep their working days."""
    if moved.kind is not StepKind.CLOSES or moved.day is None:
        return
    for one in dates:
        if one.kind is StepKind.PANEL and one.day is not None and one.day > moved.day:
            day = year.calendar.after(to, year.calendar.between(moved.day, one.day))
            if day != one.day:
                yield Shift(one, day)


def _refused(after: Sequence[Dated], year: Year) -> str | None:
    """What no page can let through, since all else is built on it."""
    launch, opens, closes = (
        next((one.day for one in after if one.kind is kind), None)
        for kind in (StepKind.LAUNCH, StepKind.OPENS, StepKind.CLOSES)
    )
    if launch and not year.span.covers(launch):
        return f"The launch must be in the academic year of the cohort, {year.name}."
    if launch and opens and opens <= launch:
        return "The submission window must open after the launch."
    if opens and closes and closes < opens:
        return "The submission window must close on or after the day it opens."
    return None


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
