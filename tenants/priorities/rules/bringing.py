"""A plan as a table: one row a priority with a measure, an action or both. Empty cells under a priority repeat it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from tenants.base.errors import Invalid
from tenants.base.figures import value_problem
from tenants.base.searching import folded
from tenants.priorities.rules.columns import Column, Row, columns_of
from tenants.priorities.rules.measures import target_problem
from tenants.priorities.rules.plans import LONGEST_TITLE
from tenants.priorities.rules.states import Better

MOST_ROWS = 500
LONGEST_CELL = 2000
LONGEST_LINE = 200
HIGHER = {"higher", "more", "up", "high", ""}
LOWER = {"lower", "less", "fewer", "down", "low"}
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


@dataclass(frozen=True)
class MeasureBrought:
    name: str
    unit: str
    baseline: Decimal
    target: Decimal
    better: Better


@dataclass(frozen=True)
class StepBrought:
    what: str
    email: str
    staff_id: UUID | None
    due_on: date


@dataclass(frozen=True)
class Standing:
    """A priority that the plan has, with the names of its measures and actions. What it has stays as it is."""

    title: str
    reason: str = ""
    measures: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    def has_measure(self, name: str) -> bool:
        return folded(name) in map(folded, self.measures)

    def has_step(self, what: str) -> bool:
        return folded(what) in map(folded, self.steps)


@dataclass
class PriorityBrought:
    """`standing`: what the plan has of it already; then what is new is added to it."""

    title: str
    reason: str = ""
    measures: list[MeasureBrought] = field(default_factory=list)
    steps: list[StepBrought] = field(default_factory=list)
    standing: Standing | None = None


@dataclass
class Brought:
    """`problems`: what is wrong, each with the row it stands in. `unread`: columns of which nothing was read."""

    priorities: list[PriorityBrought] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    unread: tuple[str, ...] = ()


def brought(
    rows: Iterable[Row], people: Mapping[str, UUID], standing: Iterable[Standing], *, year_ends_on: date
) -> Brought:
    """`people`: who works here, by address; `standing`: what the plan has. Raises Invalid for a file that is no such
    table."""
    listed = [row for row in rows if any(cell.strip() for cell in row[1])]
    columns = columns_of(listed)
    if len(listed) - 1 > MOST_ROWS:
        raise Invalid({"file": f"The file has more than {MOST_ROWS} rows. Bring in the parts one by one"})
    known = {folded(one.title): one for one in standing}
    reader = _Reader(Brought(unread=columns.unread), people, known, year_ends_on)
    for number, cells in listed[1:]:
        told = {column: _cell(cells, place) for column, place in columns.places.items()}
        reader.read(number, {column: told.get(column, "") for column in Column})
    return reader.found


def _cell(cells: Sequence[str], place: int) -> str:
    text = cells[place].strip() if place < len(cells) else ""
    plain = "".join(char for char in text if char.isprintable() or char in "\r\n\t")
    return plain[1:] if plain.startswith("'") else plain


@dataclass
class _Reader:
    found: Brought
    people: Mapping[str, UUID]
    known: Mapping[str, Standing]
    year_ends_on: date

    def read(self, number: int, told: Mapping[Column, str]) -> None:
        wrong = _too_long(told)
        priority = self._priority(told)
        if priority is None:
            wrong.append("name the priority; only rows under it may leave it empty")
        measure = _measure(told, wrong)
        step = self._step(told, wrong)
        if priority is not None:
            wrong += _contradictions(priority, told[Column.REASON], measure)
        self.found.problems += [(number, words) for words in wrong]
        if priority is None or wrong:
            return
        priority.reason = priority.reason or told[Column.REASON]
        if measure is not None and _same(priority, measure) is None:
            priority.measures.append(measure)
        if step is not None:
            priority.steps.append(step)

    def _priority(self, told: Mapping[Column, str]) -> PriorityBrought | None:
        title = told[Column.PRIORITY][:LONGEST_TITLE]
        if not title:
            return self.found.priorities[-1] if self.found.priorities else None
        same = next((one for one in self.found.priorities if folded(one.title) == folded(title)), None)
        if same is None:
            same = PriorityBrought(title, standing=self.known.get(folded(title)))
            self.found.priorities.append(same)
        return same

    def _step(self, told: Mapping[Column, str], wrong: list[str]) -> StepBrought | None:
        what, email = told[Column.ACTION], told[Column.RESPONSIBLE].lower()
        if not what:
            if email or told[Column.DUE]:
                wrong.append("a person or a day is given, but no action")
            return None
        if email and email not in self.people:
            wrong.append(f"nobody who works here has the address {email}")
        due_on = _day(told[Column.DUE]) if told[Column.DUE] else self.year_ends_on
        if due_on is None:
            wrong.append(f"‘{told[Column.DUE][:40]}’ is no date such as 26/3/2027 or 2027-03-26")
            return None
        return StepBrought(what, email, self.people.get(email), due_on)


def _contradictions(priority: PriorityBrought, reason: str, measure: MeasureBrought | None) -> list[str]:
    """Of what is said twice of a priority only one can be kept: whoever wrote it says which."""
    found = []
    if reason and priority.reason and reason != priority.reason:
        found.append("an earlier row gives another reason for this priority")
    same = _same(priority, measure) if measure else None
    if measure and same and _figures(same) != _figures(replace(measure, unit=measure.unit or same.unit)):
        found.append(f"an earlier row has other figures for the measure ‘{measure.name[:60]}’")
    return found


def _figures(one: MeasureBrought) -> tuple[object, ...]:
    return one.unit, one.baseline, one.target, one.better


def _same(priority: PriorityBrought, measure: MeasureBrought) -> MeasureBrought | None:
    return next((one for one in priority.measures if folded(one.name) == folded(measure.name)), None)


def _too_long(told: Mapping[Column, str]) -> list[str]:
    most = dict.fromkeys(Column, LONGEST_LINE) | {
        Column.PRIORITY: LONGEST_TITLE,
        Column.REASON: LONGEST_CELL,
        Column.UNIT: 40,
    }
    return [
        f"the {column.value} is longer than {most[column]:,} characters"
        for column in Column
        if len(told[column]) > most[column]
    ]


def _measure(told: Mapping[Column, str], wrong: list[str]) -> MeasureBrought | None:
    if not told[Column.MEASURE]:
        if told[Column.BASELINE] or told[Column.TARGET]:
            wrong.append("a baseline or target is given, but no measure")
        return None
    better, before = _better(told[Column.BETTER]), len(wrong)
    baseline, target = (_figure(told, column, wrong) for column in (Column.BASELINE, Column.TARGET))
    if better is None:
        wrong.append("under better, write higher or lower")
    if len(wrong) > before or better is None or baseline is None or target is None:
        return None
    if problem := target_problem(baseline, target, better):
        wrong.append(problem[0].lower() + problem[1:])
        return None
    return MeasureBrought(told[Column.MEASURE], told[Column.UNIT], baseline, target, better)


def _better(told: str) -> Better | None:
    if told.lower() in HIGHER:
        return Better.HIGHER
    return Better.LOWER if told.lower() in LOWER else None


def _figure(told: Mapping[Column, str], column: Column, wrong: list[str]) -> Decimal | None:
    text = told[column].replace(",", "").rstrip("% ")
    try:
        figure = Decimal(text[:20])
        whole = figure.is_finite() and figure == round(figure, 3) and value_problem(figure) is None
    except InvalidOperation:
        whole = False
    if not whole:
        wrong.append(f"the {column.value} must be a number such as 42 or 3.5")
        return None
    return figure


def _day(told: str) -> date | None:
    if found := DAY.fullmatch(told.split(" ")[0]):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(told):
        day, month, year = found.groups()
    else:
        return None
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if 1900 < made.year < 2200 else None
