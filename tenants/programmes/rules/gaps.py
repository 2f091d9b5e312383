"""Offered texts have places in curly brackets: some are filled for each person, the others wait for the school."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tenants.programmes.rules.design import Design

PLACE = re.compile(r"\{([^{}]*)\}")
FILLED: Mapping[str, str] = {
    "name": "the person’s name",
    "school": "the name of your school",
    "cohort": "the name of the cohort",
    "start": "the day of the launch",
    "window opens": "the first day of the submission window",
    "window closes": "the last day of the submission window",
}
"""What Lectern fills in by itself."""


@dataclass(frozen=True)
class Gap:
    """A place that nobody has filled: in which text, and what it asks for."""

    text: str
    title: str
    asks: str


def gaps_in(text: str) -> list[str]:
    """What each place that waits for the school asks for, in their order: '{…}' asks for nothing in particular."""
    places = (place.strip() for place in PLACE.findall(text))
    return [place for place in places if place not in FILLED]


def gaps(design: Design) -> list[Gap]:
    return [Gap(one.key, one.title, asks) for one in design.texts for asks in gaps_in(one.text)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """`values`: for the keys of FILLED. What has none of them stands as it is."""
    return PLACE.sub(lambda found: values.get(found.group(1).strip(), found.group(0)), text)
