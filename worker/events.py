"""What events ask for: certificates of attendance, who is told of one, and what is taken away again."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.days import in_hours
from tenants.base.errors import NotFound, Refused
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.events.actions.attendance import keep_certificate
from tenants.events.actions.feedback import erase_words
from tenants.events.jobs import DeleteCertificate, DeleteSlides, DrawAttendance, EraseWords, TellAttended
from tenants.events.models import Attendance
from tenants.events.queries.attendance import Attended, attended
from tenants.events.queries.feedback import held_answer
from tenants.events.queries.slides import removed_key
from tenants.events.rules.events import EventState
from tenants.schools.queries import this_school
from tenants.staff import actors
from worker.drawing.attendance import AttendanceCertificate, draw_attendance
from worker.drawing.press import CannotDraw
from worker.shapes import InSchool, Outside, Run
from worker.telling import Tells, Word


@dataclass(frozen=True)
class Wanted:
    attendance_id: UUID
    version: int
    key: str
    certificate: AttendanceCertificate


def _wanted(session: Session, actor: Actor, message: DrawAttendance) -> Wanted | None:
    found = _standing(session, message.attendance_id)
    if found is None:
        return None
    event, school = found.event, this_school(session).name
    presented = found.attendance.presented
    certificate = AttendanceCertificate(
        name=found.name,
        school=school,
        part="presented" if presented else "attended",
        title=event.title,
        place=event.host or school,
        held=school_date(event.starts_at),
        hours=in_hours(event.minutes),
        recorded_by=found.presenter,
    )
    return Wanted(found.attendance.id, event.version, found.attendance.key, certificate)


def _draw(wanted: Wanted, run: Run) -> None:
    """Over an earlier one under the same key: what stands on it has changed."""
    try:
        drawn = draw_attendance(wanted.certificate)
    except CannotDraw as cannot:
        raise Refused(f"This certificate of attendance cannot be drawn: {cannot}") from cannot
    run.tools.files.replace(wanted.key, BytesIO(drawn))


def _keep(session: Session, actor: Actor, wanted: Wanted, drawn: None) -> None:
    attendance = session.get_one(Attendance, (actor.school_id, wanted.attendance_id), with_for_update=True)
    if keep_certificate(session, attendance, wanted.version) and not attendance.presented:
        key = f"{attendance.id} {attendance.named_at.isoformat()}"
        ask(session, TellAttended(attendance.id), unique_key=key)


def _attended(session: Session, actor: Actor, message: TellAttended) -> Word | None:
    found = _standing(session, message.attendance_id)
    person = actors.working(session, found.staff_id) if found else None
    if found is None or person is None:
        return None
    facts = {"presenter": found.presenter, "title": found.event.title, "hours": in_hours(found.event.minutes)}
    return Word(person, "attended", "/attendance", facts)


def _standing(session: Session, attendance_id: UUID) -> Attended | None:
    """Of an event that was held, and a name that was not taken off."""
    try:
        found = attended(session, attendance_id)
    except NotFound:
        return None
    return found if found.event.state == EventState.HELD else None


def _off(session: Session, actor: Actor, message: DeleteCertificate) -> str | None:
    found = session.scalar(
        select(Attendance).where(
            here(session, Attendance),
            Attendance.id == message.attendance_id,
            Attendance.removed_at.is_not(None),
        )
    )
    return found.key if found else None


def _removed(session: Session, actor: Actor, message: DeleteSlides) -> str | None:
    return removed_key(session, message.slides_id)


def _delete(key: str, run: Run) -> None:
    run.tools.files.delete(key)


def _nothing_to_note(session: Session, actor: Actor, key: str, deleted: None) -> None:
    """The row says since when it is removed."""


def _erase(session: Session, actor: Actor, message: EraseWords, run: Run) -> None:
    erase_words(session, held_answer(session, message.answer_id).answer)


draw_certificate = Outside(_wanted, _draw, _keep)
tell_attended = Tells(_attended)
delete_certificate = Outside(_off, _delete, _nothing_to_note)
delete_slides = Outside(_removed, _delete, _nothing_to_note)
erase = InSchool(_erase)
