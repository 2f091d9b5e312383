import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.staff.rules.lists import decoded, read_list, read_table
from tenants.staff.rules.tables import MOST_ROWS, Unreadable, shown
from tests.factories.lists import make_list, make_long_list

ANN = "Ann Oak,ann@school.example,Teacher,Maths,bob@school.example,12"


def people(text: str) -> list[tuple[str, str]]:
    return [(line.person.name, line.person.email) for line in read_list(text)]


def test_a_plain_list_is_read_with_the_line_of_each_person() -> None:
    line = read_list(make_list("", ANN))[0]
    assert line.number == 3
    assert line.person.name == "Ann Oak"
    assert line.person.department == "Maths"
    assert line.person.manager == "bob@school.example"
    assert line.person.mis_number == "12"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_commas_semicolons_tabs_and_bars_all_separate(separator: str) -> None:
    text = f"Name{separator}Email\nAnn Oak{separator}ann@school.example\n"
    assert people(text) == [("Ann Oak", "ann@school.example")]


@pytest.mark.parametrize(
    "header", ["E-MAIL,name", "Work Email,Full Name", "email address , Staff Name", "work_email,NAME"]
)
def test_columns_may_stand_in_any_order_under_their_usual_names(header: str) -> None:
    assert people(f"{header}\nann@school.example,Ann Oak\n") == [("Ann Oak", "ann@school.example")]


def test_a_first_name_and_a_surname_make_a_name() -> None:
    assert people("Surname,Forename,Email\nOak,Ann,a@school.example") == [("Ann Oak", "a@school.example")]


def test_addresses_are_kept_in_small_letters_and_without_spaces() -> None:
    assert people("Name,Email\n  Ann   Oak , ANN@School.Example ") == [("Ann Oak", "ann@school.example")]


def test_quoted_cells_may_hold_separators_and_line_ends() -> None:
    text = 'Name,Email,Job title\n"Oak, Ann",ann@school.example,"Head of\nMaths"\nBob,bob@school.example,\n'
    first, second = read_list(text)
    assert (first.person.name, first.person.job_title) == ("Oak, Ann", "Head of Maths")
    assert (first.number, second.number) == (2, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encodings_that_spreadsheets_write_are_read(encoding: str) -> None:
    data = "Name,Email\nZoë O’Neill,zoe@school.example\n".encode(encoding)
    assert people(decoded(data)) == [("Zoë O’Neill", "zoe@school.example")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n \n", "empty"),
        ("Name,Work email\n", "nobody under it"),
        ("Ann,ann@school.example\n", "first line must name the columns"),
        (",".join(f"c{number}" for number in range(101)) + "\n1", "more than 100 columns"),
        ("PK\x03\x04 something", "isn't plain text"),
        ("Name,Email\nAnn\0,a@school.example", "isn't plain text"),
        ("Name,Email\n" + "a" * 140_000 + ",b", "Line 2 can't be read"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_list(text)


def test_a_binary_file_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="isn't plain text"):
        read_list(decoded(b"PK\x03\x04\x00\x81\x8d\x8f\x90\x9d"))


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        decoded(b"x" * 5_000_001)


def test_a_hundred_thousand_lines_are_refused() -> None:
    with pytest.raises(Unreadable, match="more than 10,000 rows"):
        read_list("Name,Email\n" + "a,b\n" * 100_000)


def test_the_most_that_is_taken_is_taken() -> None:
    assert len(read_list(make_long_list(MOST_ROWS))) == MOST_ROWS


def test_the_names_of_columns_are_shown_short_and_plain() -> None:
    table = read_table(f"{'x' * 500},\x1b[2Jred\n1,2\n")
    assert table.headers == (f"{'x' * 39}…", "[2Jred")
    assert shown("  a \n b\u202e ") == "a b"


def test_a_title_above_the_columns_is_passed_over() -> None:
    text = "Staff list,,\nPrinted on 26/11/2026,,\n\nName,Work email,Post\nAnn,ann@school.example,Cook\n"
    assert people(text) == [("Ann", "ann@school.example")]


def test_the_separator_that_excel_names_is_followed() -> None:
    assert people("sep=;\r\nName;Email\r\nOak, Ann;ann@school.example\r\n") == [
        ("Oak, Ann", "ann@school.example")
    ]


def test_commas_in_addresses_do_not_divide_a_list_of_semicolons() -> None:
    rows = "".join(
        f"Ann {n};ann{n}@school.example;{n}, High Street, Town{', County' * (n % 3)}\n" for n in range(9)
    )
    assert len(people(f"Name;Email;Address\n{rows}")) == 9


def read_or_refused(data: bytes) -> bool:
    try:
        return bool(read_list(decoded(data)))
    except Unreadable as problem:
        return bool(str(problem))


@given(st.binary(max_size=400), st.sampled_from([b"", b"Name,Email\n"]))
def test_whatever_is_sent_is_either_read_or_refused_in_words(data: bytes, start: bytes) -> None:
    assert read_or_refused(start + data)
