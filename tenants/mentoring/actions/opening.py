"""Every change between a candidate and their mentor begins here."""

from typing import Any

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, permit
from tenants.mentoring.queries.pairs import Pair, hold, pair


def open_pair(
    session: Session, actor: Actor, record: Any, permission: Permission = Permission.MENTORING_WRITE
) -> Pair:
    """`record` says whose it is and with which mentor. Raises Refused, in words, when that pairing is over."""
    permit(actor, permission, record)
    hold(session, record.candidate_id)
    found = pair(session, record.candidate_id)
    if ended := found.ended(record.mentor_id):
        raise Refused(ended)
    return found
