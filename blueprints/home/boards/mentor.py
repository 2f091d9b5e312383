"""For mentors: how far my candidates are, who shared something."""

from collections.abc import Mapping

from blueprints.home.boards.board import Board
from blueprints.shared.current import current
from tenants.base.actor import Appointment
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.portfolios import Portfolio, portfolios
from tenants.portfolios.queries.tallies import tallies

STATES: Mapping[str | None, str] = {
    None: "building",
    "returned": "returned",
    "submitted": "submitted",
    "endorsed": "assessing",
    "decided": "assessing",
    "released": "released",
}
"""A mentor reads how far the portfolio is, never the outcome: that is the candidate's to tell."""


def boards() -> list[Board]:
    subjects = current.actor.subjects(Appointment.MENTOR)
    if not subjects:
        return []
    mentored = portfolios(current.session, subjects)
    facts = {
        "portfolios": mentored,
        "states": {one.candidate_id: _state(one) for one in mentored},
        "tallies": tallies(current.session, subjects),
        "coverage": coverage(current.session, subjects),
    }
    return [Board("home/mentor.html", facts)]


def _state(portfolio: Portfolio) -> str:
    return STATES[portfolio.submission] if portfolio.approved else portfolio.candidate.state
