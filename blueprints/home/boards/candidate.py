"""For candidates: where I am, what is next, what the map shows, and how the last weeks went."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.programme import moments_of, sessions_of
from blueprints.home.boards.seen import Seen
from blueprints.portfolios.front_views import facts_of
from blueprints.portfolios.next_steps import NextStep, next_step_for
from blueprints.shared.charts import columns
from blueprints.shared.current import current
from blueprints.shared.maps import map_rows
from blueprints.shared.words import count
from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.figures import weekly
from tenants.awards.queries import awards_of
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.days import day_in_words, short_day
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.rules.editing import IN_PROGRESS
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.way import stages
from tenants.testimonials.waiting import Waiting

OVER = "It is decided. What you gathered stays yours."
NEAR = timedelta(weeks=6)


def boards(seen: Seen) -> list[Board]:
    own = seen.of(current.actor.subjects(Appointment.CANDIDATE))
    return [_board(seen, one) for one in own[:1]]


def _board(seen: Seen, one: Progress) -> Board:
    portfolio = one.portfolio
    moments = (*moments_of(one.cohort), *sessions_of(seen.today.coming))
    match portfolio.candidate.state:
        case PlaceState.WAITING:
            return Board("home/invited.html", {"portfolio": portfolio, "queues": True})
        case PlaceState.INVITED:
            return Board("home/invited.html", {"portfolio": portfolio}, (_invitation(portfolio),), moments)
        case PlaceState.ACCEPTED:
            waiting = {"portfolio": portfolio, "waits": portfolio.closed}
            return Board("home/invited.html", waiting, (), moments)
    whole = seen.framework(portfolio.cohort.edition_id)
    covered = one.reach.coverage
    facts = facts_of(portfolio, one.tally, len(whole.standards))
    step = next_step_for(portfolio, facts, items(current.session, portfolio.candidate_id))
    weeks = weekly(one.reach.gathered, clock.today())
    rows = [(short_day(week), number) for week, number in weeks]
    sent = one.handed_in
    outcome = sent if sent and sent.released_at else None
    over = outcome is not None and not facts.again
    return Board(
        "home/candidate.html",
        {
            "portfolio": portfolio,
            "framework": whole,
            "stages": stages(facts),
            "tally": one.tally,
            "covered": covered,
            "rows": map_rows(whole.standards, covered.levels, covered.pieces),
            "standing": covered.standing(whole.rule),
            "award": next(iter(awards_of(current.session, portfolio.staff_id)), None),
            "outcome": outcome,
            "weeks": {"drawing": columns("Your evidence, week by week", rows, every=4), "rows": rows},
            "kind_words": OVER
            if over
            else kind_words([number for _, number in weeks], portfolio.submission, facts.again),
        },
        (
            *((_next(portfolio, step),) if step else ()),
            *_files(seen.today.waiting),
            *_testimonials(portfolio, seen.today.waiting),
        ),
        () if over else moments,
    )


def kind_words(weeks: Sequence[int], submission: str | None, again: bool) -> str:
    """About the last weeks, this one last: always true, and never a reproach."""
    if submission in IN_PROGRESS:
        return "It is handed in. That was a great deal of work: well done."
    if again:
        return "You are nearer than it feels: what is settled stays settled, and only the rest is asked for."
    if submission == SubmissionState.RELEASED:
        return "Your outcome is settled, and what you built on the way stays yours."
    if weeks[-1]:
        return f"{count(weeks[-1], 'piece')} this week. That is how a portfolio grows."
    if len(weeks) > 1 and weeks[-2]:
        return f"{count(weeks[-2], 'piece')} last week. A short note today keeps it going."
    if any(weeks):
        return "Ten minutes are enough for a note on one conversation that changed something."
    return "Everybody starts with an empty page. Begin small: it counts."


def _files(waiting: Waiting) -> Iterator[Action]:
    if waiting.closed_id:
        yield Action(
            "Look at a file again",
            "Somebody asked whether a file of yours should be in your portfolio.",
            url_for("portfolios.question", closed_id=waiting.closed_id),
            "See what is asked",
            otherwise="It stays closed until a headteacher or deputy has decided.",
            icon="warning",
        )


def _testimonials(portfolio: Portfolio, waiting: Waiting) -> Iterator[Action]:
    if waiting.testimonials and not portfolio.closed:
        yield Action(
            f"{count(waiting.testimonials, 'testimonial')} to read",
            "Somebody has written for you.",
            url_for("testimonials.show", testimonial_id=waiting.testimonial_id)
            if waiting.testimonials == 1
            else url_for("testimonials.index", candidate_id=portfolio.candidate_id),
            "Read and choose",
            otherwise="Nobody else reads it before you have used it.",
            icon="quote",
        )


def _next(portfolio: Portfolio, step: NextStep) -> Action:
    by = _by(portfolio)
    near = by if by and by - clock.today() <= NEAR else None
    return Action(
        step.title, step.text, step.href, step.button, by=near, otherwise=_otherwise(by, near), icon=step.icon
    )


def _otherwise(by: date | None, near: date | None) -> str:
    """A hand-in months away is no deadline of today's small step."""
    if near:
        return "After that day your portfolio waits for the next submission window."
    return f"There is time: you hand in by {day_in_words(by)}." if by else ""


def _by(portfolio: Portfolio) -> date | None:
    """The last day to hand in, while it is still to come."""
    by = portfolio.resubmit_by or portfolio.closes_on
    return by if by >= clock.today() else None


def _invitation(portfolio: Portfolio) -> Action:
    return Action(
        "A place for you in the programme",
        f"{portfolio.cohort.name}, to work towards Lead Practitioner status. Say yes or no.",
        url_for("cohorts.answer", candidate_id=portfolio.candidate_id),
        "Answer the invitation",
        since=clock.school_date(portfolio.candidate.invited_at),
        otherwise="The place is kept for you, and nobody else can have it.",
        icon="mail",
    )
