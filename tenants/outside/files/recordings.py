"""MP4 and M4A files are boxes in boxes that fill the file. Those that tell place and maker are blanked."""

import struct
from collections.abc import Iterator
from typing import IO, NamedTuple

from tenants.base.errors import Refused

PARENTS = {b"moov", b"trak"}
TELLING = {b"udta", b"meta", b"uuid"}
MOST_BOXES = 2_000
DAMAGED = "This recording is damaged or was cut short. Export it again as MP4 or MP3 and upload that."


class Box(NamedTuple):
    kind: bytes
    start: int
    body: int
    end: int


def blank_details(file: IO[bytes], size: int) -> None:
    """In place and to the byte, so that nothing else moves. A player skips a box called `free`."""
    boxes = list(all_boxes(file, size))
    kinds = {box.kind for box in boxes}
    if not {b"ftyp", b"moov"} <= kinds:
        raise Refused(DAMAGED)
    for box in boxes:
        if box.kind in TELLING:
            file.seek(box.start + 4)
            file.write(b"free")
            file.seek(box.body)
            file.write(bytes(box.end - box.body))
    file.seek(0)


def all_boxes(file: IO[bytes], size: int) -> Iterator[Box]:
    """A list of what is still to be read, not a call within a call: a hostile file nests without end."""
    unread = [(0, size)]
    for _ in range(MOST_BOXES):
        if not unread:
            return
        start, end = unread.pop()
        box = read_box(file, start, end)
        yield box
        unread += [span for span in inside_and_after(box, end) if span[0] < span[1]]
    raise Refused(DAMAGED)


def inside_and_after(box: Box, end: int) -> list[tuple[int, int]]:
    inside = [(box.body, box.end)] if box.kind in PARENTS else []
    return [*inside, (box.end, end)]


def read_box(file: IO[bytes], start: int, limit: int) -> Box:
    file.seek(start)
    header = file.read(16)
    if len(header) < 8:
        raise Refused(DAMAGED)
    length, kind = struct.unpack(">I4s", header[:8])
    body = start + 8
    if length == 1 and len(header) == 16:
        (length,) = struct.unpack(">Q", header[8:])
        body = start + 16
    end = limit if length == 0 else start + length
    if not body <= end <= limit:
        raise Refused(DAMAGED)
    return Box(kind, start, body, end)
