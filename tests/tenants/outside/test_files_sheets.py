from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tenants.base.errors import Refused
from tenants.outside.files import sheets
from tests.factories.lists import saved, workbook
from tests.tenants.outside import uploads

ROWS = [["Name", "Email"], ["Ann", "ann@school.example"]]


def read(data: bytes, most_rows: int = 100) -> sheets.Sheet:
    return sheets.read_sheet(BytesIO(data), most_rows=most_rows, most_columns=10)


def cells(data: bytes) -> list[list[str]]:
    return [row for _, row in read(data).rows]


def reason(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.reason


def altered(data: bytes, name: str, change) -> bytes:
    """The workbook with one of its parts rewritten."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return made.getvalue()


def of_sheet(change) -> bytes:
    return altered(saved(workbook(ROWS)), "xl/worksheets/sheet1.xml", change)


def test_a_plain_sheet_is_read_with_the_numbers_of_its_rows() -> None:
    assert read(saved(workbook([[], *ROWS]))).rows == [
        (2, ["Name", "Email", *[""] * 8]),
        (3, ["Ann", "ann@school.example", *[""] * 8]),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0042", "0042"),
        (42, "42"),
        (42.0, "42"),
        (1.5, "1.5"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 8, 31), "2026-08-31"),
        (datetime(2026, 8, 31, 9, 30), "2026-08-31 09:30:00"),
        ("  Ann ", "Ann"),
        ("#N/A", ""),
        ("#hashtag", "#hashtag"),
        ("=1+1", ""),
    ],
)
def test_each_kind_of_cell_is_text(value, text: str) -> None:
    """A formula that was never worked out by a spreadsheet is nothing; it is not worked out here."""
    assert cells(saved(workbook([["x", value]])))[0][1] == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.34, "0%", "34%"),
        (0.1234, "0.00%", "12.34%"),
        (0.1 + 0.2, "0%", "30%"),
        (1, "0%", "100%"),
        (0, "0%", "0%"),
        (-0.05, "0%;[Red]-0%", "-5%"),
        (34, '0"%"', "34"),
        (34, "0\\%", "34"),
        (0.34, "0.00", "0.34"),
        (True, "0%", "yes"),
        ("a third", "0%", "a third"),
    ],
)
def test_a_share_is_read_as_it_was_seen(value, number_format: str, text: str) -> None:
    book = workbook([["x", value]])
    book.active["B1"].number_format = number_format
    assert cells(saved(book))[0][1] == text


def test_of_a_formula_what_excel_last_showed_is_read() -> None:
    data = of_sheet(
        lambda xml: xml.replace(b"</row></sheetData>", b'<c r="C2"><f>1+1</f><v>7</v></c></row></sheetData>')
    )
    assert cells(data)[1][2] == "7"


def test_merged_cells_are_read_once() -> None:
    book = workbook([["Staff list"], *ROWS])
    book.active.merge_cells("A1:B1")
    assert cells(saved(book))[0][:2] == ["Staff list", ""]


def two_sheets(first_state: str, *first: list[object]) -> Workbook:
    book = workbook(first, title="First")
    second = book.create_sheet("Second")
    for row in ROWS:
        second.append(row)
    book.active.sheet_state = first_state
    book.active = 1
    return book


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(state: str) -> None:
    found = read(saved(two_sheets(state, ["secret"])))
    assert (found.name, found.others) == ("Second", ())


def test_an_empty_sheet_is_passed_over_and_others_are_told_of() -> None:
    assert read(saved(two_sheets("visible"))).name == "Second"
    both = read(saved(two_sheets("visible", ["Name"])))
    assert (both.name, both.others) == ("First", ("Second",))


def test_a_workbook_with_nothing_in_it_is_refused() -> None:
    assert reason(saved(Workbook())) == sheets.EMPTY


def test_no_more_is_read_than_was_asked_for() -> None:
    assert len(read(saved(workbook([["x"]] * 500)), most_rows=100).rows) == 101


@pytest.mark.parametrize("size", [b"A1:XFD1048576", b"A1"])
def test_what_a_sheet_says_of_its_own_size_is_not_believed(size: bytes) -> None:
    assert len(cells(of_sheet(lambda xml: xml.replace(b'ref="A1:B2"', b'ref="' + size + b'"')))) == 2


def test_a_row_far_down_is_not_waited_for() -> None:
    data = of_sheet(
        lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999"').replace(b'r="A2"', b'r="A999999999"')
    )
    assert len(cells(data)) == 1


def bomb() -> bytes:
    return of_sheet(lambda xml: xml.replace(b"</sheetData>", b" " * 80_000_000 + b"</sheetData>"))


def entities() -> bytes:
    def declare(xml: bytes) -> bytes:
        head = b'<!DOCTYPE worksheet [<!ENTITY a "ha">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
        )
        return head + b"]>" + xml.replace(b"<v>0</v>", b"<v>&j;</v>")

    return of_sheet(declare)


def outside_file() -> bytes:
    return of_sheet(lambda xml: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: uploads.office(uploads.WORD), sheets.OTHER),
        (lambda: uploads.zipped({"a.txt": b"x"}), sheets.DAMAGED),
        (lambda: uploads.office(uploads.SHEET), sheets.DAMAGED),
        (lambda: uploads.office(uploads.SHEET, **{"xl/vbaProject.bin": b"x"}), sheets.MACROS),
        (lambda: uploads.office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), sheets.MACROS),
        (bomb, sheets.TOO_MUCH),
        (entities, sheets.DAMAGED),
        (outside_file, sheets.DAMAGED),
        (lambda: saved(workbook(ROWS))[:-40], sheets.DAMAGED),
        (lambda: saved(workbook(ROWS)) + b"appended", sheets.DAMAGED),
        (lambda: of_sheet(lambda xml: b"<not xml"), sheets.DAMAGED),
        (lambda: of_sheet(lambda xml: xml.replace(b'<c r="A2"', b'<c r="ZZZZ2"')), sheets.DAMAGED),
    ],
)
def test_a_harmful_or_broken_workbook_is_refused_in_words(data, words: str) -> None:
    assert reason(data()) == words


def test_many_small_parts_that_unpack_to_much_are_refused() -> None:
    parts = {f"xl/media/{n}.bin": bytes(range(256)) * 30_000 for n in range(9)}
    with pytest.raises(Refused):
        read(uploads.office(uploads.SHEET, **parts))


GOOD = saved(workbook(ROWS))


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=20))
def test_whatever_is_wrong_with_it_it_is_read_or_refused(at: int, wrong: bytes) -> None:
    data = GOOD[:at] + wrong + GOOD[at + len(wrong) :]
    assert read_or_reason(data) in {*sheets.WORDS.values(), sheets.DAMAGED, sheets.EMPTY, sheets.OTHER, ""}


def read_or_reason(data: bytes) -> str:
    try:
        return "" if read(data).rows else "nothing"
    except Refused as problem:
        return problem.reason
