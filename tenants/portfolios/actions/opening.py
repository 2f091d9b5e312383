"""Every change to a portfolio begins here."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, permit
from tenants.portfolios.queries.portfolios import Portfolio, portfolio


def open_portfolio(session: Session, actor: Actor, candidate_id: UUID) -> Portfolio:
    """Raises Refused, in words, while the portfolio can't be worked on."""
    found = portfolio(session, candidate_id)
    permit(actor, Permission.PORTFOLIO_WRITE, found)
    if found.closed:
        raise Refused(found.closed)
    return found


def saved_by(actor: Actor, staff_id: UUID | None) -> str:
    """Who saved the other text, for the page that shows both."""
    return "You" if staff_id == actor.staff_id else ""
