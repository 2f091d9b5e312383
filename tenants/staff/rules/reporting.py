"""The lines of management of a list: joined where they can be, and shown where they make a loop or a gap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenants.staff.rules.lines import without_loops
from tenants.staff.rules.lists import Line
from tenants.staff.rules.people import LABELS
from tenants.staff.rules.plan import Asker, Change, Gap, Plan, Planned, compared, missing
from tenants.staff.rules.register import Colleagues, Known, Register, Unknown


def plan(lines: Sequence[Line], staff: Iterable[Known], asker: Asker, today: date) -> Plan:
    register = Register.of(staff)
    rows = compared(lines, register, asker, today)
    settled = [*_with_managers(rows, register)]
    return Plan(tuple(settled), missing(rows, register), tuple(_gaps(settled, register)))


def _with_managers(rows: list[Planned], register: Register) -> list[Planned]:
    taken = [row for row in rows if row.taken]
    standing = _standing_lines(rows, register)
    colleagues = Colleagues(_working(rows, register))
    told = {row.email: colleagues.named(row.line.person.manager) for row in taken if row.line.person.manager}
    possible = {person: manager for person, manager in told.items() if isinstance(manager, str)}
    kept, closing = without_loops(standing, possible)
    lines = _Lines(standing, told, kept, closing)
    return [lines.settle(row) if row.taken else row for row in rows]


def _working(rows: list[Planned], register: Register) -> Iterator[tuple[str, str, str | None]]:
    """Who works here once the list is in, as they will be called then."""
    for row in rows:
        if row.taken:
            known_number = row.known.mis_number if row.known else None
            yield row.email, row.line.person.name, row.line.person.mis_number or known_number
    for known in _untouched(rows, register):
        yield known.email, known.name, known.mis_number


def _untouched(rows: list[Planned], register: Register) -> list[Known]:
    """Members of staff whom no row changes or ends."""
    named = {row.known.id for row in rows if row.known and not row.problems}
    return [one for one in register.by_id.values() if one.id not in named and not one.left and not one.guest]


def _standing_lines(rows: list[Planned], register: Register) -> dict[str, str | None]:
    """Address → the manager's address, of everybody who works here once the list is in, each by the address
    that they will have then."""
    taken = [row for row in rows if row.taken]
    renamed = {row.known.email: row.email for row in taken if row.known}
    here = [*_untouched(rows, register), *(row.known for row in taken if row.known)]
    after = {
        renamed.get(known.email, known.email): renamed.get(manager, manager) if manager else None
        for known in here
        for manager in [register.address_of(known.manager_id)]
    }
    return {row.email: None for row in taken} | after


@dataclass(frozen=True)
class _Lines:
    standing: Mapping[str, str | None]
    told: Mapping[str, str | Unknown]
    kept: Mapping[str, str]
    closing: set[str]

    def settle(self, row: Planned) -> Planned:
        told = row.line.person.manager
        if told is None:
            return row
        if row.email in self.kept:
            return self._managed(row, self.kept[row.email])
        meant = self.told[row.email]
        words = meant.words if isinstance(meant, Unknown) else _loop_words(row, meant)
        return self._unsettled(row, told, words)

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


def _loop_words(row: Planned, manager: str) -> str:
    if manager == row.email:
        return f"{row.line.person.name} is given as their own line manager."
    return f"With {manager} as line manager, {row.line.person.name} would in the end report to themselves."


def _further(row: Planned, old: str, new: str) -> tuple[Change, ...]:
    return (*row.changes, Change(LABELS["manager"], old, new)) if row.known else ()


def _gaps(rows: list[Planned], register: Register) -> Iterator[Gap]:
    """Whose line manager leaves by this list, and who is new and has none."""
    leaving = {row.known.id: row.known for row in rows if row.ended and row.known and not row.problems}
    joined = {row.known.id for row in rows if row.known and row.manager}
    staying = [*_untouched(rows, register), *(row.known for row in rows if row.taken and row.known)]
    for one in staying:
        if one.manager_id in leaving and one.id not in joined:
            yield Gap(one.name, one.email, f"{leaving[one.manager_id].name}, their line manager, leaves.")
    for row in rows:
        if row.taken and row.known is None and not row.manager and not row.unsettled:
            yield Gap(row.line.person.name, row.email, "The list gives no line manager.")
