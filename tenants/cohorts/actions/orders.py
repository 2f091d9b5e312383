"""The purchase order that covers a cohort's places, and the list that goes with an invoice."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import save
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import LONGEST_ORDER


def keep_order(session: Session, actor: Actor, cohort: Cohort, version: int, number: str | None) -> None:
    """As it was typed; none takes it off. A closed cohort can still be waiting for its invoice."""
    permit(actor, Permission.ORDER_KEEP, cohort)
    if number and len(number) > LONGEST_ORDER:
        raise Invalid({"po_number": f"A purchase order number has at most {LONGEST_ORDER} characters"})
    values = {"po_number": number or None}
    changed = save(session, cohort, version, values, {"po_number": "Purchase order number"})
    if changed:
        record(session, actor, Permission.ORDER_KEEP, cohort, fields=changed)


def note_places_export(session: Session, actor: Actor, form: str) -> None:
    permit(actor, Permission.PLACES_LIST)
    record(session, actor, "place:export", fields=[form])
