"""A list as somebody handed it in: an Excel workbook or text, told apart by its content."""

from io import BytesIO

from tenants.base.errors import Refused
from tenants.outside.files.sheets import read_sheet
from tenants.staff.rules.lists import MOST_BYTES, TOO_LARGE, decoded, read_table
from tenants.staff.rules.tables import MOST_COLUMNS, MOST_ROWS, TITLE_ROWS, Table, Unreadable, table

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD = (
    "This is an older Excel file (.xls) or one locked with a password. Save it as .xlsx or CSV, without one."
)


def read_upload(data: bytes) -> Table:
    """Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if data.startswith(OLD_OFFICE):
        raise Unreadable(OLD)
    return _workbook(data) if data.startswith(ZIP) else read_table(decoded(data))


def _workbook(data: bytes) -> Table:
    try:
        sheet = read_sheet(BytesIO(data), most_rows=MOST_ROWS + TITLE_ROWS, most_columns=MOST_COLUMNS + 1)
    except Refused as problem:
        raise Unreadable(problem.reason) from problem
    return table(sheet.rows, sheet.name, sheet.others)
