"""Reading a list of staff from text, in any common encoding, separator and order of columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tenants.staff.rules.columns import Column
from tenants.staff.rules.people import FORMULA, Particulars, tidied
from tenants.staff.rules.tables import Columns, Row, Table, Unreadable, guess, table

MOST_BYTES = 5_000_000
SEPARATORS = ",;\t|"
NOT_TEXT = "This file isn't plain text. In your spreadsheet, choose 'Save as' and the type CSV or .xlsx."
TOO_LARGE = "The file is larger than 5 MB. Split the list and bring in the parts one after another."


@dataclass(frozen=True)
class Line:
    """One row of a list and where it stood. `leaves` is what the list said about the person's end here."""

    number: int
    person: Particulars
    person_id: str | None = None
    leaves: str | None = None


def decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    for encoding in _likely_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(NOT_TEXT)


def _likely_encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    for encoding, half in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[:400:2])):
        if half.count(0) > len(half) * 0.8:
            return (encoding,)
    return ("utf-8-sig", "cp1252")


def read_table(text: str) -> Table:
    """Raises Unreadable; what is wrong with one row only is said of the row."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("The list is empty.")
    if "\0" in text or text.startswith("PK\x03\x04"):
        raise Unreadable(NOT_TEXT)
    return table(read_rows(text))


def read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _names_separator(cells, begins):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Line {reader.line_num:,} can't be read: a quotation mark may be missing its partner."
        ) from error


def _separator(text: str) -> str:
    """As Excel is told in a first line `sep=;`, else what divides the first lines most regularly."""
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if told and told[1] in SEPARATORS:
        return told[1]
    head = re.sub(r'"[^"]*"', "", text[:10_000]).splitlines()[:20]
    return max(SEPARATORS, key=lambda one: _regularity(one, head))


def _regularity(separator: str, head: list[str]) -> int:
    """High for what stands equally often in many lines."""
    found = Counter(times for line in head if (times := line.count(separator)))
    return max((times * times_so_often for times, times_so_often in found.items()), default=0)


def _names_separator(cells: list[str], line: int) -> bool:
    return line == 1 and cells[0].lower().startswith("sep=")


def lines(found: Table, chosen: Columns) -> list[Line]:
    return [_line(row, chosen) for row in found.rows]


def read_list(text: str) -> list[Line]:
    """With the columns as they are guessed."""
    found = read_table(text)
    return lines(found, guess(found))


def _line(row: Row, chosen: Columns) -> Line:
    told = {column: _plain(row.cells[place]) for column, place in chosen.items()}

    def say(column: Column) -> str:
        return told.get(column, "")

    person = tidied(
        Particulars(
            name=say(Column.NAME) or f"{say(Column.FIRST)} {say(Column.LAST)}",
            email=say(Column.EMAIL),
            job_title=say(Column.JOB_TITLE),
            department=say(Column.DEPARTMENT),
            manager=say(Column.MANAGER),
            mis_number=say(Column.MIS_NUMBER),
        )
    )
    return Line(row.number, person, say(Column.PERSON_ID) or None, say(Column.LEAVES) or None)


def _plain(cell: str) -> str:
    """Our own export puts an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
