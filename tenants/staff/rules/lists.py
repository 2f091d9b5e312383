"""Reading a list of staff: what schools really export, in any common encoding, separator and order of columns."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tenants.staff.rules.people import Particulars, tidied

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
SEPARATORS = ",;\t"
SHOWN_HEADERS = 12

SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "staffname", "staffmember", "displayname", "employeename", "preferredname"),
    "first": ("firstname", "forename", "givenname", "preferredfirstname", "preferredforename"),
    "last": ("lastname", "surname", "familyname", "preferredlastname", "preferredsurname"),
    "email": ("email", "workemail", "emailaddress", "workemailaddress", "mail", "schoolemail", "mainemail"),
    "job_title": ("jobtitle", "job", "post", "posttitle", "position", "role", "jobrole"),
    "department": ("department", "dept", "departmentname", "faculty", "team", "subject", "area"),
    "manager": (
        "linemanager",
        "linemanagersemail",
        "linemanageremail",
        "linemanageremailaddress",
        "linemanagersemailaddress",
        "linemanagersworkemail",
        "linemanagerworkemail",
        "manager",
        "manageremail",
        "managersemail",
        "reportsto",
        "reportstoemail",
    ),
    "mis_number": (
        "misnumber",
        "misid",
        "mis",
        "staffid",
        "staffnumber",
        "staffcode",
        "employeeid",
        "employeenumber",
        "employeecode",
        "payrollnumber",
        "personid",
        "arborid",
        "simsid",
        "bromcomid",
    ),
}
MEANING = {synonym: field for field, synonyms in SYNONYMS.items() for synonym in synonyms}
COLUMN_NAMES = {
    "name": "the name",
    "first": "the first name",
    "last": "the last name",
    "email": "the work e-mail",
    "job_title": "the job title",
    "department": "the department",
    "manager": "the line manager's e-mail",
    "mis_number": "the MIS number",
}


class Unreadable(Exception):
    """The list as a whole can't be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One row of a list and where it stood."""

    number: int
    person: Particulars


def decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            "The file is larger than 5 MB. Split the list and bring in the parts one after another."
        )
    for encoding in _likely_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("This file isn't plain text. In your spreadsheet, choose 'Save as' and the type CSV.")


def _likely_encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def read_list(text: str) -> list[Line]:
    """Raises Unreadable; what is wrong with one row only is said of the row."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("The list is empty.")
    if "\0" in text or text.startswith("PK\x03\x04"):
        raise Unreadable(
            "This file isn't plain text. In your spreadsheet, choose 'Save as' and the type CSV."
        )
    rows = _rows(text)
    _, headers = next(rows)
    fields = _fields(headers)
    lines = [Line(number, _person(fields, cells)) for number, cells in islice(rows, MOST_ROWS + 1)]
    if len(lines) > MOST_ROWS:
        raise Unreadable(
            f"The list has more than {MOST_ROWS:,} rows. Split it and bring in the parts one by one."
        )
    if not lines:
        raise Unreadable("The list has a line of column names, and nobody under it.")
    return lines


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Line {reader.line_num:,} can't be read: a quotation mark may be missing its partner."
        ) from error


def _separator(text: str) -> str:
    first = next(line for line in text.splitlines() if line.strip())
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=outside_quotes.count)


def _fields(headers: list[str]) -> dict[str, int]:
    """Field → its column. A column that means nothing to us is passed over."""
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        field = MEANING.get(re.sub(r"[^a-z]", "", header.casefold()))
        if field in found:
            raise Unreadable(
                f"Two columns look like {COLUMN_NAMES[field]}: {_quoted([headers[found[field]], header])}. "
                "Take one of them out."
            )
        if field:
            found[field] = place
    _refuse_missing(found, headers)
    return found


def _refuse_missing(found: dict[str, int], headers: list[str]) -> None:
    missing = [] if "name" in found or {"first", "last"} <= found.keys() else ["name"]
    missing += [] if "email" in found else ["email"]
    if not missing:
        return
    wanted = " and ".join(COLUMN_NAMES[field] for field in missing)
    if any("@" in header for header in headers):
        raise Unreadable("The first line must name the columns, for example: name, work e-mail, department.")
    raise Unreadable(f"No column looks like {wanted}. The columns are named {_quoted(headers)}.")


def _quoted(headers: list[str]) -> str:
    shown = ", ".join(f"‘{_short(header)}’" for header in headers[:SHOWN_HEADERS])
    return f"{shown} and {len(headers) - SHOWN_HEADERS} more" if len(headers) > SHOWN_HEADERS else shown


def _short(header: str) -> str:
    plain = "".join(char for char in " ".join(header.split()) if char.isprintable())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def _person(fields: dict[str, int], cells: list[str]) -> Particulars:
    told = {field: cells[place].strip() if place < len(cells) else "" for field, place in fields.items()}
    return tidied(
        Particulars(
            name=told.get("name") or f"{told.get('first', '')} {told.get('last', '')}",
            email=told["email"],
            job_title=told.get("job_title"),
            department=told.get("department"),
            manager=told.get("manager"),
            mis_number=told.get("mis_number"),
        )
    )
