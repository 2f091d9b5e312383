"""Who needs a hand, and why, in words. Never a judgement of the work: only of time, answers and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tenants.assessment.rules.journey import Stop
from tenants.base.days import day_in_words
from tenants.mentoring.rules.help import Between
from tenants.messages.rules.nudges import Behind

ANSWER_WAITS = timedelta(days=7)
ENDORSING_WAITS = timedelta(days=5)
BEGINNING_WAITS = timedelta(days=14)
QUIET_FOR = timedelta(days=28)
CLOSES_SOON = timedelta(days=28)
NOT_MET_FOR = timedelta(days=42)
ANSWER_STANDS = timedelta(days=3)


@dataclass(frozen=True)
class Facts:
    """`asked_on`: the day of what the step waits for (invited, handed in). `short` and `bare`: how many standards
    still have to reach the level of the pass rule, and how many have no evidence at all. `between`: what only their
    mentor knows, and so only a mentor's list tells."""

    stop: Stop
    asked_on: date
    began_on: date | None
    last_worked_on: date | None
    closes_on: date
    resubmit_by: date | None
    mentored: bool
    begun: bool
    short: int
    bare: int
    between: Between | None = None


@dataclass(frozen=True, order=True)
class Concern:
    """The smaller the rank, the sooner somebody should look. `behind`: for what they can be nudged themselves."""

    rank: int
    why: str
    behind: Behind | None = field(default=None, compare=False)


def concern(facts: Facts, today: date) -> Concern | None:
    """What is most pressing."""
    return next(iter(concerns(facts, today)), None)


def concerns(facts: Facts, today: date) -> list[Concern]:
    """All that is, the most pressing first."""
    if facts.stop is Stop.BUILDING:
        found = [*_building(facts, today), *_between(facts, today)]
    else:
        one = _waiting(facts, today)
        found = [one] if one else []
    return sorted(found, key=lambda one: one.rank)


def _waiting(facts: Facts, today: date) -> Concern | None:
    match facts.stop:
        case Stop.INVITED if today - facts.asked_on >= ANSWER_WAITS:
            return Concern(
                6, f"Invited {ago(facts.asked_on, today)}, and has not answered.", Behind.UNANSWERED
            )
        case Stop.ACCEPTED:
            return Concern(5, "Said yes, and waits for a headteacher to approve the place.")
        case Stop.WITH_HEAD if today - facts.asked_on >= ENDORSING_WAITS:
            return Concern(4, f"Handed in {ago(facts.asked_on, today)}, and waits for a headteacher’s word.")
        case Stop.RETURNED:
            return Concern(2, "It came back from the headteacher, and was not handed in again yet.")
        case Stop.MORE_NEEDED if facts.resubmit_by:
            return Concern(2, f"More evidence is needed by {day_in_words(facts.resubmit_by)}.")
    return None


def _building(facts: Facts, today: date) -> Iterator[Concern]:
    if today > facts.closes_on:
        yield Concern(
            0,
            f"The submission window closed {ago(facts.closes_on, today)}, and nothing was handed in.",
            Behind.CLOSED,
        )
    elif facts.closes_on - today <= CLOSES_SOON:
        why = f"The submission window closes {ahead(facts.closes_on, today)}, and {_left(facts)}."
        yield Concern(1, why, Behind.CLOSES_SOON)
    if not facts.begun and facts.began_on and today - facts.began_on >= BEGINNING_WAITS:
        why = f"Began {ago(facts.began_on, today)}, and has written nothing yet."
        yield Concern(2, why, Behind.NOT_BEGUN)
    elif facts.last_worked_on and today - facts.last_worked_on >= QUIET_FOR:
        yield Concern(3, f"Last worked on it {ago(facts.last_worked_on, today)}.", Behind.QUIET)
    if not facts.mentored:
        yield Concern(4, "Has no mentor yet.")


def _between(facts: Facts, today: date) -> Iterator[Concern]:
    known = facts.between
    if known is None:
        return
    if known.answered_on and today - known.answered_on >= ANSWER_STANDS:
        yield Concern(2, f"Answered your comment {ago(known.answered_on, today)}.")
    if known.overdue and known.overdue_since:
        what = (
            "Something you agreed on is"
            if known.overdue == 1
            else f"{known.overdue} things you agreed on are"
        )
        yield Concern(3, f"{what} overdue, since {day_in_words(known.overdue_since)}.")
    met = known.last_met_on or facts.began_on
    if met and today - met >= NOT_MET_FOR:
        words = f"You last met {ago(met, today)}." if known.last_met_on else "You have noted no meeting yet."
        yield Concern(4, words)


def _left(facts: Facts) -> str:
    if facts.bare:
        return f"{facts.bare} {'standard has' if facts.bare == 1 else 'standards have'} no evidence yet"
    if facts.short:
        return f"{facts.short} more {'standard needs' if facts.short == 1 else 'standards need'} to reach further"
    return "it is not handed in yet"


def ago(day: date, today: date) -> str:
    """'today', 'yesterday', '12 days ago', '3 weeks ago'."""
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days) or f"{_span(days)} ago"


def ahead(day: date, today: date) -> str:
    """'today', 'tomorrow', 'in 12 days', 'in 3 weeks'."""
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {_span(days)}"


def _span(days: int) -> str:
    return f"{days} days" if days < 21 else f"{days // 7} weeks"
