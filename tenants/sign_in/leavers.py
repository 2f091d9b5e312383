"""Who leaves is signed out everywhere, in the same transaction."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.isolation import here
from tenants.sign_in.models import SignInLink
from tenants.sign_in.sessions import end_sessions_of
from tenants.staff.actions import people
from tenants.staff.models import Staff


def deactivate(session: Session, actor: Actor, person: Staff) -> None:
    people.deactivate(session, actor, person)
    end_sessions_of(session, person.id)
    _spend_links_of(session, person)


def _spend_links_of(session: Session, person: Staff) -> None:
    session.execute(
        update(SignInLink)
        .where(here(session, SignInLink), SignInLink.staff_id == person.id, SignInLink.spent_at.is_(None))
        .values(spent_at=clock.now())
    )
