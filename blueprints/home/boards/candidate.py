"""For candidates: where I am, what is next, what the map shows."""

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.portfolios.front_views import facts_of
from blueprints.portfolios.next_steps import next_step_for
from blueprints.shared.current import current
from blueprints.shared.maps import map_rows
from tenants.assessment.queries.outcomes import released_of
from tenants.awards.queries import awards_of
from tenants.base.actor import Appointment
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.portfolios import Portfolio, portfolios
from tenants.portfolios.queries.tallies import tallies
from tenants.portfolios.rules.way import stages
from tenants.standards.queries import framework


def boards() -> list[Board]:
    subjects = current.actor.subjects(Appointment.CANDIDATE)
    own = portfolios(current.session, subjects) if subjects else []
    return [_board(portfolio) for portfolio in own[:1]]


def _board(portfolio: Portfolio) -> Board:
    match portfolio.candidate.state:
        case PlaceState.INVITED:
            return Board("home/invited.html", {"portfolio": portfolio}, (_invitation(portfolio),))
        case PlaceState.ACCEPTED:
            return Board("home/invited.html", {"portfolio": portfolio, "waits": portfolio.closed})
    whole = framework(current.session, portfolio.cohort.edition_id)
    tally = tallies(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    covered = coverage(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    facts = facts_of(portfolio, tally, len(whole.standards))
    step = next_step_for(portfolio, facts, items(current.session, portfolio.candidate_id))
    return Board(
        "home/candidate.html",
        {
            "portfolio": portfolio,
            "framework": whole,
            "stages": stages(facts),
            "tally": tally,
            "covered": covered,
            "rows": map_rows(whole.standards, covered.levels, covered.pieces),
            "standing": covered.standing(whole.rule),
            "award": next(iter(awards_of(current.session, portfolio.staff_id)), None),
            "outcome": released_of(current.session, portfolio.candidate_id),
        },
        (Action(step.title, step.text, step.href, step.button, icon=step.icon),) if step else (),
    )


def _invitation(portfolio: Portfolio) -> Action:
    return Action(
        "A place for you in the programme",
        f"{portfolio.cohort.name}, to work towards Lead Practitioner status. Say yes or no.",
        url_for("cohorts.answer", candidate_id=portfolio.candidate_id),
        "Answer the invitation",
        icon="mail",
    )
