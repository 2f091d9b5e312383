"""Rows as a file for a spreadsheet, in which nothing is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Response:
    """With a mark at its beginning by which Excel knows that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([harmless(cell or "") for cell in row] for row in rows)
    answer = Response(written.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return answer


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
