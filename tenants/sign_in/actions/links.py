"""Sign-in links: asked for by anyone, sent only to staff, spent once."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.secrets import new_token, token_hash
from tenants.sign_in.jobs import SendLink
from tenants.sign_in.models import LinkRequest, SignInLink
from tenants.sign_in.policies import may_come_by_another_door
from tenants.staff import actors
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Spent:
    staff_id: UUID
    next: str


def ask_for_link(session: Session, email: str, target: str) -> None:
    """The same work for known and unknown addresses: who it belongs to is found out by the worker."""
    request = LinkRequest(email=email.strip().lower(), next=target, asked_at=clock.now())
    session.add(request)
    session.flush()
    ask(session, SendLink(request_id=request.id))


def requested_by(session: Session, request_id: UUID) -> tuple[Staff, str] | None:
    """Who asked and where they want to go; None for an address of nobody who works here."""
    row = session.execute(
        select(Staff, LinkRequest.next)
        .join(LinkRequest, (LinkRequest.school_id == Staff.school_id) & (LinkRequest.email == Staff.email))
        .where(here(session, Staff), LinkRequest.id == request_id, actors.works())
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def make_link(session: Session, staff_id: UUID, target: str, lasts: timedelta) -> str:
    """Returns the token: told once, in the mail."""
    token = new_token()
    session.add(
        SignInLink(
            staff_id=staff_id, token_hash=token_hash(token), next=target, expires_at=clock.now() + lasts
        )
    )
    return token


def link_is_good(session: Session, token: str) -> bool:
    """Looking does not spend it: mail scanners open every address they see."""
    return session.scalar(select(SignInLink.id).where(*_good(session, token))) is not None


def spend_link(session: Session, token: str) -> Spent:
    """Raises NotFound for a link that is unknown, spent or over, for a leaver's, and for that of somebody
    who has to use the school's door by now."""
    row = session.execute(
        update(SignInLink)
        .where(*_good(session, token))
        .values(spent_at=clock.now())
        .returning(SignInLink.staff_id, SignInLink.next)
    ).one_or_none()
    if row is None or actors.working(session, row.staff_id) is None:
        raise NotFound
    if not may_come_by_another_door(session, row.staff_id):
        raise NotFound
    return Spent(row.staff_id, row.next)


def _good(session: Session, token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        here(session, SignInLink),
        SignInLink.token_hash == token_hash(token),
        SignInLink.spent_at.is_(None),
        SignInLink.expires_at > clock.now(),
    )
