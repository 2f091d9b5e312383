"""A list as it came: where its column names stand, what is under them, and which column is probably what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tenants.staff.rules.columns import TITLES, Column, meaning

MOST_ROWS = 10_000
MOST_COLUMNS = 100
LONGEST_CELL = 300
"""More than any of our fields takes, so that what is too long is still seen to be."""
TITLE_ROWS = 15
WELL_FILLED = 0.9

Columns = Mapping[Column, int]


class Unreadable(Exception):
    """The list as a whole can't be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row under the column names, and the line that it stood on."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`sheet` is the one of a workbook that was read, `others` those beside it that hold something too."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    others: tuple[str, ...] = ()

    def column(self, place: int) -> list[str]:
        return [row.cells[place] for row in self.rows]

    def examples(self, place: int, most: int = 3) -> list[str]:
        return list(islice(dict.fromkeys(cell for cell in self.column(place) if cell), most))


def table(rows: Iterable[tuple[int, Sequence[str]]], sheet: str = "", others: tuple[str, ...] = ()) -> Table:
    """Of the rows that hold anything, with the lines they stand on. Raises Unreadable."""
    kept = list(islice(rows, MOST_ROWS + TITLE_ROWS + 1))
    if not kept:
        raise Unreadable("The list is empty.")
    at = _header(kept)
    headers = _headers(kept[at][1])
    under = tuple(Row(number, _cells(cells, len(headers))) for number, cells in kept[at + 1 :])
    if len(under) > MOST_ROWS:
        raise Unreadable(
            f"The list has more than {MOST_ROWS:,} rows. Split it and bring in the parts one by one."
        )
    if not under:
        raise Unreadable("The list has a line of column names, and nobody under it.")
    return Table(headers, under, shown(sheet), tuple(map(shown, others)))


def _header(rows: list[tuple[int, Sequence[str]]]) -> int:
    """Reports have a title and a date above the names of their columns."""
    known = [sum(meaning(cell) is not None for cell in cells) for _, cells in rows[:TITLE_ROWS]]
    at = known.index(max(known)) if max(known) > 1 else 0
    if any("@" in cell for cell in rows[at][1]):
        raise Unreadable("The first line must name the columns, for example: name, work email, department.")
    return at


def _headers(cells: Sequence[str]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=0)
    if last >= MOST_COLUMNS:
        raise Unreadable(f"The list has more than {MOST_COLUMNS} columns. Take out those that aren't needed.")
    return tuple(shown(cell) or f"Column {place}" for place, cell in enumerate(cells[: last + 1], 1))


def shown(header: str) -> str:
    """Short and printable, whatever somebody called their column."""
    plain = "".join(char for char in " ".join(header.split()) if char.isprintable())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def _cells(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    kept = [cell.strip()[:LONGEST_CELL].replace("\0", "\ufffd") for cell in cells[:columns]]
    return (*kept, *[""] * (columns - len(kept)))


def guess(found: Table) -> dict[Column, int]:
    """Of several columns that could be the same thing, the one with the best name among the well filled: a
    preferred first name goes before the legal one, if most people have any."""
    named: dict[Column, dict[int, int]] = {}
    for place, header in enumerate(found.headers):
        if known := meaning(header):
            named.setdefault(known[0], {})[place] = known[1]
    guessed = {column: _best(found, places) for column, places in named.items()}
    if {Column.FIRST, Column.LAST} <= guessed.keys():
        guessed.pop(Column.NAME, None)
    return guessed


def _best(found: Table, places: dict[int, int]) -> int:
    filled = {place: sum(map(bool, found.column(place))) for place in places}
    enough = max(filled.values()) * WELL_FILLED
    return min(places, key=lambda place: (filled[place] < enough, places[place]))


KEYS = (Column.EMAIL, Column.MIS_NUMBER, Column.PERSON_ID)


def column_problems(chosen: Columns) -> dict[Column, str]:
    """What is wrong with a choice of columns, by the column to be chosen anew."""
    found: dict[Column, str] = {}
    taken: dict[int, Column] = {}
    for column, place in chosen.items():
        if taken.setdefault(place, column) is not column:
            found[column] = f"{TITLES[column]}: this column is chosen twice. Choose another one, or none."
    if not any(column in chosen for column in KEYS):
        found[Column.EMAIL] = "Choose the column with the work email, or with another sign of who is who."
    if (Column.FIRST in chosen) != (Column.LAST in chosen) and Column.NAME not in chosen:
        missing = Column.LAST if Column.FIRST in chosen else Column.FIRST
        found[missing] = "Choose both names, or the full name."
    return found
