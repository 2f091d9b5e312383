"""The files that candidates of the demonstration attach: tables as written, pictures and papers drawn."""

import json
from io import BytesIO
from pathlib import PurePath
from zlib import crc32

import typst
from PIL import Image, ImageDraw, ImageFont

from app.demonstration.told import DATA
from worker.drawing.press import fonts

FILES = DATA / "files"
PAPER = FILES / "paper.typ"
WIDTH, HEIGHT, EDGE = 960, 560, 70
INK, BAR, GROUND = "#2d1840", "#6d3f8f", "#fffdf8"
CORK, SHADOW, PIN = "#c9a877", "#a98a5d", "#b03a2e"
CARDS = ("#fdf6c9", "#dcecf9", "#f9dfe3", "#e2f2dc")
CARD_WIDTH, CARD_HEIGHT, TILT = 380, 130, 7


def drawn(name: str) -> bytes:
    """A `.csv` lies in `data/files`. A `.png` is drawn from the table of the same name, a `.pdf` and a `.jpg`
    from the text of the same name."""
    match PurePath(name).suffix:
        case ".png":
            return chart(_beside(name, ".csv"))
        case ".pdf":
            return paper(_beside(name, ".txt"))
        case ".jpg":
            return board(_beside(name, ".txt"))
        case _:
            return (FILES / name).read_bytes()


def _beside(name: str, suffix: str) -> str:
    return (FILES / name).with_suffix(suffix).read_text(encoding="utf-8")


def paper(text: str) -> bytes:
    """Title, what it is for, and its steps, a line each."""
    title, about, *steps = text.strip().splitlines()
    told = json.dumps({"title": title, "about": about, "steps": steps})
    pdf: bytes = typst.compile(
        PAPER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"told": told},
    )
    return pdf


def chart(table: str) -> bytes:
    """Bars of a table with two columns; its heading is the title."""
    heading, *rows = (line.split(",") for line in table.strip().splitlines())
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.text((EDGE, 24), heading[1], INK, font=_letters(26))
    values = [float(row[1]) for row in rows]
    space = (WIDTH - 2 * EDGE) / len(rows)
    for place, ((label, *_), value) in enumerate(zip(rows, values, strict=True)):
        left = EDGE + place * space
        top = HEIGHT - EDGE - (HEIGHT - 3 * EDGE) * value / max(values)
        draw.rectangle((left + space * 0.15, top, left + space * 0.85, HEIGHT - EDGE), BAR)
        middle = left + space / 2
        draw.text((middle, top - 8), f"{value:g}", INK, font=_letters(20), anchor="ms")
        draw.text((middle, HEIGHT - EDGE + 12), label, INK, font=_letters(18), anchor="mt")
    return _kept(picture, "PNG")


def board(text: str) -> bytes:
    """A pinboard with a card for each line, hung as straight as people hang them."""
    lines = text.strip().splitlines()
    picture = Image.new("RGB", (WIDTH, 90 + 170 * -(-len(lines) // 2)), CORK)
    for place, line in enumerate(lines):
        card = _card(line, CARDS[place % len(CARDS)])
        lean = crc32(line.encode()) % (2 * TILT + 1) - TILT
        turned = card.rotate(lean / 2, resample=Image.Resampling.BICUBIC, expand=True)
        left, top = 60 + place % 2 * 440 + lean, 50 + place // 2 * 170 - lean
        shadow = Image.new("RGB", turned.size, SHADOW)
        picture.paste(shadow, (left + 6, top + 8), turned)
        picture.paste(turned, (left, top), turned)
        ImageDraw.Draw(picture).circle((left + CARD_WIDTH // 2, top + 14), 7, PIN)
    return _kept(picture, "JPEG")


def _card(line: str, colour: str) -> Image.Image:
    card = Image.new("RGBA", (CARD_WIDTH, CARD_HEIGHT), colour)
    size = 30 if len(line) < 22 else 22 if len(line) < 32 else 17
    middle = (CARD_WIDTH / 2, CARD_HEIGHT / 2 + 6)
    ImageDraw.Draw(card).text(middle, line, INK, font=_letters(size), anchor="mm")
    return card


def _letters(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _kept(picture: Image.Image, kind: str) -> bytes:
    kept = BytesIO()
    picture.save(kept, kind)
    return kept.getvalue()
