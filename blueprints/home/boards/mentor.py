"""For mentors: how far my candidates are, who shared something."""

from blueprints.home.boards.board import Board
from blueprints.shared.current import current
from tenants.base.actor import Appointment
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.portfolios import portfolios
from tenants.portfolios.queries.tallies import tallies


def boards() -> list[Board]:
    mentored = portfolios(current.session, current.actor.subjects(Appointment.MENTOR))
    if not mentored:
        return []
    ids = [one.candidate_id for one in mentored]
    facts = {
        "portfolios": mentored,
        "tallies": tallies(current.session, ids),
        "coverage": coverage(current.session, ids),
    }
    return [Board("home/mentor.html", facts)]
