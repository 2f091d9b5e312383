"""Figures as people write and read them: on pages, in letters and copies alike."""

from decimal import Decimal

MOST = Decimal("999999999")


def said(value: Decimal, unit: str) -> str:
    """'42 words a minute', '57%'."""
    number = plain(value)
    return f"{number}{'' if unit.startswith('%') or not unit else ' '}{unit}"


def plain(value: Decimal) -> str:
    """'1,250', '3.5': as people write a number."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def value_problem(value: Decimal | None) -> str | None:
    if value is None or abs(value) <= MOST:
        return None
    return "The figure is too large. Use a larger unit."
