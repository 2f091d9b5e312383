"""For business managers: the places that the school has, and how many are used."""

from blueprints.home.boards.board import Board
from blueprints.shared.current import current
from tenants.base.actor import Role
from tenants.cohorts.queries import places_used, waiting_for_approval


def boards() -> list[Board]:
    if not current.actor.holds(Role.BUSINESS_MANAGER):
        return []
    used, places = places_used(current.session), current.school.places
    facts = {
        "used": used,
        "places": places,
        "free": max(0, places - used),
        "waiting": len(waiting_for_approval(current.session)),
    }
    return [Board("home/business.html", facts)]
