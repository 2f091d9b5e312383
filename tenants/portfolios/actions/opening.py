"""Every change to a portfolio begins here."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.queries.portfolios import Portfolio, portfolio


def open_portfolio(session: Session, actor: Actor, candidate_id: UUID) -> Portfolio:
    """Raises Refused, in words, while the portfolio can't be worked on. Changes go beside each other, but
    none beside a submission: it holds the place alone while it freezes what it finds."""
    permit(actor, Permission.PORTFOLIO_WRITE, portfolio(session, candidate_id))
    _hold(session, candidate_id)
    found = portfolio(session, candidate_id)
    if found.closed:
        raise Refused(found.closed)
    return found


def open_item(session: Session, actor: Actor, item: Evidence) -> Portfolio:
    """The same for a change of an item: in the portfolio of its owner, or of a member of its group for themselves."""
    permit(actor, Permission.EVIDENCE_WRITE, item)
    return open_portfolio(session, actor, place_of(session, actor, item))


def _hold(session: Session, candidate_id: UUID) -> None:
    session.execute(
        select(Candidate.id)
        .where(here(session, Candidate), Candidate.id == candidate_id)
        .with_for_update(read=True)
    )


def saved_by(actor: Actor, staff_id: UUID | None) -> str:
    """Who saved the other text, for the page that shows both."""
    return "You" if staff_id == actor.staff_id else ""
