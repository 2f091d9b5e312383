"""SECURITY.md 22: what people typed is text in a spreadsheet, whatever it begins with."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from tenants.outside.sheets import FORMULA, harmless, write_csv, write_xlsx

HEADING = ("Name", "Note")


def csv_rows(rows) -> list[list[str]]:
    out = BytesIO()
    write_csv(rows, out)
    return list(csv.reader(StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def xlsx_parts(rows) -> dict[str, str]:
    out = BytesIO()
    write_xlsx(rows, out, (10, 10))
    with ZipFile(out) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


@pytest.mark.parametrize("start", FORMULA)
def test_a_cell_that_would_be_a_formula_is_text(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    assert csv_rows([HEADING, ("Ada", cell)])[1] == ["Ada", f"'{cell}"]
    parts = xlsx_parts([HEADING, ("Ada", cell)])
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert sheet.count('t="inlineStr"') == 4


@pytest.mark.parametrize("cell", ["Ada", "1 - 2", "a=b", "", "אדה", "🎓", 'say "hello", twice'])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
    assert csv_rows([HEADING, ("x", cell)])[1] == ["x", cell]


def test_an_address_is_no_link_in_a_spreadsheet() -> None:
    parts = xlsx_parts([HEADING, ("Ada", "https://evil.example/")])
    assert "hyperlink" not in parts["xl/worksheets/sheet1.xml"]


def test_a_cell_that_is_too_long_or_has_odd_characters_breaks_nothing() -> None:
    parts = xlsx_parts([HEADING, ("x" * 40_000, "a\x00b\x0bc")])
    assert "x" * 32_767 in parts["xl/worksheets/sheet1.xml"]


def test_rows_are_written_as_they_come() -> None:
    """Neither form holds the rows before it writes: the first is out before the last is read."""
    out, seen = BytesIO(), []

    def rows():
        for number in range(3_000):
            seen.append(out.tell())
            yield (f"row {number}", "x" * 100)

    write_csv(rows(), out)
    assert seen[-1] > 200_000
