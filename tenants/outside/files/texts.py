"""Text and CSV: readable as UTF-8 from end to end."""

import codecs
from collections.abc import Iterator
from typing import IO

from tenants.base.errors import Refused

PIECE = 64 * 1024
LAYOUT = {"\t", "\n", "\r", "\f"}
NOT_UTF8 = (
    "This text is saved in an older encoding, so accents and symbols would be lost. "
    "Save it again as UTF-8 (in Excel: ‘CSV UTF-8’) and upload that."
)
NOT_TEXT = "This file is called text but contains other data. Upload the original document instead."


def refuse_unreadable(file: IO[bytes]) -> None:
    try:
        for piece in decoded(file):
            if any(letter < " " and letter not in LAYOUT for letter in piece):
                raise Refused(NOT_TEXT)
    except UnicodeDecodeError as error:
        raise Refused(NOT_UTF8) from error


def decoded(file: IO[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    while piece := file.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
