"""Every change to a portfolio begins here."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import members
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.queries.portfolios import Portfolio, portfolio


def open_portfolio(session: Session, actor: Actor, candidate_id: UUID) -> Portfolio:
    """Raises Refused, in words, while the portfolio can't be worked on. Changes go beside each other, but
    none beside a submission, which holds the place alone while it freezes what it finds; nor beside whoever moves the
    cohort to another version of the standards, and with it all that was written."""
    found = _held(session, actor, candidate_id)
    if found.closed:
        raise Refused(found.closed)
    return found


def open_item(session: Session, actor: Actor, item: Evidence) -> Portfolio:
    """The same for a change of an item: in the portfolio of its owner, or of a member of its group for themselves."""
    permit(actor, Permission.EVIDENCE_WRITE, item)
    return open_portfolio(session, actor, place_of(session, actor, item))


def open_word(session: Session, actor: Actor, item: Evidence) -> Portfolio:
    """For a word on what another did. Nothing of who says it changes by it, so they say it also after they handed in:
    else the last of a group would wait weeks for who alone can confirm what they did."""
    permit(actor, Permission.EVIDENCE_WRITE, item)
    found = _held(session, actor, place_of(session, actor, item))
    if found.silent:
        raise Refused(found.silent)
    return found


def _held(session: Session, actor: Actor, candidate_id: UUID) -> Portfolio:
    standing = portfolio(session, candidate_id)
    permit(actor, Permission.PORTFOLIO_WRITE, standing)
    hold(session, standing.candidate)
    hold(session, standing.cohort)
    return portfolio(session, candidate_id)


def hold_alone(session: Session, portfolio: Portfolio) -> None:
    """Before it is opened: all other changes are waited for, and then wait. Not so rows that only belong to the place,
    which whoever moves the cohort to another version writes while we wait for them."""
    session.flush()
    session.refresh(portfolio.candidate, with_for_update={"key_share": True})


def saved_by(actor: Actor, staff_id: UUID | None) -> str:
    """Who saved the other text, for the page that shows both."""
    return "You" if staff_id == actor.staff_id else ""


def saver(session: Session, actor: Actor, item: Evidence) -> str:
    """The same of an item: in a pool it may be another member."""
    people = members(session, item.group_id).values() if item.group_id else ()
    theirs = next((one.name for one in people if one.staff_id == item.saved_by), "")
    return saved_by(actor, item.saved_by) or theirs
