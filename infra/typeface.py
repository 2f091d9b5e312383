"""The typeface as browsers load it: cut into the letters that every page shows, those that names add, and all the
others. A browser fetches a file when a page has a letter of it."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 700)
"""What our style sheets ask for. Optical sizes stay whole: headings are drawn tighter than text."""
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "calt", "case", "tnum")

ARROWS = range(0x2190, 0x2194)
SIGNS = (0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x20AC, 0x2212)
EVERYWHERE = frozenset(
    letter
    for run in (
        range(0x20, 0x7F),
        range(0xA0, 0x100),
        range(0x2010, 0x2016),
        range(0x2018, 0x201F),
        ARROWS,
        SIGNS,
    )
    for letter in run
)
"""English, Western Europe, and the marks and arrows of our own pages."""
NAMES = frozenset([*range(0x100, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00)])
"""Łukasz, Ŵyn, Ọlá and Nguyễn: letters with marks, marks by themselves, and the apostrophes of Hawaiʻi."""


def cut(source: Path) -> dict[str, tuple[bytes, frozenset[int]]]:
    """Part → its file and the letters that it is for."""
    known = frozenset(TTFont(source).getBestCmap())
    parts = {
        "latin": known & EVERYWHERE,
        "names": known & NAMES - EVERYWHERE,
        "others": known - NAMES - EVERYWHERE,
    }
    return {name: (drawn(source, letters), letters) for name, letters in parts.items()}


def drawn(source: Path, letters: Iterable[int]) -> bytes:
    """The same bytes each time, so that browsers keep what they have."""
    font = TTFont(source, recalcTimestamp=False)
    asked = Options(layout_features=list(FEATURES), name_IDs=[1, 2], notdef_outline=True)
    subsetter = Subsetter(asked)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    narrowed = instantiateVariableFont(font, {"wght": WEIGHTS})
    narrowed.flavor = "woff2"
    written = BytesIO()
    narrowed.save(written)
    return written.getvalue()
