"""Whom of the staff an account at the school's provider belongs to."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.outside.oidc import identity as oidc
from tenants.sign_in.actions import joining
from tenants.sign_in.actions.joining import AccountUnknown
from tenants.sign_in.models import Connection, Identity
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind


def person_of(session: Session, connection: Connection, account: oidc.Identity) -> UUID:
    """Known by issuer and subject alone. An account that comes for the first time is linked when its verified
    address is that of one member of staff who has no account yet. Nobody is made, unless the school lets
    people of a proven domain join."""
    known = _linked(session, connection, account) or _newly_linked(session, connection, account)
    if actors.working(session, known) is None:
        raise AccountUnknown("The account belongs to somebody who does not work here now.")
    return known


def would_know(session: Session, connection: Connection, account: oidc.Identity) -> None:
    """What `person_of` would say, with nothing linked and nobody made."""
    known = _linked(session, connection, account) or _member(session, account)
    if known is None:
        joining.refuse_unless_invited(session, account)
    elif actors.working(session, known) is None:
        raise AccountUnknown("The account belongs to somebody who does not work here now.")


def _newly_linked(session: Session, connection: Connection, account: oidc.Identity) -> UUID:
    """The database decides: one account a person, one person an account, also for two who come at once."""
    person_id = _member(session, account) or joining.join(session, account)
    if _link(session, connection, account, person_id):
        return person_id
    known = _linked(session, connection, account)
    if known is None:
        raise AccountUnknown("The person with this email address signs in with another account.")
    return known


def _linked(session: Session, connection: Connection, account: oidc.Identity) -> UUID | None:
    return session.scalar(
        select(Identity.staff_id).where(
            here(session, Identity),
            Identity.connection_id == connection.id,
            Identity.issuer == account.issuer,
            Identity.subject == account.subject,
        )
    )


def _member(session: Session, account: oidc.Identity) -> UUID | None:
    """Guests come from outside: the school's provider does not speak for them."""
    if not account.email_verified or not account.email.isascii():
        raise AccountUnknown("The provider does not vouch for the account's email address.")
    return session.scalar(
        select(Staff.id).where(
            here(session, Staff),
            Staff.email == account.email.lower(),
            Staff.kind == StaffKind.MEMBER.value,
            actors.works(),
        )
    )


def _link(session: Session, connection: Connection, account: oidc.Identity, person_id: UUID) -> bool:
    """False when the person or the account is linked already."""
    made = session.execute(
        insert(Identity)
        .values(
            school_id=bound_school(session),
            id=new_id(),
            connection_id=connection.id,
            issuer=account.issuer,
            subject=account.subject,
            staff_id=person_id,
            linked_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Identity)
    ).scalar()
    if made is not None:
        record(session, actors.actor(session, person_id), "identity:link", made)
    return made is not None
