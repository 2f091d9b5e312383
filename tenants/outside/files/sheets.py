"""The rows of an Excel workbook as text, as they were last seen in Excel: nothing in it is computed or run."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook

from tenants.base.errors import Refused
from tenants.outside.files import office

XLSX = "xlsx"
MOST_UNPACKED = 60 * 1024 * 1024
MOST_GAPS = 100_000
"""Rows, empty ones included: a row may say that it is the thousand-millionth."""

TOO_MUCH = "This workbook unpacks to far more than a list should. Copy the list alone into a new one."
MACROS = "This workbook contains macros (small programs). Save it without them, as .xlsx or CSV."
LOCKED = "This workbook is locked with a password. Save it without one."
DAMAGED = "This workbook is damaged and cannot be opened. Open it in Excel, save it again and bring in that."
OTHER = "This is no Excel workbook. Save the list as .xlsx or CSV."
EMPTY = "No sheet of this workbook that can be seen holds anything."
WORDS = {office.BOMB: TOO_MUCH, office.MACROS: MACROS, office.LOCKED: LOCKED}

WORDS_OF_FORMAT = re.compile(r'"[^"]*"|\\.|_.')
"""What a format puts beside a number as it stands: a sign of per cent in it makes nothing a hundred times more."""
DIGITS = 15
"""So many Excel counts with; what lies behind them comes of reckoning in halves."""

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """`others` are the sheets beside it that hold something too and were not read."""

    name: str
    rows: list[Row]
    others: tuple[str, ...] = ()


def read_sheet(file: IO[bytes], *, most_rows: int, most_columns: int) -> Sheet:
    """The first sheet that can be seen and holds anything; up to one row more than the most, so that whoever
    asked can tell. Raises Refused."""
    refuse_harm(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(_filled_sheets(file, most_rows, most_columns))
    except Exception as error:  # a stranger's file met a large library: whatever it stumbles over
        raise Refused(DAMAGED) from error
    if not found:
        raise Refused(EMPTY)
    first, *others = found
    return Sheet(first.name, first.rows, tuple(one.name for one in others))


def refuse_harm(file: IO[bytes]) -> None:
    try:
        kind = office.examine(file)
    except Refused as problem:
        raise Refused(WORDS.get(problem.reason, DAMAGED)) from problem
    if kind.extension != XLSX:
        raise Refused(OTHER)
    with ZipFile(file) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Refused(TOO_MUCH)
    file.seek(0)


def _filled_sheets(file: IO[bytes], most_rows: int, most_columns: int) -> Iterator[Sheet]:
    """The first one whole, of the others only whether there is anything."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    wanted = most_rows + 1
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            rows = list(islice(_rows(sheet, most_columns), wanted))
            if rows:
                yield Sheet(sheet.title, rows)
                wanted = 1
    book.close()


def _rows(sheet: Any, most_columns: int) -> Iterator[Row]:
    """Those that hold anything. What the sheet says about its own size is not believed."""
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(max_col=most_columns), MOST_GAPS)
    for number, cells in enumerate(rows, 1):
        texts = [as_text(cell.value, cell.number_format) for cell in cells]
        if any(texts):
            yield number, texts


def as_text(value: Any, number_format: str | None = None) -> str:
    """Numbers without a point where there is none to see, shares as 34%, days as 2026-08-31; what Excel could not
    work out (#N/A) is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() if "%" in WORDS_OF_FORMAT.sub("", number_format or ""):
            return f"{(Decimal(f'{value:.{DIGITS}g}') * 100).normalize():f}%"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case str() if value.startswith("#") and value.upper() in ERRORS:
            return ""
        case _:
            return str(value).strip()


ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
