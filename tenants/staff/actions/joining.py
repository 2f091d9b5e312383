"""Somebody whom the school's own provider vouches for comes onto the staff list by themselves."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.staff.rules.people import Particulars, problems, tidied


def join_by_domain(session: Session, name: str, email: str) -> UUID:
    """Two tabs of one person make one member: the address is unique. Raises Refused for one who left."""
    given = tidied(Particulars(name or email.partition("@")[0], email))
    if problems(given):
        raise Refused("The account's name or address cannot be on a staff list.")
    row = {
        "school_id": bound_school(session),
        "id": new_id(),
        "name": given.name,
        "email": given.email,
        "joined_at": clock.now(),
    }
    made: Staff | None = session.scalar(insert(Staff).values(row).on_conflict_do_nothing().returning(Staff))
    if made is None:
        raise Refused("Somebody with this address was added just now. Sign in once more.")
    record(session, actors.actor(session, made.id), "staff:join", made)
    return made.id
