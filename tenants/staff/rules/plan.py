"""What bringing in a list would do, row by row, before anything is done."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from tenants.staff.rules.lines import without_loops
from tenants.staff.rules.lists import Line
from tenants.staff.rules.people import LABELS, problems

COMPARED = ("name", "email", "job_title", "department", "mis_number")


class Outcome(StrEnum):
    REFUSED = "refused"
    CHANGED = "changed"
    ADDED = "added"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Known:
    """A person who is on the school's list already."""

    id: UUID
    name: str
    email: str
    job_title: str | None = None
    department: str | None = None
    mis_number: str | None = None
    manager_id: UUID | None = None
    unsettled_manager: str | None = None
    guest: bool = False
    left: bool = False
    head: bool = False


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Planned:
    """One row: who it is about (nobody for a new person), what would change, what stands against it, and what
    about its line manager has to be settled later. `manager` is the address of the manager that would be set."""

    line: Line
    known: Known | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    note: str | None = None
    manager: str | None = None
    unsettled: str | None = None

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.REFUSED
        if self.known is None:
            return Outcome.ADDED
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def email(self) -> str:
        return self.line.person.email


@dataclass(frozen=True)
class Plan:
    rows: tuple[Planned, ...]

    @cached_property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    def of(self, outcome: Outcome) -> list[Planned]:
        return [row for row in self.rows if row.outcome is outcome]

    @property
    def notes(self) -> list[Planned]:
        return [row for row in self.rows if row.note]

    @property
    def does_something(self) -> bool:
        return bool(self.counts[Outcome.ADDED] or self.counts[Outcome.CHANGED])

    @cached_property
    def digest(self) -> str:
        """The same for the same plan: what is confirmed is what was shown."""
        told = [(row.line.number, row.outcome.value, row.changes, row.note) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def plan(lines: Sequence[Line], staff: Iterable[Known], *, by_head: bool) -> Plan:
    """`by_head`: whether a headteacher asks, who alone may change a headteacher's address."""
    register = Register.of(staff)
    repeated = _repeated(lines, register)
    rows = [_planned(line, register, repeated.get(line.number), by_head) for line in lines]
    return Plan(tuple(_with_managers(rows, register)))


@dataclass(frozen=True)
class Register:
    by_email: dict[str, Known]
    by_mis: dict[str, Known]
    by_id: dict[UUID, Known] = field(default_factory=dict)

    @classmethod
    def of(cls, staff: Iterable[Known]) -> "Register":
        everybody = list(staff)
        return cls(
            {one.email: one for one in everybody},
            {one.mis_number: one for one in everybody if one.mis_number},
            {one.id: one for one in everybody},
        )

    def match(self, line: Line) -> Known | None:
        """By the address; else by the MIS number, which stays when an address changes."""
        return self.by_email.get(line.person.email) or self.by_mis.get(line.person.mis_number or "")

    def address_of(self, person_id: UUID | None) -> str | None:
        return self.by_id[person_id].email if person_id in self.by_id else None


def _repeated(lines: Sequence[Line], register: Register) -> dict[int, str]:
    """Line → what it repeats. The first of them counts."""
    found: dict[int, str] = {}
    for about, key in (
        ("The same address", lambda line: line.person.email),
        ("The same MIS number", lambda line: line.person.mis_number),
        ("The same person", lambda line: register.match(line)),
    ):
        first: dict[object, int] = {}
        for line in lines:
            value = key(line)
            if value and first.setdefault(value, line.number) != line.number:
                found.setdefault(line.number, f"{about} is on line {first[value]:,} already.")
    return found


def _planned(line: Line, register: Register, repeated: str | None, by_head: bool) -> Planned:
    wrong = [*problems(line.person).values(), *([repeated] if repeated else [])]
    known = register.match(line)
    if known is not None:
        wrong += _clashes(line, known, register, by_head)
    if wrong:
        return Planned(line, known, problems=tuple(wrong))
    return Planned(line, known, changes=_changes(line, known) if known else ())


def _clashes(line: Line, known: Known, register: Register, by_head: bool) -> Iterable[str]:
    holder = register.by_mis.get(line.person.mis_number or "")
    if holder and holder.id != known.id:
        yield f"The MIS number belongs to {holder.name}, and the address to {known.name}."
    if known.left:
        yield f"{known.name} has left. Give them access again on their own page first."
    if known.guest:
        yield f"{known.name} is a guest here. A guest's details are changed on their own page."
    if known.head and known.email != line.person.email and not by_head:
        yield "Only a headteacher can change a headteacher's address."


def _changes(line: Line, known: Known) -> tuple[Change, ...]:
    return tuple(
        Change(LABELS[name], getattr(known, name) or "", new)
        for name in COMPARED
        if (new := getattr(line.person, name)) and new != getattr(known, name)
    )


def _with_managers(rows: list[Planned], register: Register) -> list[Planned]:
    taken = [row for row in rows if not row.problems]
    standing = _standing_lines(taken, register)
    wanted = {row.email: row.line.person.manager for row in taken if row.line.person.manager}
    possible = {person: manager for person, manager in wanted.items() if manager in standing}
    kept, closing = without_loops(standing, possible)
    lines = _Lines(standing, kept, closing)
    return [row if row.problems else lines.settle(row) for row in rows]


def _standing_lines(taken: list[Planned], register: Register) -> dict[str, str | None]:
    """Address → the manager's address, of everybody who works here once the list is in, each by the address
    that they will have then."""
    renamed = {row.known.email: row.email for row in taken if row.known}
    here = [known for known in register.by_id.values() if not known.left and not known.guest]
    after = {
        renamed.get(known.email, known.email): renamed.get(manager, manager) if manager else None
        for known in here
        for manager in [register.address_of(known.manager_id)]
    }
    return {row.email: None for row in taken} | after


@dataclass(frozen=True)
class _Lines:
    standing: dict[str, str | None]
    kept: dict[str, str]
    closing: set[str]

    def settle(self, row: Planned) -> Planned:
        told = row.line.person.manager
        if told is None:
            return row
        if row.email in self.kept:
            return self._managed(row, told)
        if row.email in self.closing:
            return self._unsettled(row, told, _loop_words(row, told))
        return self._unsettled(row, told, f"Nobody here has the line manager's address {told}.")

    def _managed(self, row: Planned, manager: str) -> Planned:
        old = self.standing[row.email]
        if old == manager and not (row.known and row.known.unsettled_manager):
            return row
        return replace(row, manager=manager, changes=_further(row, self._old(row), manager))

    def _unsettled(self, row: Planned, told: str, words: str) -> Planned:
        """The line stays as it was, and what the list said is kept until somebody settles it."""
        if row.known and row.known.unsettled_manager == told:
            return replace(row, note=words)
        changes = _further(row, self._old(row), f"{told} (to be settled)")
        return replace(row, note=words, unsettled=told, changes=changes)

    def _old(self, row: Planned) -> str:
        if row.known and row.known.unsettled_manager:
            return f"{row.known.unsettled_manager} (to be settled)"
        return self.standing[row.email] or ""


def _loop_words(row: Planned, told: str) -> str:
    if told == row.email:
        return f"{row.line.person.name} is given as their own line manager."
    return f"With {told} as line manager, {row.line.person.name} would in the end report to themselves."


def _further(row: Planned, old: str, new: str) -> tuple[Change, ...]:
    return (*row.changes, Change(LABELS["manager"], old, new)) if row.known else ()
