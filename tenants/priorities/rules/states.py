"""The words a plan is kept in: how strongly a standard serves a priority, and how a priority is getting on."""

from enum import StrEnum


class Strength(StrEnum):
    """How strongly work on a standard serves a priority. NONE says from a day on what an earlier day said otherwise."""

    NONE = "none"
    TOUCHES = "touches"
    SUPPORTS = "supports"
    DRIVES = "drives"


class Rating(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


SERVING = (Strength.SUPPORTS, Strength.DRIVES)
"""From which strength on work is taken to serve a priority, while its owner has not said so."""
