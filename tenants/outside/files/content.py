"""What an upload is, decided by its content alone, and made safe to hand to colleagues."""

import hashlib
from dataclasses import dataclass
from typing import IO, Self
from zipfile import is_zipfile

from tenants.base.errors import Refused
from tenants.outside.files.kinds import Family, Kind, recognise
from tenants.outside.files.names import display_name, extension_of
from tenants.outside.files.office import TWO_KINDS, examine
from tenants.outside.files.pictures import redraw
from tenants.outside.files.recordings import blank_details
from tenants.outside.files.scanner import NoScanner, Scan, Scanner, ScannerUnavailable
from tenants.outside.files.spool import spool
from tenants.outside.files.texts import refuse_unreadable

MOST_BYTES = 25 * 1024 * 1024
HEAD = 1024
TAIL = 2048
PIECE = 64 * 1024

TOO_LARGE = (
    "This file is larger than 25 MB. Make it smaller (for a film, share a link instead) and upload it again."
)
EMPTY = "This file is empty. Check that it opens on your computer and upload it again."
INFECTED = (
    "A virus was found in this file, so it was not kept. Please tell whoever looks after your computer."
)
UNCHECKED = (
    "This file could not be checked for viruses just now. Nothing was saved. Try again in a few minutes."
)
CUT_SHORT = "This PDF is damaged or was cut short. Save or print it to PDF again and upload that."


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload fit to be kept, for the length of a `with`; `file` stands at its beginning."""

    name: str
    media_type: str
    extension: str
    size: int
    sha256: str
    scan: Scan
    file: IO[bytes]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def check(upload: IO[bytes], name: str, scanner: Scanner | None = None) -> Checked:
    received = receive(upload)
    try:
        kind = recognise(received.read(HEAD), extension_of(name))
        scan = scanned(received, scanner or NoScanner())
        file, kind = made_safe(received, kind)
    except BaseException:
        received.close()
        raise
    size, sha256 = measure(file)
    return Checked(
        display_name(name, kind.extension), kind.media_type, kind.extension, size, sha256, scan, file
    )


def receive(upload: IO[bytes]) -> IO[bytes]:
    """Copied piece by piece and dropped at the limit: what a sender says about the length is not believed."""
    kept = spool()
    while piece := upload.read(PIECE):
        kept.write(piece)
        if kept.tell() > MOST_BYTES:
            kept.close()
            raise Refused(TOO_LARGE)
    if kept.tell() == 0:
        kept.close()
        raise Refused(EMPTY)
    kept.seek(0)
    return kept


def scanned(file: IO[bytes], scanner: Scanner) -> Scan:
    try:
        scan = scanner.scan(file)
    except ScannerUnavailable as error:
        raise Refused(UNCHECKED) from error
    if scan is Scan.INFECTED:
        raise Refused(INFECTED)
    file.seek(0)
    return scan


def made_safe(file: IO[bytes], kind: Kind) -> tuple[IO[bytes], Kind]:
    if kind.family not in {Family.PICTURE, Family.OFFICE}:
        refuse_two_kinds(file)
    match kind.family:
        case Family.PICTURE:
            with file:
                return redraw(file, kind), kind
        case Family.OFFICE:
            kind = examine(file)
        case Family.PDF:
            refuse_cut_short(file)
        case Family.FILM:
            blank_details(file, measure(file)[0])
        case Family.TEXT:
            refuse_unreadable(file)
    file.seek(0)
    return file, kind


def refuse_two_kinds(file: IO[bytes]) -> None:
    if is_zipfile(file):
        raise Refused(TWO_KINDS)
    file.seek(0)


def refuse_cut_short(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if b"%%EOF" not in file.read():
        raise Refused(CUT_SHORT)


def measure(file: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    size = file.tell()
    file.seek(0)
    return size, digest.hexdigest()
