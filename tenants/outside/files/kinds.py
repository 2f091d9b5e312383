"""The kinds of file that evidence may be, told apart by their first bytes and not by their names."""

from dataclasses import dataclass
from enum import StrEnum

from tenants.base.errors import Refused

WELCOME = (
    "Upload a photo (JPEG, PNG or WebP), a PDF, a Word, Excel, PowerPoint or OpenDocument file, "
    "a text or CSV file, or an MP4, M4A or MP3 recording."
)


class Family(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    FILM = "film"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Kind:
    family: Family
    media_type: str
    extension: str


JPEG = Kind(Family.PICTURE, "image/jpeg", "jpg")
PNG = Kind(Family.PICTURE, "image/png", "png")
WEBP = Kind(Family.PICTURE, "image/webp", "webp")
PDF = Kind(Family.PDF, "application/pdf", "pdf")
MP4 = Kind(Family.FILM, "video/mp4", "mp4")
M4A = Kind(Family.FILM, "audio/mp4", "m4a")
MP3 = Kind(Family.SOUND, "audio/mpeg", "mp3")
TXT = Kind(Family.TEXT, "text/plain", "txt")
CSV = Kind(Family.TEXT, "text/csv", "csv")

# Office files share one signature; office.py looks inside for which of them it is.
OFFICE = Kind(Family.OFFICE, "application/zip", "zip")

PROGRAM = "This file is a program, whatever its name says, so it cannot be evidence. " + WELCOME
OLD_OFFICE = (
    "This is an older Office file (.doc, .xls or .ppt) or one locked with a password. "
    "Save it without a password as .docx, .xlsx or .pptx, or as a PDF, and upload that."
)
HEIC = (
    "This is an iPhone photo in Apple’s HEIC format, which many computers cannot open. "
    "Save or share it as a JPEG and upload that. On the phone: Settings, Camera, Formats, Most Compatible."
)
MOV = "This is a QuickTime film (MOV). Save or export it as MP4 and upload that."
ARCHIVE = "This is a compressed folder. Upload the files inside it one at a time."
GIF = "We cannot take GIF pictures. Save it as PNG or JPEG and upload that."
RTF = "We cannot take RTF files. Save it as .docx or as a PDF and upload that."
DRAWING = (
    "We cannot take SVG drawings, because they can carry programs. Save it as PNG or PDF and upload that."
)
WEB_PAGE = "We cannot take web pages, because they can carry programs. Print the page to PDF and upload that."
UNKNOWN = "We do not recognise this kind of file. " + WELCOME

# (where, any of these bytes, what it is or the sentence for the person who tried)
SIGNATURES: tuple[tuple[int, tuple[bytes, ...], Kind | str], ...] = (
    (0, (b"\xff\xd8\xff",), JPEG),
    (0, (b"\x89PNG\r\n\x1a\n",), PNG),
    (8, (b"WEBPVP8",), WEBP),
    (0, (b"%PDF-",), PDF),
    (0, (b"PK\x03\x04",), OFFICE),
    (4, (b"ftypM4A ",), M4A),
    (4, (b"ftypisom", b"ftypiso2", b"ftypiso4", b"ftypiso5", b"ftypiso6", b"ftypmp41", b"ftypmp42"), MP4),
    (4, (b"ftypavc1", b"ftypM4V ", b"ftypMSNV", b"ftyp3gp"), MP4),
    (4, (b"ftypqt  ",), MOV),
    (4, (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1", b"ftypavif"), HEIC),
    (0, (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"), MP3),
    (0, (b"MZ", b"\x7fELF", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00"), PROGRAM),
    (0, (b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe"), PROGRAM),
    (0, (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), OLD_OFFICE),
    (0, (b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"), ARCHIVE),
    (257, (b"ustar",), ARCHIVE),
    (0, (b"GIF8",), GIF),
    (0, (b"{\\rtf",), RTF),
)

# A browser that was handed one of these could run it, so they may not open a file of any other kind.
MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<svg", DRAWING),
    (b"<html", WEB_PAGE),
    (b"<!doctype html", WEB_PAGE),
    (b"<script", WEB_PAGE),
)
WELCOME_TEXT = {"txt": TXT, "csv": CSV}


def recognise(head: bytes, named_extension: str) -> Kind:
    """The kind by its first kilobyte. Only text needs its name: no byte tells a CSV from a note."""
    found = next((kind for at, magics, kind in SIGNATURES if head.startswith(magics, at)), None)
    if isinstance(found, str):
        raise Refused(found)
    kind = found or text_kind(head, named_extension)
    if kind.family in {Family.PDF, Family.FILM, Family.SOUND}:
        refuse_markup(head)
    return kind


def text_kind(head: bytes, named_extension: str) -> Kind:
    refuse_markup(head)
    if b"\x00" in head or named_extension not in WELCOME_TEXT:
        raise Refused(UNKNOWN)
    return WELCOME_TEXT[named_extension]


def refuse_markup(head: bytes) -> None:
    lowered = head.lower()
    for opening, reason in MARKUP:
        if opening in lowered:
            raise Refused(reason)
