"""Tables handed out for a spreadsheet: written to the disk while they are read, never whole in memory."""

from collections.abc import Callable, Iterator
from typing import IO

from flask import Response

from blueprints.shared.downloads import HARMLESS
from tenants.outside.files.spool import spool
from tenants.outside.sheets import Rows

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 64 * 1024


def table_download(
    name: str, media_type: str, rows: Rows, write: Callable[[Rows, IO[bytes]], None]
) -> Response:
    file = spool()
    write(rows, file)
    answer = Response(_pieces(file), mimetype=media_type)
    answer.content_length = file.tell()
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = HARMLESS
    file.seek(0)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
