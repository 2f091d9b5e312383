from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.secrets import token_hash
from tenants.enquiries.models import Interest
from tenants.enquiries.rules import InterestState

PAGE = 50


@dataclass(frozen=True)
class InterestPage:
    interests: Sequence[Interest]
    next: UUID | None


def interests(session: Session, state: InterestState, after: UUID | None = None) -> InterestPage:
    """Those in a state, the longest waiting first."""
    wanted = select(Interest).where(Interest.state == state.value).order_by(Interest.id).limit(PAGE + 1)
    if after is not None:
        wanted = wanted.where(Interest.id > after)
    found = session.scalars(wanted).all()
    return InterestPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def interest(session: Session, interest_id: UUID) -> Interest:
    """Raises NotFound also for one that nobody has confirmed yet."""
    found = session.scalar(
        select(Interest).where(Interest.id == interest_id, Interest.state != InterestState.ASKED.value)
    )
    if found is None:
        raise NotFound
    return found


def new_interests(session: Session) -> int:
    return (
        session.scalar(
            select(func.count()).select_from(Interest).where(Interest.state == InterestState.NEW.value)
        )
        or 0
    )


def of_link(session: Session, token: str) -> Interest | None:
    """The interest whose link this is, while it is good. Only with its token does the database show it."""
    digest = token_hash(token)
    session.execute(text(f"SET LOCAL lectern.interest = '{digest.hex()}'"))
    return session.scalar(
        select(Interest).where(
            Interest.token_hash == digest, Interest.expires_at > clock.now(), Interest.handled_at.is_(None)
        )
    )
