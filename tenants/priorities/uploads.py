"""A plan as somebody handed it in: an Excel workbook or text, told apart by its content."""

from io import BytesIO

from tenants.base.errors import Invalid, Refused
from tenants.outside.files.sheets import read_sheet
from tenants.priorities.rules.bringing import MOST_ROWS
from tenants.priorities.rules.columns import MOST_COLUMNS, Row
from tenants.staff.rules.lists import MOST_BYTES, NOT_TEXT, decoded, read_rows
from tenants.staff.rules.tables import Unreadable
from tenants.staff.uploads import OLD, OLD_OFFICE, ZIP


def read_upload(data: bytes) -> list[Row]:
    """Each row with the line it stands on. Raises Invalid."""
    try:
        if len(data) > MOST_BYTES:
            raise Unreadable("The file is larger than 5 MB.")
        if data.startswith(OLD_OFFICE):
            raise Unreadable(OLD)
        if data.startswith(ZIP):
            sheet = read_sheet(BytesIO(data), most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS)
            return list(sheet.rows)
        return read_text(decoded(data))
    except (Unreadable, Refused) as problem:
        raise Invalid({"file": str(problem)}) from problem


def read_text(text: str) -> list[Row]:
    """Raises Unreadable."""
    if "\0" in text:
        raise Unreadable(NOT_TEXT)
    return [(number, tuple(cells)) for number, cells in read_rows(text.removeprefix("\ufeff"))]
