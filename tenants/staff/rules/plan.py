"""What bringing in a list would do, row by row, before anything is done."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from tenants.staff.rules.leaving import Unclear, last_day, over
from tenants.staff.rules.lists import Line
from tenants.staff.rules.people import LABELS, problems
from tenants.staff.rules.register import Known, Register, as_id
from tenants.staff.rules.roles import leaving_problem

COMPARED = ("name", "email", "job_title", "department", "mis_number")


class Outcome(StrEnum):
    REFUSED = "refused"
    LEAVING = "leaving"
    CHANGED = "changed"
    ADDED = "added"
    UNCHANGED = "unchanged"


DOING = (Outcome.ADDED, Outcome.CHANGED, Outcome.LEAVING)


@dataclass(frozen=True)
class Asker:
    """Whose list it is. A headteacher alone may change a headteacher's address, and end their access."""

    id: UUID | None = None
    head: bool = False


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Planned:
    """One row: who it is about (nobody for a new person), what would change, what stands against it, and what
    about its line manager has to be settled later. `manager` is the address of the manager that would be set;
    `end` is a last day that is still to come, or that the person has left."""

    line: Line
    known: Known | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    note: str | None = None
    manager: str | None = None
    unsettled: str | None = None
    end: date | bool = False
    ended: bool = False

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.REFUSED
        if self.ended:
            gone = self.known is None or self.known.left
            return Outcome.UNCHANGED if gone else Outcome.LEAVING
        if self.known is None:
            return Outcome.ADDED
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def taken(self) -> bool:
        """Whether the person works here, by this row, once the list is in."""
        return not self.problems and not self.ended

    @property
    def email(self) -> str:
        return self.line.person.email


@dataclass(frozen=True)
class Gap:
    """Somebody who would have no line manager here once the list is in."""

    name: str
    email: str
    why: str


@dataclass(frozen=True)
class Plan:
    """`missing` are the people here of whom the list says nothing: shown, and never touched."""

    rows: tuple[Planned, ...]
    missing: tuple[Known, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @cached_property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    def of(self, outcome: Outcome) -> list[Planned]:
        return [row for row in self.rows if row.outcome is outcome]

    @property
    def notes(self) -> list[Planned]:
        return [row for row in self.rows if row.note]

    @property
    def to_do(self) -> int:
        return sum(self.counts[outcome] for outcome in DOING)

    @cached_property
    def digest(self) -> str:
        """The same for the same plan: what is confirmed is what was shown."""
        told = [(row.line.number, row.outcome.value, row.changes, row.note) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def compared(lines: Sequence[Line], register: Register, asker: Asker, today: date) -> list[Planned]:
    """Each row beside what is known, but for its line manager."""
    repeated = _repeated(lines, register)
    return [_planned(line, register, repeated.get(line.number), asker, today) for line in lines]


def _repeated(lines: Sequence[Line], register: Register) -> dict[int, str]:
    """Line → what it repeats. The first of them counts."""
    found: dict[int, str] = {}
    for about, key in (
        ("The same address", lambda line: line.person.email),
        ("The same MIS number", lambda line: line.person.mis_number),
        ("The same person", register.match),
    ):
        first: dict[object, int] = {}
        for line in lines:
            value = key(line)
            if value and first.setdefault(value, line.number) != line.number:
                found.setdefault(line.number, f"{about} is on line {first[value]:,} already.")
    return found


def _planned(line: Line, register: Register, repeated: str | None, asker: Asker, today: date) -> Planned:
    known = register.match(line)
    line = _filled(line, known)
    wrong = [repeated] if repeated else []
    try:
        end: date | bool = last_day(line.leaves) if line.leaves else False
    except Unclear:
        end = False
        wrong.append(f"The end date ‘{line.leaves}’ can't be read. Write it like 31/08/2026.")
    found = Planned(line, known, end=end, ended=over(end, today))
    wrong += _leaving_problems(found, register, asker) if found.ended else _problems(found, register, asker)
    return replace(
        found, problems=tuple(wrong), changes=() if wrong or found.ended else _changes(line, known)
    )


def _filled(line: Line, known: Known | None) -> Line:
    """An empty cell says nothing: the name and the address stay as they are known."""
    if known is None or (line.person.name and line.person.email):
        return line
    person = line.person
    filled = replace(person, name=person.name or known.name, email=person.email or known.email)
    return replace(line, person=filled)


def _problems(row: Planned, register: Register, asker: Asker) -> Iterator[str]:
    known = row.known
    yield from problems(row.line.person).values()
    yield from _clashes(row.line, register)
    if known is None:
        return
    if known.left:
        yield f"{known.name} has left. Give them access again on their own page first."
    if known.guest:
        yield f"{known.name} is a guest here. A guest's details are changed on their own page."
    if known.head and known.email != row.email and not asker.head:
        yield "Only a headteacher can change a headteacher's address."


def _leaving_problems(row: Planned, register: Register, asker: Asker) -> Iterator[str]:
    """The last headteacher is safe: whoever asks stays, and only a headteacher ends another's access."""
    known = row.known
    yield from _clashes(row.line, register)
    if known is None or known.left:
        return
    if known.guest:
        yield f"{known.name} is a guest here. A guest's access ends on the day that stands on their page."
    refused = leaving_problem(own=known.id == asker.id, heads=known.head, last_head=False, by_head=asker.head)
    if refused:
        yield refused


def _clashes(line: Line, register: Register) -> Iterator[str]:
    if line.person_id and as_id(line.person_id) not in register.by_id:
        yield f"Nobody here has the Lectern number {line.person_id}."
    found = list(register.holders(line).items())
    for (sign, known), (other, holder) in pairwise(found):
        if holder.id != known.id:
            yield f"The {sign} belongs to {known.name}, and the {other} to {holder.name}."


def _changes(line: Line, known: Known | None) -> tuple[Change, ...]:
    if known is None:
        return ()
    return tuple(
        Change(LABELS[name], getattr(known, name) or "", new)
        for name in COMPARED
        if (new := getattr(line.person, name)) and new != getattr(known, name)
    )


def missing(rows: Iterable[Planned], register: Register) -> tuple[Known, ...]:
    named = {row.known.id for row in rows if row.known}
    absent = [
        one for one in register.by_id.values() if one.id not in named and not one.left and not one.guest
    ]
    return tuple(sorted(absent, key=lambda one: (one.name, one.email)))
