"""A heat map as a drawing: squares in rows and columns, each with its number, told apart without their colour too."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from blueprints.shared.drawing import INK, QUIET, drawing, figure, words_at

SIDE, GAP, HEAD, LABEL, FOOT = 46, 4, 64, 340, 26
FILLS = ("#f4efe6", "#e9def2", "#cbb4df", "#643a87", "#2d1840")
DARK = 3
LETTERS = 42


@dataclass(frozen=True)
class Square:
    """`tint`: 0 for nothing, to 4. `mark`: dots under the number."""

    number: str
    tint: int
    mark: str = ""


def heat_map(
    title: str, rows: Sequence[str], columns: Sequence[str], squares: Sequence[Sequence[Square]]
) -> Markup:
    """Columns are numbered from 1, and their words stand below."""
    across = [LABEL + at * (SIDE + GAP) for at in range(len(columns))]
    body = [
        words_at(x + SIDE / 2, 22, str(at), weight=700, anchor="middle") for at, x in enumerate(across, 1)
    ]
    for at, (row, line) in enumerate(zip(rows, squares, strict=True)):
        top = HEAD + at * (SIDE + GAP)
        body.append(words_at(0, top + 28, textwrap.shorten(row, LETTERS, placeholder="…")))
        body += [_square(x, top, one) for x, one in zip(across, line, strict=True)]
    foot = HEAD + len(rows) * (SIDE + GAP) + FOOT
    body += [
        words_at(0, foot + at * 22, f"{at + 1}  {textwrap.shorten(words, 90, placeholder='…')}", colour=QUIET)
        for at, words in enumerate(columns)
    ]
    told = "; ".join(
        f"{row}: {', '.join(one.number for one in line)}" for row, line in zip(rows, squares, strict=True)
    )
    width = max(LABEL + len(columns) * (SIDE + GAP), 720)
    return drawing(title, f"{told}.", body, height=foot + len(columns) * 22, width=width)


def _square(x: float, y: float, one: Square) -> str:
    ink = "#fff" if one.tint >= DARK else INK
    middle = x + SIDE / 2
    return (
        f'<rect x="{figure(x)}" y="{figure(y)}" width="{SIDE}" height="{SIDE}" rx="5" fill="{FILLS[one.tint]}"/>'
        + words_at(middle, y + (24 if one.mark else 29), one.number, weight=700, colour=ink, anchor="middle")
        + (words_at(middle, y + 38, one.mark, size=12, colour=ink, anchor="middle") if one.mark else "")
    )
