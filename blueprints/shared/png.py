"""A drawing of ours as a picture made of points, for slides and letters that take no SVG."""

import json
from functools import cache
from pathlib import Path

import typst
from markupsafe import Markup

FONTS = Path(__file__).parents[2] / "worker" / "fonts"
SHEET = b"""#let told = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 16pt, fill: white)
#image(bytes(told.svg), format: "svg", width: 720pt)
"""
POINTS = 144


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def standing_alone(svg: Markup) -> str:
    """With the typeface that a page would give it."""
    return str(svg).replace("<svg ", '<svg font-family="Inter, Arial, sans-serif" ', 1)


def png(svg: Markup) -> bytes:
    made = typst.compile(
        SHEET,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=POINTS,
        sys_inputs={"data": json.dumps({"svg": standing_alone(svg)})},
    )
    return bytes(made)
