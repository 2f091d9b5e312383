"""Word, Excel, PowerPoint and OpenDocument files are zip files: opened, measured and read through."""

import re
import zlib
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from tenants.base.errors import Refused
from tenants.outside.files.kinds import ARCHIVE, PROGRAM, Family, Kind

MOST_ENTRIES = 5_000
MOST_BYTES = 200 * 1024 * 1024
LARGEST_INNER_ARCHIVE = 25 * 1024 * 1024
DEEPEST = 2
STEEPEST = 250
STEEPNESS_MATTERS_FROM = 1024 * 1024

OOXML = "application/vnd.openxmlformats-officedocument."
BY_MAIN_PART = {
    f"{OOXML}wordprocessingml.document.main+xml": Kind(
        Family.OFFICE, f"{OOXML}wordprocessingml.document", "docx"
    ),
    f"{OOXML}spreadsheetml.sheet.main+xml": Kind(Family.OFFICE, f"{OOXML}spreadsheetml.sheet", "xlsx"),
    f"{OOXML}presentationml.presentation.main+xml": Kind(
        Family.OFFICE, f"{OOXML}presentationml.presentation", "pptx"
    ),
}
ODF = "application/vnd.oasis.opendocument."
BY_MIMETYPE = {
    f"{ODF}text": Kind(Family.OFFICE, f"{ODF}text", "odt"),
    f"{ODF}presentation": Kind(Family.OFFICE, f"{ODF}presentation", "odp"),
    f"{ODF}spreadsheet": Kind(Family.OFFICE, f"{ODF}spreadsheet", "ods"),
}
MACRO_PLACES = ("/vbaproject", "/vbadata", "/macrosheets/", "/activex/", "/basic/", "/scripts/")
CONTENT_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"']*)["']""")
# No writer of documents needs these in the list of types; they could hide the word macroEnabled from us.
DISGUISES = (b"&", b"<!", b"\x00")
MACRO_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet")

BOMB = "This file unpacks to far more than a document should. Save it again as a PDF and upload that."
LOCKED = "This file is locked with a password. Save it without one and upload that."
MACROS = (
    "This file contains macros (small programs). "
    "Save it without them, as .docx, .xlsx, .pptx or PDF, and upload that."
)
DAMAGED = (
    "This file is damaged and cannot be opened. Open it on your computer, save it again and upload that."
)
TWO_KINDS = (
    "This is two kinds of file at once, which is how harmful files hide. "
    "Save it again, or as a PDF, and upload that."
)


def examine(file: IO[bytes]) -> Kind:
    try:
        with ZipFile(file) as archive:
            refuse_appended(file)
            refuse_harm(archive, depth=1)
            return document_kind(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Refused(DAMAGED) from error


def refuse_appended(file: IO[bytes]) -> None:
    """An Office file ends with its directory's end record; anything after it belongs to another file."""
    file.seek(-22, 2)
    if file.read(4) != b"PK\x05\x06":
        raise Refused(TWO_KINDS)


def refuse_harm(archive: ZipFile, depth: int) -> None:
    entries = archive.infolist()
    refuse_bomb(entries)
    refuse_locks_and_macros(entries)
    for entry in entries:
        refuse_inner(archive, entry, depth)
    if archive.testzip() is not None:
        raise Refused(DAMAGED)


def refuse_bomb(entries: list[ZipInfo]) -> None:
    """By declared sizes; `testzip` then reads every entry, and one that lies fails its checksum."""
    steep = any(
        entry.file_size > STEEPNESS_MATTERS_FROM and entry.file_size > STEEPEST * max(entry.compress_size, 1)
        for entry in entries
    )
    if steep or len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused(BOMB)


def refuse_locks_and_macros(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(LOCKED)
    if any(place in f"/{entry.filename.lower()}" for entry in entries for place in MACRO_PLACES):
        raise Refused(MACROS)


def refuse_inner(archive: ZipFile, entry: ZipInfo, depth: int) -> None:
    """A chart in a presentation carries its own workbook: one archive inside is usual, more are a trap."""
    with archive.open(entry) as part:
        head = part.read(4)
        if head.startswith((b"MZ", b"\x7fELF")):
            raise Refused(PROGRAM)
        if head != b"PK\x03\x04":
            return
        if depth == DEEPEST or entry.file_size > LARGEST_INNER_ARCHIVE:
            raise Refused(BOMB)
        with ZipFile(BytesIO(head + part.read())) as inner:
            refuse_harm(inner, depth + 1)


def document_kind(archive: ZipFile) -> Kind:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return ooxml_kind(archive)
    if "mimetype" in names:
        declared = archive.read("mimetype")[:200].decode("ascii").strip()
        return known(BY_MIMETYPE.get(declared))
    raise Refused(ARCHIVE)


def ooxml_kind(archive: ZipFile) -> Kind:
    listing = archive.read("[Content_Types].xml")
    if any(disguise in listing for disguise in DISGUISES):
        raise Refused(DAMAGED)
    types = {declared.decode() for declared in CONTENT_TYPE.findall(listing)}
    if any(word in declared.lower() for declared in types for word in MACRO_TYPES):
        raise Refused(MACROS)
    kinds = [kind for main, kind in BY_MAIN_PART.items() if main in types]
    return known(kinds[0] if len(kinds) == 1 else None)


def known(kind: Kind | None) -> Kind:
    if kind is None:
        raise Refused(
            "This kind of Office file cannot be taken. Save it as .docx, .xlsx, .pptx or PDF and upload that."
        )
    return kind
