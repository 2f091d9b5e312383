"""What a pair noted: for each of the two what they may read, and for who runs the cohort only when and how long."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate
from tenants.mentoring.models import AgreedAction, Meeting, MeetingNote
from tenants.mentoring.rules.log import NoteKind
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Noted:
    """A meeting with its mentor's name, and the notes about it that the reader may read."""

    meeting: Meeting
    mentor: str
    notes: tuple[MeetingNote, ...]

    @property
    def shared(self) -> list[MeetingNote]:
        return [one for one in self.notes if one.kind == NoteKind.SHARED]

    def own(self, staff_id: UUID | None, kind: str) -> MeetingNote | None:
        return next((one for one in self.notes if (one.staff_id, one.kind) == (staff_id, kind)), None)


def meeting(session: Session, meeting_id: UUID) -> Meeting:
    found = session.scalar(select(Meeting).where(here(session, Meeting), Meeting.id == meeting_id))
    if found is None:
        raise NotFound
    return found


def log(session: Session, reader: Actor, candidate_id: UUID) -> list[Noted]:
    """The newest first. Of private notes the reader's own alone."""
    readable = and_(
        beside(MeetingNote, Meeting, MeetingNote.meeting_id == Meeting.id),
        or_(MeetingNote.kind == NoteKind.SHARED.value, MeetingNote.staff_id == reader.staff_id),
        MeetingNote.body != "",
    )
    rows = session.execute(
        select(Meeting, Staff.name, MeetingNote)
        .join(Staff, beside(Staff, Meeting, Staff.id == Meeting.mentor_id))
        .outerjoin(MeetingNote, readable)
        .where(
            here(session, Meeting),
            Meeting.candidate_id == candidate_id,
            visible(reader, Permission.MENTORING_READ, Meeting),
        )
        .order_by(Meeting.met_on.desc(), Meeting.id.desc(), MeetingNote.saved_at)
    )
    met: dict[UUID, tuple[Meeting, str]] = {}
    notes: dict[UUID, list[MeetingNote]] = defaultdict(list)
    for one, mentor, note in rows:
        met[one.id] = one, mentor
        if note is not None:
            notes[one.id].append(note)
    return [Noted(*told, tuple(notes[key])) for key, told in met.items()]


@dataclass(frozen=True)
class About:
    """The notes of one kind about a meeting: whoever asks finds their own."""

    meeting: Meeting
    kind: NoteKind

    @property
    def candidate_id(self) -> UUID:
        return self.meeting.candidate_id

    @property
    def mentor_id(self) -> UUID:
        return self.meeting.mentor_id


def note_about(session: Session, meeting_id: UUID, kind: str) -> About:
    return About(meeting(session, meeting_id), NoteKind(kind))


def own_note(session: Session, meeting: Meeting, staff_id: UUID, kind: NoteKind) -> MeetingNote | None:
    return session.scalar(
        select(MeetingNote)
        .where(
            here(session, MeetingNote),
            MeetingNote.meeting_id == meeting.id,
            MeetingNote.staff_id == staff_id,
            MeetingNote.kind == kind.value,
        )
        .execution_options(populate_existing=True)
    )


def others_wrote(session: Session, meeting: Meeting, staff_id: UUID) -> bool:
    """Whether taking the meeting back would take something of somebody else's along."""
    notes = select(MeetingNote.meeting_id).where(
        here(session, MeetingNote), MeetingNote.meeting_id == meeting.id, MeetingNote.staff_id != staff_id
    )
    return session.scalar(notes.limit(1)) is not None


@dataclass(frozen=True)
class Agreed:
    action: AgreedAction
    who: str


def agreed(session: Session, reader: Actor, candidate_id: UUID) -> list[Agreed]:
    """What is still to be done by its day, then what is done, the latest first."""
    rows = session.execute(
        select(AgreedAction, Staff.name)
        .join(Staff, beside(Staff, AgreedAction, Staff.id == AgreedAction.staff_id))
        .where(
            here(session, AgreedAction),
            AgreedAction.candidate_id == candidate_id,
            visible(reader, Permission.MENTORING_READ, AgreedAction),
        )
        .order_by(
            AgreedAction.done_at.is_not(None),
            AgreedAction.done_at.desc(),
            AgreedAction.due_on,
            AgreedAction.id,
        )
    )
    return [Agreed(*row) for row in rows]


def action(session: Session, action_id: UUID) -> AgreedAction:
    found = session.scalar(
        select(AgreedAction).where(here(session, AgreedAction), AgreedAction.id == action_id)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Held:
    """That two met, for who runs the cohort: never what about."""

    candidate_id: UUID
    mentor: str
    met_on: date
    minutes: int
    noted_at: datetime


def held(session: Session, cohort_id: UUID) -> list[Held]:
    """The newest first."""
    theirs = select(Candidate.id).where(here(session, Candidate), Candidate.cohort_id == cohort_id)
    rows = session.execute(
        select(Meeting.candidate_id, Staff.name, Meeting.met_on, Meeting.minutes, Meeting.noted_at)
        .join(Staff, beside(Staff, Meeting, Staff.id == Meeting.mentor_id))
        .where(here(session, Meeting), Meeting.candidate_id.in_(theirs))
        .order_by(Meeting.met_on.desc(), Meeting.id.desc())
    )
    return [Held(*row) for row in rows]
