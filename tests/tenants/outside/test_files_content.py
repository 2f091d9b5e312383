import hashlib
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from PIL import Image

from tenants.base.errors import Refused
from tenants.outside.files import content, kinds, office, pictures, recordings, texts
from tenants.outside.files.content import Checked, check
from tenants.outside.files.scanner import Scan
from tests.tenants.outside import uploads


def take(data: bytes, name: str = "evidence") -> tuple[Checked, bytes]:
    with check(BytesIO(data), name) as checked:
        return checked, checked.file.read()


def reason(data: bytes, name: str = "evidence") -> str:
    with pytest.raises(Refused) as refused:
        take(data, name)
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "name", "media_type", "extension"),
    [
        (uploads.picture("JPEG"), "photo.jpeg", "image/jpeg", "jpg"),
        (uploads.picture("PNG"), "shot.png", "image/png", "png"),
        (uploads.picture("WEBP"), "shot.webp", "image/webp", "webp"),
        (uploads.PDF, "plan.pdf", "application/pdf", "pdf"),
        (uploads.office(uploads.WORD), "notes.docx", uploads.MAIN + "wordprocessingml.document", "docx"),
        (uploads.office(uploads.SHEET), "marks.xlsx", uploads.MAIN + "spreadsheetml.sheet", "xlsx"),
        (uploads.office(uploads.SLIDES), "talk.pptx", uploads.MAIN + "presentationml.presentation", "pptx"),
        (uploads.opendocument("text"), "notes.odt", "application/vnd.oasis.opendocument.text", "odt"),
        (
            uploads.opendocument("presentation"),
            "talk.odp",
            "application/vnd.oasis.opendocument.presentation",
            "odp",
        ),
        (
            uploads.opendocument("spreadsheet"),
            "marks.ods",
            "application/vnd.oasis.opendocument.spreadsheet",
            "ods",
        ),
        ("Siân said: “well done”\n".encode(), "quote.txt", "text/plain", "txt"),
        ("\ufeffname;mark\nŁucja;7\n".encode(), "marks.CSV", "text/csv", "csv"),
        (uploads.film(), "lesson.mp4", "video/mp4", "mp4"),
        (uploads.film(b"M4A "), "talk.m4a", "audio/mp4", "m4a"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00" + bytes(100), "talk.mp3", "audio/mpeg", "mp3"),
    ],
)
def test_a_welcome_file_is_known_by_its_content(
    data: bytes, name: str, media_type: str, extension: str
) -> None:
    checked, kept = take(data, name)
    assert (checked.media_type, checked.extension) == (media_type, extension)
    assert checked.size == len(kept)
    assert checked.sha256 == hashlib.sha256(kept).hexdigest()
    assert checked.scan is Scan.NOT_SCANNED


@pytest.mark.parametrize(
    ("data", "extension"),
    [(uploads.picture("PNG"), "png"), (uploads.PDF, "pdf"), (uploads.office(), "docx")],
)
@pytest.mark.parametrize("name", ["evidence.exe", "evidence.jpg", "evidence.txt", "evidence", ".pdf.exe"])
def test_the_name_decides_nothing_where_the_content_speaks(data: bytes, extension: str, name: str) -> None:
    checked, _ = take(data, name)
    assert checked.extension == extension
    assert checked.name.endswith("." + extension)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "empty.pdf", content.EMPTY),
        (uploads.PROGRAM, "essay.docx", kinds.PROGRAM),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "photo.jpg", kinds.PROGRAM),
        (b"\xcf\xfa\xed\xfe" + bytes(50), "photo.png", kinds.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt", kinds.PROGRAM),
        (uploads.HEIC, "IMG_0042.HEIC", kinds.HEIC),
        (uploads.HEIC, "IMG_0042.jpg", kinds.HEIC),
        (uploads.film(b"qt  "), "IMG_0043.MOV", kinds.MOV),
        (b"GIF89a" + bytes(50), "dance.gif", kinds.GIF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "old.doc", kinds.OLD_OFFICE),
        (b"{\\rtf1 hello}", "notes.rtf", kinds.RTF),
        (b"Rar!\x1a\x07\x00" + bytes(50), "all.rar", kinds.ARCHIVE),
        (uploads.zipped({"a.txt": b"a"}), "all.zip", kinds.ARCHIVE),
        (uploads.zipped({"a.txt": b"a"}), "notes.docx", kinds.ARCHIVE),
        (uploads.zipped({}), "notes.docx", kinds.ARCHIVE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.svg", kinds.DRAWING),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<SVG onload="alert(1)"/>', "logo.txt", kinds.DRAWING),
        (b"<!DOCTYPE HTML><title>x</title>", "page.html", kinds.WEB_PAGE),
        (b"hello <script>alert(1)</script>", "notes.txt", kinds.WEB_PAGE),
        (b"print('hello')", "lesson.py", kinds.UNKNOWN),
        (b"plain words", "words", kinds.UNKNOWN),
        (bytes(range(256)), "data.bin", kinds.UNKNOWN),
        ("Siân".encode("cp1252"), "names.csv", texts.NOT_UTF8),
        ("Siân".encode() + b"\xc3", "names.csv", texts.NOT_UTF8),
        (b"a" * 2000 + b"\x1b[2J", "notes.txt", texts.NOT_TEXT),
        (b"a" * 2000 + b"\x00", "notes.txt", texts.NOT_TEXT),
        (uploads.PDF[:-7], "plan.pdf", content.CUT_SHORT),
        (b"%PDF-1.7\n<html><script>alert(1)</script>" + uploads.PDF, "plan.pdf", kinds.WEB_PAGE),
        (uploads.PDF + uploads.zipped({"a.exe": uploads.PROGRAM}), "plan.pdf", office.TWO_KINDS),
        (b"words\n" * 300 + uploads.zipped({"a.exe": b"x"}), "notes.txt", office.TWO_KINDS),
        (b"\xff\xfb\x90\x00" + bytes(50) + uploads.zipped({"a": b"x"}), "talk.mp3", office.TWO_KINDS),
        (b" " + uploads.PDF, "plan.pdf", kinds.UNKNOWN),
    ],
)
def test_an_unwelcome_file_is_refused_with_a_sentence(data: bytes, name: str, sentence: str) -> None:
    assert reason(data, name) == sentence


def test_every_refusal_says_what_to_do_next() -> None:
    modules = (content, kinds, office, pictures, recordings, texts)
    sentences = {
        word for module in modules for name, word in vars(module).items() if name.isupper() and said(word)
    }
    ways_out = ("upload", "tell whoever", "try again")
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if not any(way in sentence.lower() for way in ways_out)] == []


def said(value: object) -> bool:
    return isinstance(value, str) and " " in value


class Endless(BytesIO):
    """A sender that never stops, whatever length it announced."""

    sent = 0

    def read(self, size: int | None = -1) -> bytes:
        piece = b"%PDF-1.7\n".ljust(size or 0, b" ")
        self.sent += len(piece)
        return piece


def test_an_upload_is_dropped_at_the_limit_and_not_read_further() -> None:
    sender = Endless()
    with pytest.raises(Refused, match="25 MB"):
        check(sender, "plan.pdf")
    assert sender.sent <= content.MOST_BYTES + content.PIECE


def test_a_file_of_just_25_mb_is_taken() -> None:
    padding = b" " * (content.MOST_BYTES - len(uploads.PDF))
    assert take(uploads.PDF[:9] + padding + uploads.PDF[9:])[0].size == content.MOST_BYTES
    assert reason(uploads.PDF[:9] + padding + b" " + uploads.PDF[9:]) == content.TOO_LARGE


# Pictures


def drawn(data: bytes, name: str = "picture") -> Image.Image:
    return Image.open(BytesIO(take(data, name)[1]))


def test_a_phones_photo_loses_its_place_and_keeps_its_way_up() -> None:
    before = Image.open(BytesIO(uploads.photo_from_a_phone()))
    assert before.getexif().get_ifd(0x8825)
    after = drawn(uploads.photo_from_a_phone(), "IMG_0042.JPG")
    assert not after.getexif()
    assert "exif" not in after.info
    assert before.size == (60, 40)
    assert after.size == (40, 60)
    top, bottom = after.getpixel((20, 10)), after.getpixel((20, 50))
    assert (top[0] > 200, top[2] < 60) == (True, True)
    assert (bottom[0] < 60, bottom[2] > 200) == (True, True)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_hides_in_a_picture_stays_behind(form: str) -> None:
    hidden = b"<script>alert(1)</script>"
    exif = Image.Exif()
    exif[0x010E] = hidden.decode()
    data = uploads.picture(form, exif=exif) + hidden + uploads.zipped({"a.exe": uploads.PROGRAM})
    assert hidden in data
    _, kept = take(data)
    assert hidden not in kept
    assert b"PK\x03\x04" not in kept


def test_a_see_through_picture_stays_see_through() -> None:
    after = drawn(uploads.saved(Image.new("RGBA", (8, 8), (200, 0, 0, 90)), "PNG"))
    assert after.getpixel((0, 0)) == (200, 0, 0, 90)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_in_unusual_colours_are_taken(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert drawn(uploads.saved(Image.new(mode, (8, 8)), form)).size == (8, 8)


def test_a_photo_in_several_sizes_is_taken_as_its_first() -> None:
    """Phones keep a preview in the same JPEG (MPO)."""
    small = Image.new("RGB", (10, 10), "blue")
    data = uploads.saved(Image.new("RGB", (60, 40), "red"), "MPO", save_all=True, append_images=[small])
    assert drawn(data, "photo.jpg").size == (60, 40)


def test_a_large_picture_is_made_smaller() -> None:
    assert drawn(uploads.png_of(5000, 2500)).size == (4096, 2048)


@pytest.mark.parametrize("side", [7_800, 10_000, 12_000, 30_000])
def test_a_picture_that_unpacks_beyond_measure_is_refused(side: int) -> None:
    """Below and above the sizes at which Pillow itself warns and refuses."""
    bomb = uploads.png_of(side, side)
    assert len(bomb) < 200_000
    assert reason(bomb, "tiny.png") == pictures.TOO_LARGE


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(form: str) -> None:
    data = uploads.picture(form, (400, 400))
    assert reason(data[: len(data) // 2]) == pictures.DAMAGED


# Office


@pytest.mark.parametrize(
    "entries",
    [
        {"word/vbaProject.bin": b"x"},
        {"WORD/VBAPROJECT.BIN": b"x"},
        {"xl/macrosheets/sheet1.xml": b"x"},
        {"word/activeX/activeX1.xml": b"x"},
        {"[Content_Types].xml": uploads.types("application/vnd.ms-word.document.macroEnabled.main+xml")},
        {"[Content_Types].xml": uploads.types(uploads.WORD, "application/vnd.ms-office.vbaProject")},
    ],
)
def test_macros_are_refused_under_an_innocent_name(entries: dict[str, bytes]) -> None:
    assert reason(uploads.office(**entries), "notes.docx") == office.MACROS


def test_macros_of_opendocument_are_refused() -> None:
    entries = {"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": b"x"}
    assert reason(uploads.zipped(entries), "notes.odt") == office.MACROS


@pytest.mark.parametrize(
    "listing",
    [
        uploads.types(uploads.WORD, "application/vnd.ms-word.document.macro&#69;nabled.main+xml"),
        b'<!DOCTYPE t [<!ENTITY e "macroEnabled">]>' + uploads.types(uploads.WORD),
        uploads.types(uploads.WORD).decode().encode("utf-16"),
    ],
)
def test_a_disguised_list_of_types_is_refused(listing: bytes) -> None:
    assert reason(uploads.office(**{"[Content_Types].xml": listing})) == office.DAMAGED


@pytest.mark.parametrize("declared", [(), ("text/xml",), (uploads.WORD, uploads.SHEET)])
def test_an_office_file_is_exactly_one_known_kind(declared: tuple[str, ...]) -> None:
    assert "kind of Office file" in reason(
        uploads.office(**{"[Content_Types].xml": uploads.types(*declared)})
    )


def test_a_program_inside_a_document_is_refused() -> None:
    assert reason(uploads.office(**{"word/media/picture.png": uploads.PROGRAM})) == kinds.PROGRAM


def test_a_chart_brings_its_own_workbook() -> None:
    workbook = uploads.office(uploads.SHEET)
    deck = uploads.office(uploads.SLIDES, **{"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook})
    assert take(deck)[0].extension == "pptx"


def test_macros_in_a_document_inside_a_document_are_refused() -> None:
    workbook = uploads.office(uploads.SHEET, **{"xl/vbaProject.bin": b"x"})
    assert reason(uploads.office(**{"word/embeddings/a.xlsx": workbook})) == office.MACROS


def test_archives_nested_further_are_refused() -> None:
    inner = uploads.zipped({"c.zip": uploads.zipped({"d.txt": b"d"})})
    assert reason(uploads.office(**{"word/b.bin": inner})) == office.BOMB


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param({"word/zeros.xml": bytes(60 * 1024 * 1024)}, id="steep"),
        pytest.param({f"word/{n}.xml": b"" for n in range(6_000)}, id="many entries"),
        pytest.param({"word/inner.zip": uploads.zipped({"z": bytes(60 * 1024 * 1024)})}, id="nested"),
    ],
)
def test_a_document_that_unpacks_beyond_measure_is_refused(bomb: dict[str, bytes]) -> None:
    data = uploads.office(**bomb)
    assert len(data) < 2_000_000
    assert reason(data, "notes.docx") == office.BOMB


def test_many_parts_within_reason_but_too_much_in_all_are_refused() -> None:
    """Each part unpacks a hundredfold, as XML does; together they pass the limit."""
    part = b"".join(hashlib.sha256(str(n).encode()).digest() + bytes(3200) for n in range(5_000))
    data = uploads.office(**{f"word/{n}.xml": part for n in range(14)})
    assert len(data) < content.MOST_BYTES
    assert reason(data) == office.BOMB


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    """The directory says one kilobyte, the data holds a megabyte."""
    data = bytearray(uploads.office(**{"word/x.xml": bytes(1024 * 1024)}))
    lie = data.rindex(b"word/x.xml") - 46 + 24
    assert int.from_bytes(data[lie : lie + 4], "little") == 1024 * 1024
    data[lie : lie + 4] = (1024).to_bytes(4, "little")
    assert reason(bytes(data)) == office.DAMAGED


def test_a_locked_document_is_refused() -> None:
    data = bytearray(uploads.office())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert reason(bytes(data)) == office.LOCKED


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", uploads.PDF, bytes(22)])
def test_a_document_with_something_after_its_end_is_refused(tail: bytes) -> None:
    assert reason(uploads.office() + tail) == office.TWO_KINDS


def test_a_document_with_a_long_comment_is_refused() -> None:
    made = BytesIO(uploads.office())
    with ZipFile(made, "a") as archive:
        archive.comment = b"<html><script>alert(1)</script>"
    assert reason(made.getvalue()) == office.TWO_KINDS


def test_a_damaged_document_is_refused() -> None:
    data = bytearray(uploads.office(**{"word/x.xml": hashlib.sha512(b"x").digest() * 9}))
    data[data.index(b"word/x.xml") + 20] ^= 0xFF
    assert reason(bytes(data)) == office.DAMAGED
    assert reason(uploads.office()[:60]) == office.DAMAGED


def test_entries_named_as_paths_are_never_unpacked() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", uploads.types(uploads.WORD))
        archive.writestr(ZipInfo("../../../../tmp/lectern-escaped"), b"x")
    assert take(made.getvalue())[1] == made.getvalue()


# Recordings


def test_a_film_loses_its_place_and_nothing_else_moves() -> None:
    place = b"+51.5072-000.1276/"
    before = uploads.film(place=place)
    _, after = take(before, "lesson.mp4")
    assert before.count(place) == 2
    assert place not in after
    assert len(after) == len(before)
    assert after.index(b"mdat") == before.index(b"mdat")
    assert after.endswith(b"pictures and sound")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(uploads.film()[:-5], id="cut short"),
        pytest.param(uploads.film() + b"more", id="appended"),
        pytest.param(uploads.film()[:24], id="no film"),
        pytest.param(uploads.box(b"ftyp", b"isom" + bytes(8)) + b"\x00\x00\x00\x04moov", id="box of nothing"),
        pytest.param(uploads.film() + uploads.box(b"free", b"") * 5_000, id="endless boxes"),
        pytest.param(uploads.film() + b"\x00\x00\x00\x01free" + b"\xff" * 8, id="box beyond the end"),
    ],
)
def test_a_film_whose_boxes_do_not_fill_the_file_is_refused(data: bytes) -> None:
    assert reason(data, "lesson.mp4") == recordings.DAMAGED


def test_boxes_nested_without_end_are_refused() -> None:
    nested = b""
    for _ in range(3_000):
        nested = uploads.box(b"trak", nested)
    assert (
        reason(uploads.box(b"ftyp", b"isom" + bytes(8)) + uploads.box(b"moov", nested)) == recordings.DAMAGED
    )


# What stays behind


def test_a_refused_upload_leaves_no_open_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[IO[bytes]] = []
    spool = content.spool

    def noted() -> IO[bytes]:
        opened.append(spool())
        return opened[-1]

    monkeypatch.setattr(content, "spool", noted)
    for data in (b"", uploads.PROGRAM, uploads.png_of(30_000, 30_000), uploads.office()[:60]):
        reason(data)
    take(uploads.picture("PNG"))
    assert [file.closed for file in opened] == [True] * 5
