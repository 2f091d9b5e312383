"""Interest in the programme: told by anyone, confirmed by its address, looked at by the operator."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Invalid, Refused
from tenants.base.outbox import drop_in
from tenants.base.secrets import new_token, token_hash
from tenants.enquiries.jobs import SendInterestLink
from tenants.enquiries.models import Interest
from tenants.enquiries.rules import (
    HANDLED_KEPT,
    LINK_LASTS,
    REOPENED_WITHIN,
    UNCONFIRMED_KEPT,
    InterestFor,
    InterestState,
    interest_problems,
)

HANDLED = "Somebody has dealt with this already."


@dataclass(frozen=True)
class Told:
    name: str
    email: str
    school_name: str
    asks_for: InterestFor
    job: str | None
    message: str | None


def tell_interest(session: Session, told: Told) -> None:
    """The operator sees it once the person has followed the link that goes to their address."""
    if problems := interest_problems(told.email):
        raise Invalid(problems)
    interest = Interest(
        name=told.name,
        email=told.email.strip().lower(),
        school_name=told.school_name,
        asks_for=told.asks_for.value,
        job=told.job,
        message=told.message,
        asked_at=clock.now(),
    )
    session.add(interest)
    session.flush()
    drop_in(session, SendInterestLink(interest.id))


def ready_link(interest: Interest) -> str | None:
    """The token of the link, told once, in the mail; None when it was confirmed meanwhile."""
    if interest.confirmed_at is not None:
        return None
    token = new_token()
    interest.token_hash = token_hash(token)
    interest.expires_at = clock.now() + LINK_LASTS
    return token


def confirm(interest: Interest) -> None:
    """Pressing twice is harmless."""
    if interest.confirmed_at is None:
        interest.confirmed_at = clock.now()
        interest.state = InterestState.NEW.value


def close(interest: Interest, reason: str) -> None:
    _handle(interest, InterestState.CLOSED)
    interest.reason = reason


def became_school(interest: Interest, school_id: UUID) -> None:
    if interest.asks_for != InterestFor.SCHOOL:
        raise Refused("This person asks for themselves, not for their school.")
    _handle(interest, InterestState.SCHOOL)
    interest.school_id = school_id


def reopen(interest: Interest) -> None:
    """What was closed by mistake is there again, within a day."""
    closed = interest.state == InterestState.CLOSED and interest.handled_at is not None
    if not closed:
        raise Refused("This was opened again already, or it became a school.")
    if interest.handled_at and clock.now() - interest.handled_at > REOPENED_WITHIN:
        raise Refused("It was closed more than a day ago, so it stays closed.")
    interest.state, interest.handled_at, interest.reason = InterestState.NEW.value, None, None


def _handle(interest: Interest, state: InterestState) -> None:
    if interest.state != InterestState.NEW:
        raise Refused(HANDLED)
    interest.state, interest.handled_at = state.value, clock.now()


def forget(session: Session) -> None:
    now = clock.now()
    asked_only = Interest.state == InterestState.ASKED.value
    session.execute(
        delete(Interest).where(
            or_(
                and_(asked_only, Interest.asked_at < now - UNCONFIRMED_KEPT),
                Interest.handled_at < now - HANDLED_KEPT,
            )
        )
    )
