"""Whether somebody needs a hand, told from how far they are."""

from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.attention import Concern, Facts, concern, concerns
from tenants.assessment.rules.journey import Stop
from tenants.base import clock
from tenants.mentoring.rules.help import Between


def concern_of(one: Progress) -> Concern | None:
    """None for who is on a break."""
    if one.stop is None or one.portfolio.on_break:
        return None
    return concern(_facts(one, one.stop), clock.today())


def nudges_of(one: Progress) -> list[Concern]:
    """For what they can be nudged themselves, the most pressing first; nothing of who is on a break."""
    if one.stop is None or one.portfolio.on_break:
        return []
    return [found for found in concerns(_facts(one, one.stop), clock.today()) if found.behind is not None]


def mentors_concerns(one: Progress, between: Between | None) -> list[Concern]:
    """With what only the mentor knows; the most pressing first."""
    if one.stop is None or one.portfolio.on_break:
        return []
    return concerns(_facts(one, one.stop, between), clock.today())


def _facts(one: Progress, stop: Stop, between: Between | None = None) -> Facts:
    covered, tally, edition = one.reach.coverage, one.tally, one.edition
    reached = sum(level >= edition.pass_level for level in covered.levels.values())
    asked_at = one.handed_in.submitted_at if one.handed_in else one.candidate.invited_at
    return Facts(
        stop=stop,
        asked_on=clock.school_date(asked_at),
        began_on=one.began_on,
        last_worked_on=tally.last_saved_at and clock.school_date(tally.last_saved_at),
        closes_on=one.portfolio.closes_on,
        resubmit_by=one.portfolio.resubmit_by,
        mentored=one.mentored,
        begun=bool(tally.audited or tally.items or tally.drafts),
        short=max(0, edition.pass_count - reached),
        bare=max(0, one.standards - covered.addressed),
        between=between,
    )
