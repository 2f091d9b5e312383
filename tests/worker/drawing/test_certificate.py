import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from shutil import copy

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont

from worker.drawing import press
from worker.drawing.certificate import Certificate, draw_certificate
from worker.drawing.press import CannotDraw

SIAN = Certificate(
    name="Siân Pritchard-Evans",
    school="Alder Bridge Community School",
    award="Lead Practitioner",
    standards="Version 1",
    number="ALD-2027-0012",
    awarded=date(2027, 7, 16),
    expires=date(2030, 7, 15),
    signatory="Dr Marcus Okonjo-Bell",
    signatory_title="Headteacher",
    address="https://lectern.example/verify/Jq3vXbN0T2uYw8RkLm5ZaQ",
)


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return draw_certificate(SIAN)


def text_of(pdf: bytes) -> str:
    """As a reader would copy it, without caring where lines break."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        return " ".join(unicodedata.normalize("NFC", page.get_text_range()).split())


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every structure element, in reading order."""
    return list(below(pdf.Root.StructTreeRoot))


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from below(child)


def test_a_group_is_named_only_where_it_was_asked_for(drawn: bytes) -> None:
    assert "group" not in text_of(drawn)
    long_name = "The colleagues who ask what talk does for writing in every classroom of the lower school"
    for name in ("The talk group", long_name):
        assert f"as a member of the group “{name}”" in text_of(draw_certificate(replace(SIAN, group=name)))


def test_the_text_equals_the_award(drawn: bytes) -> None:
    assert text_of(drawn) == (
        "Alder Bridge Community School CERTIFICATE OF AWARD This certifies that Siân Pritchard-Evans "
        "has met the standards and is awarded the status of Lead Practitioner "
        "Award number ALD-2027-0012 Awarded 16 July 2027 Expires 15 July 2030 Version of the standards Version 1 "
        "Dr Marcus Okonjo-Bell Headteacher Check this certificate Scan the code or open "
        "lectern.example/verify/ Jq3vXbN0T2uYw8RkLm5ZaQ"
    )


def test_the_code_on_the_page_opens_the_verify_page(drawn: bytes) -> None:
    with pypdfium2.PdfDocument(drawn) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == SIAN.address


def test_the_printed_address_is_a_link_to_the_verify_page(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert [str(note.A.URI) for note in pdf.pages[0].Annots] == [SIAN.address]


def test_the_file_says_that_it_is_accessible(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(pdf.docinfo.Title) == "Lead Practitioner certificate: Siân Pritchard-Evans"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Lead Practitioner certificate: Siân Pritchard-Evans"
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_structure_is_read_in_order(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        kinds = [str(element.S) for element in elements(pdf)]
        spoken = [kind for kind in kinds if kind not in {"/Div", "/Document"}]
    assert spoken == [
        "/P",  # the school
        "/H1",
        *["/P"] * 4,  # this certifies that … the award
        *["/P"] * 4,  # number, awarded, expires, version
        "/P",  # the signatory
        "/H2",
        *["/P"] * 2,
        "/Link",
        "/Figure",
    ]


def test_the_code_is_described_in_words(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        [figure] = [element for element in elements(pdf) if element.S == "/Figure"]
        assert str(figure.Alt) == f"QR code that opens the page to check this certificate: {SIAN.address}"


def test_ornaments_are_not_read_out(drawn: bytes) -> None:
    """Whatever paints the page is either part of the structure or marked as an artifact."""
    inside: list[str] = []
    painted: list[str] = []
    with pikepdf.open(BytesIO(drawn)) as pdf:
        for step in pikepdf.parse_content_stream(pdf.pages[0]):
            match str(step.operator):
                case "BMC" | "BDC":
                    inside.append("artifact" if step.operands[0] == "/Artifact" else "structure")
                case "EMC":
                    inside.pop()
                case "S" | "f" | "f*" | "B" | "B*" | "b" | "Tj" | "TJ" | "Do" | "sh":
                    painted.append(inside[-1] if inside else "loose")
    assert set(painted) == {"artifact", "structure"}


def test_it_is_one_landscape_page_with_its_fonts_inside(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert len(pdf.pages) == 1
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
        fonts = [font.DescendantFonts[0] for font in pdf.pages[0].Resources.Font.values()]
        assert (round(width), round(height)) == (842, 595)
        assert {re.sub(r"^/\w+\+|-.*$", "", str(font.BaseFont)) for font in fonts} == {"Inter"}
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in fonts)


def test_the_same_award_gives_the_same_bytes(drawn: bytes) -> None:
    assert draw_certificate(replace(SIAN)) == drawn
    assert draw_certificate(replace(SIAN, number="ALD-2027-0013")) != drawn


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Świątek",
        "Ọlá Adébáyọ̀",
        "Ŵyn ap Siôn Ŷnyr",
        "Nguyễn Thị Hương",
        "Dvořák-Ğüneş Őry",
        "Σωκράτης Ελευθερίου",
        "Юлія Щербак",
        "D’Arcy O'Neill",
        "X",
    ],
)
def test_a_name_keeps_every_letter(name: str) -> None:
    assert unicodedata.normalize("NFC", name) in text_of(draw_certificate(replace(SIAN, name=name)))


@pytest.mark.parametrize(
    "name",
    [
        "Wolfeschlegelsteinhausen-Bergerdorff Anne-Marie Featherstonehaugh-Cholmondeley IV",
        "Maria " * 13 + "Ng",
        "W" * 80,
    ],
)
def test_a_long_name_stays_whole_and_inside_the_frame(name: str) -> None:
    pdf = draw_certificate(replace(SIAN, name=name))
    assert name.replace(" ", "") in text_of(pdf).replace(" ", "")
    with pypdfium2.PdfDocument(pdf) as document:
        words = document[0].get_textpage()
        edges = [words.get_rect(index) for index in range(words.count_rects())]
    frame = 11.2 / 25.4 * 72
    assert min(left for left, *_ in edges) > frame
    assert max(right for _, _, right, _ in edges) < 842 - frame
    assert min(bottom for _, bottom, *_ in edges) > frame


def test_everything_long_at_once_still_fits_one_page() -> None:
    wordy = replace(
        SIAN,
        name="Featherstonehaugh " * 4,
        school="The Blessed Saint Somebody of Somewhere Voluntary Aided Primary School and Nursery, Upper Hill",
        standards="Version 12 (revised for 2031)",
        signatory="Professor Dame Alexandrina Featherstonehaugh-Cholmondeley",
        signatory_title="Executive headteacher, on behalf of the governing board",
        address="https://lectern.a-rather-long-trust-name.example/verify/Jq3vXbN0T2uYw8RkLm5ZaQ",
    )
    text = text_of(draw_certificate(wordy))
    for words in (wordy.school, wordy.standards, wordy.signatory, wordy.signatory_title):
        assert words in text


def test_what_does_not_fit_is_refused_and_not_cut_off() -> None:
    with pytest.raises(CannotDraw, match="does not fit one page"):
        draw_certificate(replace(SIAN, name="Maria Teresa " * 200))


@pytest.mark.parametrize("name", ["王小明", "محمد عبد الله", "Siân 🎓", "Sam ᚱ"])
def test_a_letter_that_no_font_has_is_refused_and_never_drawn_as_a_box(name: str) -> None:
    with pytest.raises(CannotDraw, match="could not be displayed"):
        draw_certificate(replace(SIAN, name=name))


def test_another_font_in_the_folder_lends_its_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for font in press.FONTS.glob("Inter-*.ttf"):
        copy(font, tmp_path)
    lend_a_letter(press.FONTS / "Inter-Regular.ttf", "王", tmp_path / "Lender.ttf")
    monkeypatch.setattr(press, "FONTS", tmp_path)
    press.fonts.cache_clear()
    press.families.cache_clear()
    try:
        assert press.families() == ["Inter", "Lender"]
        assert "Siân 王" in text_of(draw_certificate(replace(SIAN, name="Siân 王")))
    finally:
        press.fonts.cache_clear()
        press.families.cache_clear()


def lend_a_letter(source: Path, letter: str, target: Path) -> None:
    with TTFont(source) as font:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(letter)] = "O"
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = "Lender"
        font.save(target)


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "[Siân] *bold* _it_ $x^2$ `code` = Head",
        '#import "@preview/cetz:0.3.0"',
        '"); #panic("x") //',
        "https://evil.example/",
        "<label> @reference \\u{41} ~ --- ...",
    ],
)
def test_typst_syntax_in_any_field_stays_text(hostile: str) -> None:
    words = {
        field: hostile
        for field, value in asdict(SIAN).items()
        if isinstance(value, str) and field != "address"
    }
    pdf = draw_certificate(replace(SIAN, **words))
    assert text_of(pdf).replace(" ", "").count(hostile.replace(" ", "")) == len(words)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert [str(note.A.URI) for note in opened.pages[0].Annots] == [SIAN.address]


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "own.txt").write_text("own")
    monkeypatch.setattr(press, "TEMPLATES", folder)
    assert text_of(draw_reader(folder, "own.txt")) == "own"
    for path in ("../secret.txt", str(tmp_path / "secret.txt"), "/etc/passwd"):
        with pytest.raises(CannotDraw, match=r"nosy\.typ"):
            draw_reader(folder, path)


def draw_reader(folder: Path, path: str) -> bytes:
    (folder / "nosy.typ").write_text(f'#set document(title: "x")\n#read("{path}")')
    return press.draw("nosy.typ", {}, datetime(2027, 7, 16, tzinfo=UTC))
