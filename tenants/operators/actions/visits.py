"""Support visits: a headteacher opens one, an operator goes in and reads, the headteacher may end it at once."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school
from tenants.base.outbox import ask_for_each
from tenants.base.permissions import Permission, permit
from tenants.operators.history import note
from tenants.operators.jobs import NoteEntry
from tenants.operators.models import SupportEntry, SupportVisit
from tenants.operators.queries.visits import open_visit_here
from tenants.operators.rules import VISIT_LENGTHS, visit_is_open
from tenants.operators.sessions import SignedIn
from tenants.schools.queries import lock_school


def open_visit(session: Session, actor: Actor, length: str, reason: str) -> SupportVisit:
    permit(actor, Permission.SUPPORT_OPEN)
    if length not in VISIT_LENGTHS:
        raise Invalid({"length": "Choose how long."})
    lock_school(session)
    if open_visit_here(session) is not None:
        raise Refused("A visit is open already. End it first, then open another.")
    now = clock.now()
    visit = SupportVisit(
        school_id=bound_school(session),
        opened_by=actor.person_id,
        reason=reason,
        opened_at=now,
        ends_at=now + VISIT_LENGTHS[length].lasts,
    )
    session.add(visit)
    session.flush()
    record(session, actor, "support:open", visit)
    return visit


def end_visit(session: Session, actor: Actor, visit: SupportVisit) -> None:
    permit(actor, Permission.SUPPORT_OPEN)
    if visit_is_open(visit.ends_at, visit.ended_at, clock.now()):
        visit.ended_at = clock.now()
        record(session, actor, "support:end", visit)


def enter(session: Session, who: SignedIn, visit: SupportVisit) -> None:
    """As the operator. Raises NotFound for a visit that is over. The headteachers hear of each operator once."""
    if not visit_is_open(visit.ends_at, visit.ended_at, clock.now()):
        raise NotFound
    entry = SupportEntry(
        visit_id=visit.id,
        school_id=visit.school_id,
        operator_id=who.id,
        operator_name=who.name,
        at=clock.now(),
    )
    session.add(entry)
    ask_for_each(session, [visit.school_id], NoteEntry(entry.id), f"{visit.id} {who.id}")
    note(session, who.id, "support:enter", visit, school_id=visit.school_id)


def note_reading(session: Session, actor: Actor, page: str, path: str) -> None:
    """In the school's history: which page support looked at."""
    visit = SupportVisit(id=actor.visit.id) if actor.visit else None
    record(session, actor, "support:read", visit, fields=[page], reason=path)
