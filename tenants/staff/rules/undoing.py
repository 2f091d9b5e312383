"""Taking a list back: each person as they were before, unless something happened to them since."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from tenants.staff.rules.lines import without_loops
from tenants.staff.rules.register import Known


@dataclass(frozen=True)
class Was:
    """Somebody as they were before the list."""

    name: str
    email: str
    job_title: str | None
    department: str | None
    mis_number: str | None
    line_manager_id: UUID | None
    manager_outside: bool
    unsettled_manager: str | None


@dataclass(frozen=True)
class Deed:
    """What a list did to one person: `version` is theirs right after it, `was` is missing for somebody new."""

    id: UUID
    version: int
    was: Was | None = None
    left: bool = False


@dataclass(frozen=True)
class Undoing:
    deed: Deed
    now: Known
    problem: str | None = None

    @property
    def removes(self) -> bool:
        return self.deed.was is None


@dataclass(frozen=True)
class UndoPlan:
    """`closing`: who can't have their line manager of before again, because that would make a loop by now."""

    rows: tuple[Undoing, ...]
    closing: frozenset[UUID] = field(default_factory=frozenset)

    @cached_property
    def possible(self) -> tuple[Undoing, ...]:
        return tuple(row for row in self.rows if row.problem is None)

    @cached_property
    def refused(self) -> tuple[Undoing, ...]:
        return tuple(row for row in self.rows if row.problem is not None)


def undo_plan(
    deeds: Sequence[Deed], staff: Iterable[Known], used: Collection[UUID], *, by_head: bool
) -> UndoPlan:
    """`used`: who has done or been given anything since, and so can't be taken off the list."""
    now = {one.id: one for one in staff}
    found = {deed.id: Undoing(deed, now[deed.id]) for deed in deeds if deed.id in now}
    problems = {row.deed.id: words for row in found.values() if (words := _own_problem(row, used, by_head))}
    while more := dict(_between(found, problems, now)):
        problems |= more
    rows = tuple(Undoing(row.deed, row.now, problems.get(row.deed.id)) for row in found.values())
    return UndoPlan(rows, frozenset(_closing(rows, now)))


def _own_problem(row: Undoing, used: Collection[UUID], by_head: bool) -> str | None:
    name = row.now.name
    if row.now.version != row.deed.version:
        return f"{name} was changed since, and stays as they are now."
    if row.removes and row.deed.id in used:
        return f"{name} has signed in or been given something to do since, and stays on the list."
    if row.deed.left and (row.now.head or row.now.deputy) and not by_head:
        return f"Only a headteacher can give {name} access again, because of the roles they have."
    return None


def _between(
    found: Mapping[UUID, Undoing], problems: Mapping[UUID, str], now: Mapping[UUID, Known]
) -> Iterator[tuple[UUID, str]]:
    """What stands against it only because of who stays as they are."""
    going = {one: row for one, row in found.items() if one not in problems}
    staying = [one for one in now.values() if one.id not in going]
    addresses = {one.email: one for one in staying}
    numbers = {one.mis_number: one for one in staying if one.mis_number}
    led = _managed_after(going, now)
    for person_id, row in going.items():
        was = row.deed.was
        holder = was and (addresses.get(was.email) or numbers.get(was.mis_number or ""))
        if holder:
            yield person_id, f"What {row.now.name} had before, {holder.name} has now."
        if row.removes and person_id in led:
            yield person_id, f"{row.now.name} is now the line manager of {led[person_id].name}."


def _managed_after(going: Mapping[UUID, Undoing], now: Mapping[UUID, Known]) -> dict[UUID, Known]:
    """Manager → one of those who report to them once it is undone."""
    found: dict[UUID, Known] = {}
    for one in now.values():
        row = going.get(one.id)
        if row is None or row.deed.was is not None:
            manager = row.deed.was.line_manager_id if row and row.deed.was else one.manager_id
            if manager is not None:
                found[manager] = one
    return found


def _closing(rows: Iterable[Undoing], now: Mapping[UUID, Known]) -> set[UUID]:
    restored = {
        row.deed.id: row.deed.was.line_manager_id for row in rows if row.problem is None and row.deed.was
    }
    standing = {one.id: None if one.id in restored else one.manager_id for one in now.values()}
    proposed = {person: manager for person, manager in restored.items() if manager is not None}
    return without_loops(standing, proposed)[1]
