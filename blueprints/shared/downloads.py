"""Files that people uploaded, handed out so that no browser runs what is in them."""

import unicodedata
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote

from flask import Response

from blueprints.shared.current import current
from tenants.base.errors import NotFound
from tenants.outside.files.store import FileMissing

HARMLESS = "default-src 'none'; sandbox"


class Kept(Protocol):
    """What is known of a file in the store."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...


def attachment(file: Kept) -> Response:
    answer = _answer(file)
    answer.headers.set("Content-Disposition", "attachment", **_names(file.name))
    return answer


def picture(file: Kept) -> Response:
    """In the page; only for pictures that we have redrawn."""
    answer = _answer(file)
    answer.headers.set("Content-Disposition", "inline")
    return answer


def _names(name: str) -> dict[str, str]:
    """The name for every browser: plain letters for old ones, all letters for the others."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


def _answer(file: Kept) -> Response:
    answer = Response(_bytes(file.key), mimetype=file.media_type)
    answer.content_length = file.size
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer


def _bytes(key: str) -> Iterator[bytes]:
    try:
        return current.outside.files.stream(key)
    except FileMissing as gone:
        raise NotFound from gone
