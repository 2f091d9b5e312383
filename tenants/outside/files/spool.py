"""Room for one file: in memory while small, else in a nameless temporary file that goes when it is closed."""

from tempfile import SpooledTemporaryFile
from typing import IO

IN_MEMORY = 1024 * 1024


def spool() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY)
