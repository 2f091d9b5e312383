"""A nudge: a short, kind word to somebody who is behind. It says nothing that they do not see themselves, so it knows
of no outcome and of no headteacher's decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

BETWEEN = timedelta(days=7)


class Behind(StrEnum):
    """For what somebody can be nudged: only what they can do something about."""

    UNANSWERED = "unanswered"
    NOT_BEGUN = "not_begun"
    QUIET = "quiet"
    CLOSES_SOON = "closes_soon"
    CLOSED = "closed"


REASONS: Mapping[Behind, str] = {
    Behind.UNANSWERED: "Has not answered the invitation",
    Behind.NOT_BEGUN: "Has written nothing yet",
    Behind.QUIET: "Has not worked on it for four weeks or more",
    Behind.CLOSES_SOON: "The submission window closes soon",
    Behind.CLOSED: "The submission window has closed, and nothing was handed in",
}


@dataclass(frozen=True)
class Words:
    subject: str
    text: str


READY: Mapping[Behind, Words] = {
    Behind.UNANSWERED: Words(
        "Your place in {cohort}",
        "Hello {name},\n\nyou have an invitation to {cohort}, and we have not heard from you yet. Yes and no are both "
        "good answers; we only need one, so that the place is yours or somebody else’s.\n\nIf you are not sure, tell "
        "me what would help you to decide.",
    ),
    Behind.NOT_BEGUN: Words(
        "A first step in your portfolio",
        "Hello {name},\n\nthe first page is the hardest, so here is a small one: write down one conversation after "
        "which a colleague did something differently. Three sentences are enough, and nobody reads them before you "
        "share them.\n\nIf something is in the way, tell me. We can find an hour together.",
    ),
    Behind.QUIET: Words(
        "How is your portfolio going?",
        "Hello {name},\n\nyou have not been in your portfolio for a while. That happens in a full term, and nothing is "
        "lost: all of it is where you left it.\n\nWould a quarter of an hour with me or your mentor help you to pick "
        "it up again? Answer this email and name a day.",
    ),
    Behind.CLOSES_SOON: Words(
        "The submission window closes on {window closes}",
        "Hello {name},\n\nthe submission window closes on {window closes}. The page ‘Before you submit’ of your "
        "portfolio says what is still missing.\n\nIf it looks like too much, tell me now. There is still time to find "
        "a way, and it is no trouble to ask.",
    ),
    Behind.CLOSED: Words(
        "Your portfolio after {window closes}",
        "Hello {name},\n\nthe submission window closed on {window closes}, and your portfolio is not handed in. "
        "Nothing that you wrote is lost.\n\nPlease tell me how you would like to go on. More time, or a later "
        "window, is something we can talk about.",
    ),
}


@dataclass(frozen=True)
class Nudgeable:
    """What is asked of somebody before they are nudged."""

    themselves: bool
    on_break: bool
    behind: Behind | None
    last_on: date | None


def why_not(one: Nudgeable, today: date) -> str | None:
    """As it goes on after their name; None for who may be nudged."""
    if one.themselves:
        return "is you"
    if one.on_break:
        return "is on a break"
    if one.last_on is not None and not rested(one.last_on, today):
        return "was nudged less than a week ago"
    return "has nothing to be nudged for" if one.behind is None else None


def rested(last_on: date, today: date) -> bool:
    return today - last_on >= BETWEEN
