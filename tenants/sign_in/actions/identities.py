"""Whom of the staff an account at the school's provider belongs to."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import beside, bound_school, here
from tenants.outside.oidc import identity as oidc
from tenants.sign_in.models import Connection, Identity
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind


class AccountUnknown(Exception):
    """The school's own provider knows the person, but nobody who works here can be meant. The reason is for
    the IT lead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def person_of(session: Session, connection: Connection, account: oidc.Identity) -> UUID:
    """Known by issuer and subject alone. An account that comes for the first time is linked when its verified
    address is that of one member of staff who has no account yet; nobody is ever made."""
    known = _linked(session, connection, account)
    if known is not None:
        return _working(session, known)
    person_id = _member_without_account(session, connection, account)
    if _link(session, connection, account, person_id):
        return person_id
    return _working(session, _linked(session, connection, account))


def _linked(session: Session, connection: Connection, account: oidc.Identity) -> UUID | None:
    return session.scalar(
        select(Identity.staff_id).where(
            here(session, Identity),
            Identity.connection_id == connection.id,
            Identity.issuer == account.issuer,
            Identity.subject == account.subject,
        )
    )


def _working(session: Session, staff_id: UUID | None) -> UUID:
    person = actors.working(session, staff_id) if staff_id else None
    if person is None:
        raise AccountUnknown("The account is linked, but not to anybody who works here now.")
    return person.id


def _member_without_account(session: Session, connection: Connection, account: oidc.Identity) -> UUID:
    """Guests come from outside: the school's provider does not speak for them."""
    email = account.email.lower()
    if not account.email_verified or not account.email.isascii():
        raise AccountUnknown("The provider does not vouch for the account's e-mail address.")
    row = session.execute(
        select(Staff.id, exists().where(_has_account(connection, account))).where(
            here(session, Staff),
            Staff.email == email,
            Staff.kind == StaffKind.MEMBER.value,
            actors.works(),
        )
    ).one_or_none()
    if row is None:
        raise AccountUnknown("Nobody who works here has the account's e-mail address on the staff list.")
    if row[1]:
        raise AccountUnknown("The person with this e-mail address signs in with another account.")
    return row[0]


def _has_account(connection: Connection, account: oidc.Identity) -> ColumnElement[bool]:
    mine = beside(Identity, Staff, Identity.staff_id == Staff.id)
    return and_(mine, Identity.connection_id == connection.id, Identity.issuer == account.issuer)


def _link(session: Session, connection: Connection, account: oidc.Identity, person_id: UUID) -> bool:
    """False when somebody else was linked, or this account, in the same moment."""
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
