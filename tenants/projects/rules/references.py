"""References: a DOI or ISBN is read however it was copied, its check digit verified, and kept in one form.

Nothing is fetched: the link leads to where a reader may look."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from tenants.base.links import link_problem

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s<>\"{}|\\^`]+", re.ASCII)
DOI_DRESS = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
LONGEST_DOI = 300
ISBN_DRESS = re.compile(r"^isbn(?:-1[03])?:?\s*", re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"[\s\u00a0\u2010-\u2015-]+")
AT_ITS_END = ".,;:'”’"
NO_DOI = "A DOI begins with 10. and has a slash, such as 10.1000/182."
NO_ISBN = "An ISBN has 10 or 13 digits. Check the digits: this is none."
EARLIEST, LATEST = 1450, 2200


@dataclass(frozen=True)
class Cited:
    """What a reference says; `doi` and `isbn` as they were typed, or as `checked` keeps them."""

    title: str
    authors: str = ""
    year: int | None = None
    source: str = ""
    doi: str | None = None
    isbn: str | None = None
    url: str | None = None


def checked(typed: Cited) -> tuple[Cited, dict[str, str]]:
    """The reference as it is kept, and what can't be: field → what to do about it."""
    kept = replace(
        typed,
        doi=doi(typed.doi) if typed.doi else None,
        isbn=isbn(typed.isbn) if typed.isbn else None,
        url=typed.url or None,
    )
    found = {
        "doi": NO_DOI if typed.doi and not kept.doi else None,
        "isbn": NO_ISBN if typed.isbn and not kept.isbn else None,
        "url": link_problem(kept.url) if kept.url else None,
    }
    return kept, {field: words for field, words in found.items() if words}


def doi(typed: str) -> str | None:
    """'https://doi.org/10.1000/ABC.' → '10.1000/abc'; None for what is no DOI. Upper and lower case are one."""
    bare = DOI_DRESS.sub("", typed.strip()).rstrip(AT_ITS_END)
    whole = len(bare) <= LONGEST_DOI and DOI.fullmatch(bare)
    return bare.lower() if whole else None


def isbn(typed: str) -> str | None:
    """Its thirteen digits, also of an ISBN of ten; None for what is none."""
    bare = BETWEEN_DIGITS.sub("", ISBN_DRESS.sub("", typed.strip())).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", bare) and _ten_fits(bare):
        return _thirteen(f"978{bare[:9]}")
    if re.fullmatch(r"97[89][0-9]{10}", bare) and _thirteen(bare[:12]) == bare:
        return bare
    return None


def doi_link(kept: str) -> str:
    return f"https://doi.org/{quote(kept, safe='/:;()')}"


def isbn_link(kept: str) -> str:
    return f"https://openlibrary.org/isbn/{kept}"


def _ten_fits(digits: str) -> bool:
    return (
        sum(weight * _value(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    )


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _thirteen(twelve: str) -> str:
    """The twelve digits with their check digit."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"
