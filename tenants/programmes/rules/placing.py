"""A programme's steps on the calendar of a school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenants.programmes.rules.design import AFTER_WINDOW, Edge, Step, StepKind, When
from tenants.schools.rules import HALF_TERM_NAMES, Span
from tenants.schools.working_days import Calendar


@dataclass(frozen=True)
class Placed:
    """`day`: None where there is none to be found; `note` says so, or what is not as it was told."""

    step: Step
    day: date | None
    note: str | None = None


def placed(steps: Sequence[Step], half_terms: Mapping[str, Span], calendar: Calendar) -> list[Placed]:
    """What is told from the window's last day comes after all else."""
    found = {
        step.key: _in_half_term(step, half_terms, calendar)
        for step in steps
        if step.when.half_term != AFTER_WINDOW
    }
    closes = next((one.day for one in found.values() if one.step.kind is StepKind.CLOSES), None)
    return [found.get(step.key) or _after_window(step, closes, calendar) for step in steps]


def _after_window(step: Step, closes: date | None, calendar: Calendar) -> Placed:
    if closes is None:
        return Placed(
            step, None, "It is told from the last day of the submission window, which has no day yet."
        )
    return Placed(step, calendar.after(closes, step.when.days))


def _in_half_term(step: Step, half_terms: Mapping[str, Span], calendar: Calendar) -> Placed:
    when = step.when
    name, span = HALF_TERM_NAMES[when.half_term], half_terms.get(when.half_term)
    days = calendar.working(span.starts_on, span.ends_on) if span else []
    if not days:
        return Placed(step, None, f"{name} has no dates in this academic year.")
    at = min(when.days, len(days))
    day = days[at - 1] if when.edge is Edge.START else days[-at]
    note = f"{name} has only {len(days)} working days." if at < when.days else None
    return Placed(step, day, note)


def position(day: date, half_terms: Mapping[str, Span], calendar: Calendar) -> When | None:
    """How that day is told from its half-term's nearer end, so that another year can be asked for the same; None
    for a day that is no working day of any."""
    for code, span in half_terms.items():
        days = calendar.working(span.starts_on, span.ends_on)
        if day in days:
            at = days.index(day)
            from_end = len(days) - at
            return When(code, Edge.START, at + 1) if at < from_end else When(code, Edge.END, from_end)
    return None
