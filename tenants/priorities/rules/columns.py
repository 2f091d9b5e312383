"""The columns of a plan as a table, told by what stands above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tenants.base.errors import Invalid
from tenants.base.searching import words_of

NO_COLUMNS = "The first line must name the columns, and one of them must be called priority. Use the template"
MOST_COLUMNS = 60
"""So many are looked through for what was not read."""

Row = tuple[int, Sequence[str]]


class Column(StrEnum):
    PRIORITY = "priority"
    REASON = "reason"
    MEASURE = "measure"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    BETTER = "better"
    ACTION = "action"
    RESPONSIBLE = "responsible email"
    DUE = "due"


TEMPLATE: tuple[tuple[str, ...], ...] = (
    tuple(column.value for column in Column),
    (
        "Talk that makes thinking visible",
        "In lesson visits, few pupils spoke in whole sentences",
        "Pupils who explain their answer aloud",
        "%",
        "34",
        "60",
        "higher",
        "Every department plans one discussion a week",
        "name@school.example",
        "2027-03-26",
    ),
    ("", "", "", "", "", "", "", "Two visits a half-term, with a note to the department", "", "28/5/2027"),
)
ALSO_CALLED = {
    "why": Column.REASON,
    "success measure": Column.MEASURE,
    "start": Column.BASELINE,
    "email": Column.RESPONSIBLE,
    "e mail": Column.RESPONSIBLE,
    "responsible e mail": Column.RESPONSIBLE,
    "due date": Column.DUE,
    "due by": Column.DUE,
    "due on": Column.DUE,
    "by when": Column.DUE,
    "deadline": Column.DUE,
}
BY_NAME = ALSO_CALLED | {column.value: column for column in Column}


@dataclass(frozen=True)
class Columns:
    """Where each stands; `unread`, in words, those that hold something which nobody would look for."""

    places: Mapping[Column, int]
    unread: tuple[str, ...]


def columns_of(listed: Sequence[Row]) -> Columns:
    """Of two that mean the same, the one by its own name is read, else the first. Raises Invalid."""
    if not listed:
        raise Invalid({"file": "The file is empty"})
    headings = [" ".join(words_of(cell)) for cell in listed[0][1]]
    places: dict[Column, int] = {}
    for place, heading in sorted(enumerate(headings), key=lambda one: one[1] in ALSO_CALLED):
        if heading in BY_NAME:
            places.setdefault(BY_NAME[heading], place)
    if Column.PRIORITY not in places:
        raise Invalid({"file": NO_COLUMNS})
    if len(listed) == 1:
        raise Invalid({"file": "The file has a line of column names, and nothing under it"})
    return Columns(places, tuple(_unread(listed, set(places.values()))))


def _unread(listed: Sequence[Row], read: set[int]) -> Iterator[str]:
    headings = listed[0][1]
    for place in range(min(max(len(cells) for _, cells in listed), MOST_COLUMNS)):
        if place in read or not any(cells[place].strip() for _, cells in listed[1:] if place < len(cells)):
            continue
        heading = "".join(filter(str.isprintable, headings[place])).strip() if place < len(headings) else ""
        yield f"‘{heading[:60]}’" if heading else f"column {_letter(place)} (without a heading)"


def _letter(place: int) -> str:
    """As a spreadsheet names it: A to Z, then AA."""
    before, of_alphabet = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + of_alphabet)
