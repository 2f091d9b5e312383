"""Tables for a spreadsheet. What people typed is never taken for a formula when somebody opens the file."""

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import IO

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767
Rows = Iterable[Sequence[str]]


def harmless(text: str) -> str:
    """An apostrophe in front makes a spreadsheet read text as text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(rows: Rows, out: IO[bytes]) -> None:
    """With the mark by which Excel knows UTF-8; row by row, however many."""
    text = TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(rows: Rows, out: IO[bytes], widths: Sequence[int]) -> None:
    """The first row is the heading. Rows go to the disk as they come."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, heading = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(
                    number, column, harmless(cell)[:LONGEST_CELL], heading if number == 0 else None
                )
