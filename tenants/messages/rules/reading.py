"""What one person reads: the preview and the letter are made of the same words."""

import re
from dataclasses import dataclass

from tenants.messages.rules.messages import Part

BUTTON = "Read it in Lectern"
RULE = re.compile(r"^-{2,}\s*")
"""In a letter three dashes make a button, and two begin what mail programs cut off."""


@dataclass(frozen=True)
class Sender:
    name: str
    email: str


@dataclass(frozen=True)
class Reading:
    """`lines`: each is a paragraph."""

    subject: str
    lines: tuple[str, ...]
    about: str


def reading(subject: str, text: str, sender: Sender, part: Part, cohort: str) -> Reading:
    return Reading(
        subject=" ".join(subject.split()),
        lines=tuple(lines(text)),
        about=f"{sender.name} wrote this to you {_because(part)} {cohort}, and sees whether you have seen it. "
        f"If you answer, it goes to {sender.name} ({sender.email}).",
    )


def lines(text: str) -> list[str]:
    """Those that hold something."""
    found = (RULE.sub("– ", " ".join(line.split())).strip() for line in text.splitlines())
    return [line for line in found if line]


def _because(part: Part) -> str:
    return "because you mentor somebody in" if part is Part.MENTOR else "because of your place in"
