"""The files that candidates of the demonstration attach: tables as written, pictures and papers drawn."""

from io import BytesIO
from pathlib import PurePath

import typst
from PIL import Image, ImageDraw, ImageFont

from app.demonstration.told import DATA
from worker.drawing.press import fonts

FILES = DATA / "files"
WIDTH, HEIGHT, EDGE = 960, 560, 70
INK, BAR, PAPER = "#2d1840", "#6d3f8f", "#fffdf8"


def drawn(name: str) -> bytes:
    """A `.csv` lies in `data/files`; a `.png` is drawn from the table of the same name, a `.pdf` from the
    text of the same name."""
    match PurePath(name).suffix:
        case ".png":
            return chart((FILES / name).with_suffix(".csv").read_text(encoding="utf-8"))
        case ".pdf":
            return paper((FILES / name).with_suffix(".typ").read_text(encoding="utf-8"))
        case _:
            return (FILES / name).read_bytes()


def paper(text: str) -> bytes:
    pdf: bytes = typst.compile(
        text.encode(), font_paths=fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return pdf


def chart(table: str) -> bytes:
    """Bars of a table with two columns; its heading is the title."""
    heading, *rows = (line.split(",") for line in table.strip().splitlines())
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((EDGE, 24), heading[1], INK, font=ImageFont.load_default(26))
    values = [float(row[1]) for row in rows]
    space = (WIDTH - 2 * EDGE) / len(rows)
    for place, ((label, *_), value) in enumerate(zip(rows, values, strict=True)):
        left = EDGE + place * space
        top = HEIGHT - EDGE - (HEIGHT - 3 * EDGE) * value / max(values)
        draw.rectangle((left + space * 0.15, top, left + space * 0.85, HEIGHT - EDGE), BAR)
        middle = left + space / 2
        draw.text((middle, top - 8), f"{value:g}", INK, font=ImageFont.load_default(20), anchor="ms")
        draw.text((middle, HEIGHT - EDGE + 12), label, INK, font=ImageFont.load_default(18), anchor="mt")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
