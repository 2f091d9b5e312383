"""Meetings and what is written about them."""

from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.jobs import TellNoted
from tenants.mentoring.models import AgreedAction, Meeting, MeetingNote
from tenants.mentoring.queries.log import others_wrote, own_note
from tenants.mentoring.queries.pairs import Pair
from tenants.mentoring.rules.log import NoteKind, problems

LABELS = {"met_on": "When you met", "minutes": "How many minutes"}
BODY = "What you wrote"


def note_meeting(
    session: Session, actor: Actor, pair: Pair, met_on: date | None, minutes: int | None
) -> Meeting:
    open_pair(session, actor, pair)
    _refuse(problems(met_on, minutes, clock.today()))
    made = Meeting(
        candidate_id=pair.candidate_id,
        mentor_id=pair.mentor_id,
        met_on=met_on,
        minutes=minutes,
        noted_by=actor.person_id,
        noted_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "mentoring:meeting", made)
    return made


def change_meeting(
    session: Session, actor: Actor, meeting: Meeting, version: int, met_on: date | None, minutes: int | None
) -> None:
    open_pair(session, actor, meeting)
    _refuse(problems(met_on, minutes, clock.today()))
    changed = save(session, meeting, version, {"met_on": met_on, "minutes": minutes}, LABELS)
    if changed:
        record(session, actor, "mentoring:change_meeting", meeting, fields=changed)


def remove_meeting(session: Session, actor: Actor, meeting: Meeting) -> None:
    """With the actor's own notes; what was agreed stays."""
    open_pair(session, actor, meeting)
    lock(session, meeting)
    if others_wrote(session, meeting, actor.person_id):
        raise Refused("Somebody else wrote about this meeting, so it stays. You can change its date.")
    session.execute(
        delete(MeetingNote).where(here(session, MeetingNote), MeetingNote.meeting_id == meeting.id)
    )
    session.execute(
        update(AgreedAction)
        .where(here(session, AgreedAction), AgreedAction.meeting_id == meeting.id)
        .values(meeting_id=None)
    )
    record(session, actor, "mentoring:remove_meeting", meeting)
    session.delete(meeting)


def save_note(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    kind: NoteKind,
    body: str,
    version: int,
    *,
    finished: bool,
) -> int:
    """The actor's own note; returns the saved version. `version` 0: nothing was there. History says that somebody
    wrote, and not whether it was for both."""
    open_pair(session, actor, meeting)
    lock(session, meeting)
    note = own_note(session, meeting, actor.person_id, kind)
    if note is None or note.body != body:
        note = _write(session, actor, meeting, kind, note, body, version)
    if finished:
        record(session, actor, "mentoring:note", meeting)
        if kind is NoteKind.SHARED and body.strip():
            ask(session, TellNoted(meeting.id, actor.person_id), unique_key=f"{meeting.id}:{actor.person_id}")
    return note.version


def _write(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    kind: NoteKind,
    note: MeetingNote | None,
    body: str,
    version: int,
) -> MeetingNote:
    if note is None:
        note = MeetingNote(
            meeting_id=meeting.id, staff_id=actor.person_id, kind=kind.value, body="", version=0
        )
        session.add(note)
    elif version != note.version:
        raise Conflict({BODY: (note.body, body)}, "You", note.version)
    note.body, note.saved_at = body, clock.now()
    note.version += 1
    session.flush()
    return note


def open_earlier(session: Session, actor: Actor, pair: Pair) -> None:
    """Lets the mentor of today read what was shared with those before."""
    open_pair(session, actor, pair, Permission.MENTORING_OPEN)
    _open_to(session, pair, pair.mentor_id)
    record(session, actor, "mentoring:open_earlier", pair.portfolio.candidate)


def close_earlier(session: Session, actor: Actor, pair: Pair) -> None:
    permit(actor, Permission.MENTORING_OPEN, pair)
    _open_to(session, pair, None)
    record(session, actor, "mentoring:close_earlier", pair.portfolio.candidate)


def _open_to(session: Session, pair: Pair, mentor_id: object) -> None:
    session.execute(
        update(Meeting)
        .where(
            here(session, Meeting),
            Meeting.candidate_id == pair.candidate_id,
            Meeting.mentor_id.is_distinct_from(pair.mentor_id),
        )
        .values(opened_to=mentor_id)
    )


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)
