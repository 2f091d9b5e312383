"""Typst in, accessible PDF out. Data goes in as JSON; a template sees only its own folder and our fonts."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parents[1] / "fonts"
HOUSE_FAMILY = "Inter"


class CannotDraw(Exception):
    """The document cannot be drawn faithfully: a letter that no font has, or words that do not fit."""


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def families() -> list[str]:
    """The house family first; the others lend it the letters of scripts that it lacks."""
    found = sorted(set(fonts().families()) - {HOUSE_FAMILY})
    return [HOUSE_FAMILY, *found]


def draw(template: str, data: Mapping[str, object], dated: datetime) -> bytes:
    """The same data and date give the same bytes."""
    values = json.dumps({**data, "fonts": families()}, ensure_ascii=False)
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": values},
            pdf_standards=["ua-1"],
            timestamp=dated,
        )
    except typst.TypstError as error:
        raise CannotDraw(f"{template}: {error.message}") from error
    if warnings:
        raise CannotDraw(f"{template}: {warnings[0].message}")
    return pdf
