"""Who was there: named by who presented, and free to take their own name off."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.events.jobs import DeleteCertificate, DrawAttendance
from tenants.events.models import Attendance, Event
from tenants.events.queries.attendance import Attended, HeldName, colleague, of_event
from tenants.events.rules.events import EventState

NOT_HELD = "Record how it went first. Then name who came."
NOBODY = "Choose somebody who works here."
LEFT = "They took their own name off, so it stays off."


def name_presenter(session: Session, event: Event) -> None:
    """Whoever presents was there."""
    _name(session, event, event.staff_id, presented=True)


def name_colleague(session: Session, actor: Actor, event: Event, staff_id: UUID) -> Attendance:
    """Naming somebody twice is harmless."""
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    if event.state != EventState.HELD:
        raise Refused(NOT_HELD)
    if colleague(session, event, staff_id) is None:
        raise Invalid({"staff_id": NOBODY})
    found = _name(session, event, staff_id, presented=False)
    record(session, actor, "attendance:name", found)
    return found


def remove_name(session: Session, actor: Actor, held: HeldName) -> None:
    permit(actor, Permission.EVENT_WRITE, held)
    if held.attendance.presented:
        raise Refused("Whoever presents was there.")
    _remove(session, held.attendance)
    record(session, actor, "attendance:remove", held.attendance)


def leave(session: Session, actor: Actor, found: Attended) -> None:
    permit(actor, Permission.ATTENDANCE_KEEP, found)
    if found.attendance.presented:
        raise Refused("You presented this event, so your name stays with it.")
    _remove(session, found.attendance)
    found.attendance.declined = True
    record(session, actor, "attendance:leave", found.attendance)


def draw_anew(session: Session, event: Event) -> None:
    """Everybody's certificate, after what stands on it was changed. Until then nobody can fetch an old one."""
    session.flush()
    for one in of_event(session, event.id):
        one.drawn_at = None
        _ask_drawing(session, one, event)


def keep_certificate(session: Session, attendance: Attendance, version: int) -> bool:
    """It lies in the store, drawn after that version of the event. If its name was taken off meanwhile, it goes
    again; if the event was changed, it may lie over a newer one, so it is drawn once more."""
    if attendance.removed_at is not None:
        ask(session, DeleteCertificate(attendance.id))
        return False
    if session.get_one(Event, (attendance.school_id, attendance.event_id)).version != version:
        attendance.drawn_at = None
        ask(session, DrawAttendance(attendance.id))
        return False
    attendance.drawn_at = clock.now()
    return True


def _name(session: Session, event: Event, staff_id: UUID, *, presented: bool) -> Attendance:
    found = session.scalar(
        select(Attendance)
        .where(here(session, Attendance), Attendance.event_id == event.id, Attendance.staff_id == staff_id)
        .with_for_update()
    )
    if found is not None and found.declined:
        raise Refused(LEFT)
    if found is not None and found.removed_at is None:
        return found
    found = found or Attendance(event_id=event.id, staff_id=staff_id, presented=presented)
    found.named_at, found.removed_at, found.drawn_at = clock.now(), None, None
    session.add(found)
    session.flush()
    _ask_drawing(session, found, event)
    return found


def _remove(session: Session, attendance: Attendance) -> None:
    attendance.removed_at, attendance.drawn_at = clock.now(), None
    ask(session, DeleteCertificate(attendance.id))


def _ask_drawing(session: Session, attendance: Attendance, event: Event) -> None:
    key = f"{attendance.id} {event.version} {attendance.named_at.isoformat()}"
    ask(session, DrawAttendance(attendance.id), unique_key=key)
