"""Changes of staff that reach into signing in: what could still open the door is shut in the same transaction."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.sign_in.jobs import InviteStaff
from tenants.sign_in.models import Identity, Passkey, SignInLink
from tenants.sign_in.sessions import end_sessions_of
from tenants.staff.actions import people
from tenants.staff.models import Staff
from tenants.staff.rules.people import Particulars


def change_member(
    session: Session,
    actor: Actor,
    person: Staff,
    given: Particulars,
    *,
    manager_outside: bool,
    version: int,
) -> None:
    """What the address they had before opened is shut: a link that went there, the account that was known by
    it, passkeys. The account of the new address is known from its next sign-in."""
    before = person.email
    people.change_member(session, actor, person, given, manager_outside=manager_outside, version=version)
    if person.email != before:
        shut_out(session, [person.id])


def deactivate(session: Session, actor: Actor, person: Staff) -> None:
    """Who leaves is signed out everywhere."""
    people.deactivate(session, actor, person)
    shut_out(session, [person.id])


def invite(session: Session, actor: Actor, person: Staff) -> None:
    """A first sign-in link, by mail."""
    permit(actor, Permission.STAFF_MANAGE, person)
    if person.deactivated_at is not None:
        raise Refused(f"{person.name} has left. Give them access again first.")
    ask(session, InviteStaff(person.id))
    record(session, actor, "staff:invite", person)


def shut_out(session: Session, staff_ids: Collection[UUID]) -> None:
    if not staff_ids:
        return
    end_sessions_of(session, *staff_ids)
    session.execute(
        update(SignInLink)
        .where(here(session, SignInLink), SignInLink.staff_id.in_(staff_ids), SignInLink.spent_at.is_(None))
        .values(spent_at=clock.now())
    )
    for key in (Identity, Passkey):
        session.execute(delete(key).where(here(session, key), key.staff_id.in_(staff_ids)))
