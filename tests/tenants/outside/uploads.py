"""Uploads for the tests, honest and hostile, made on the spot."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

MAIN = "application/vnd.openxmlformats-officedocument."
WORD = f"{MAIN}wordprocessingml.document.main+xml"
SHEET = f"{MAIN}spreadsheetml.sheet.main+xml"
SLIDES = f"{MAIN}presentationml.presentation.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(200)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)


def picture(form: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return saved(image, form, **options)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    made = BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def photo_from_a_phone() -> bytes:
    """Held on its side (orientation 6) in a known place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return picture("JPEG", exif=exif, quality=95)


def png_of(width: int, height: int) -> bytes:
    """One bit a pixel, all alike: a few kilobytes that unpack to width times height."""
    rows = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def types(*declared: str) -> bytes:
    parts = "".join(
        f'<Override PartName="/p{i}.xml" ContentType="{kind}"/>' for i, kind in enumerate(declared)
    )
    return f'<?xml version="1.0"?><Types xmlns="urn:types">{parts}</Types>'.encode()


def office(main: str = WORD, **entries: bytes) -> bytes:
    return zipped({"[Content_Types].xml": types(main), "word/document.xml": b"<w/>"} | entries)


def opendocument(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<o/>"})


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def film(brand: bytes = b"isom", place: bytes = b"+51.5072-000.1276/") -> bytes:
    """As a phone writes it: the place stands in a box of the track and in one of the film."""
    where = box(b"udta", box(b"\xa9xyz", place))
    track = box(b"trak", box(b"tkhd", bytes(20)) + box(b"meta", place))
    return (
        box(b"ftyp", brand + bytes(4) + brand)
        + box(b"moov", box(b"mvhd", bytes(100)) + track + where)
        + box(b"mdat", b"pictures and sound")
    )
