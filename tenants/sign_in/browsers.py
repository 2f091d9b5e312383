"""Browsers, as people can tell their own apart."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from tenants.base.secrets import token_hash

# The first that fits: nearly all call themselves Mozilla, many Chrome, and Chrome calls itself Safari.
PROGRAMS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"Chrom(?:e|ium)/|\bCriOS/"),
    ("Safari", r"\bSafari/"),
)
DEVICES = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("a Chromebook", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("a Mac", r"\bMac(?:intosh| OS X)\b"),
    ("Linux", r"\bLinux\b"),
)
MOST_READ = 400


@dataclass(frozen=True)
class Browser:
    """`mark` is a random word that the browser keeps for longer than its sessions."""

    words: str
    mark: str = field(repr=False)

    def hash_in(self, school_id: UUID | None) -> bytes:
        """So that two schools can't find out that they know the same browser."""
        return token_hash(f"{school_id}:{self.mark}")


def in_words(user_agent: str) -> str:
    """'Chrome on Windows'. Nothing of what was sent is kept but which of these words fit."""
    program, device = _first(PROGRAMS, user_agent), _first(DEVICES, user_agent)
    if program and device:
        return f"{program} on {device}"
    return program or (f"A browser on {device}" if device else "An unknown browser")


def _first(words: tuple[tuple[str, str], ...], user_agent: str) -> str:
    read = user_agent[:MOST_READ]
    return next((word for word, pattern in words if re.search(pattern, read)), "")
