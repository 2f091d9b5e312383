"""Whoever's address is changed is told at both: with the address goes the way to sign in."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.outbox import ask
from tenants.staff.jobs import TellFormerAddress, TellNewAddress
from tenants.staff.models import FormerAddress


def tell_changed(session: Session, staff_id: UUID, before: str) -> None:
    former = FormerAddress(staff_id=staff_id, email=before, changed_at=clock.now())
    session.add(former)
    session.flush()
    ask(session, TellFormerAddress(former.id))
    ask(session, TellNewAddress(former.id))
