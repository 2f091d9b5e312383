"""For business managers: the places that the school has, how many are used, and what they are covered by."""

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.programme import moments_of
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.base.actor import Role
from tenants.cohorts.queries import CohortCard
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.cohorts.taken import counted


def boards(seen: Seen) -> list[Board]:
    if not current.actor.holds(Role.BUSINESS_MANAGER):
        return []
    running = [card for card in seen.cards if card.cohort.state != CohortState.CLOSED]
    facts = {
        "tally": counted(current.school.places, seen.cards),
        "cards": running,
        "waiting": sum(card.states[PlaceState.ACCEPTED] for card in running),
    }
    bare = [card for card in running if card.approved and not card.cohort.po_number]
    moments = tuple(moment for card in running for moment in moments_of(card.cohort))
    return [Board("home/business.html", facts, tuple(_action(card) for card in bare), moments)]


def _action(card: CohortCard) -> Action:
    return Action(
        f"A purchase order number for {card.cohort.name}",
        f"{count(card.approved, 'place is', 'places are')} in use.",
        url_for("cohorts.purchase_order", cohort_id=card.cohort.id),
        "Add the number",
        since=card.cohort.starts_on,
        otherwise="An invoice without a number may not be paid.",
        icon="file",
    )
