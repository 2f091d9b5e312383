"""Lists as people hand them in: the kind of file is told by its content."""

from datetime import date

import pytest

from tenants.staff.rules.lists import lines
from tenants.staff.rules.tables import MOST_ROWS, Unreadable, guess
from tenants.staff.uploads import OLD, read_upload
from tests.factories.lists import make_list, saved, workbook

HEADER = ["Surname", "Forename", "Work email", "Person ID", "Leaving date"]
ANN = ["Oak", "Ann", "ann@school.example", 1042, date(2026, 8, 31)]


def people(data: bytes) -> list[tuple[str, str | None, str | None]]:
    table = read_upload(data)
    return [(line.person.name, line.person.mis_number, line.leaves) for line in lines(table, guess(table))]


def test_a_workbook_and_a_text_say_the_same() -> None:
    text = "Surname,Forename,Work email,Person ID,Leaving date\nOak,Ann,ann@school.example,1042,2026-08-31\n"
    assert (
        people(saved(workbook([HEADER, ANN]))) == people(text.encode()) == [("Ann Oak", "1042", "2026-08-31")]
    )


def test_a_title_in_merged_cells_and_a_footer_do_not_hide_the_list() -> None:
    book = workbook([["Staff of Oakfield"], [], HEADER, ANN, [], ["Created on", "26/11/2026"]])
    book.active.merge_cells("A1:E1")
    table = read_upload(saved(book))
    assert [row.number for row in table.rows] == [4, 6]
    assert people(saved(book))[0] == ("Ann Oak", "1042", "2026-08-31")


def test_the_sheet_that_was_read_and_those_that_were_not_are_named() -> None:
    book = workbook([HEADER, ANN])
    book.create_sheet("Governors").append(["x"])
    table = read_upload(saved(book))
    assert (table.sheet, table.others) == ("Staff", ("Governors",))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The list is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OLD),
        (b"MZ\x90\x00\x03\x00\x00\x00", "isn't plain text"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (saved(workbook([["Name", "Email"]])), "nobody under it"),
        (saved(workbook([["Ann", "ann@school.example"]] * 2)), "must name the columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_upload(data)
    assert words in str(refused.value)


def test_a_workbook_with_too_many_rows_is_refused() -> None:
    rows = [["Name", "Email"], *[["Ann", "ann@school.example"]] * (MOST_ROWS + 1)]
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_upload(saved(workbook(rows)))


def test_a_hundred_thousand_lines_are_refused() -> None:
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_upload(make_list(*["Ann,ann@school.example,,,,"] * 100_000).encode())
