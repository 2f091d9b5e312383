from datetime import date, timedelta

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.mentoring.models import AgreedAction, CommentAnswer, DraftComment, Meeting, MeetingNote
from tenants.mentoring.rules.log import NoteKind
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.staff.models import Staff


def make_meeting(
    session: Session, candidate: Candidate, mentor: Staff, *, met_on: date | None = None, minutes: int = 40
) -> Meeting:
    meeting = Meeting(
        candidate_id=candidate.id,
        mentor_id=mentor.id,
        met_on=met_on or clock.today(),
        minutes=minutes,
        noted_by=mentor.id,
        noted_at=clock.now(),
    )
    session.add(meeting)
    session.flush()
    return meeting


def make_note(
    session: Session, meeting: Meeting, writer: Staff, body: str, kind: NoteKind = NoteKind.SHARED
) -> MeetingNote:
    note = MeetingNote(
        meeting_id=meeting.id, staff_id=writer.id, kind=kind.value, body=body, saved_at=clock.now()
    )
    session.add(note)
    session.flush()
    return note


def make_action(
    session: Session,
    candidate: Candidate,
    mentor: Staff,
    words: str = "Ask the art team.",
    *,
    days: int = 5,
    by_mentor: bool = False,
) -> AgreedAction:
    """Due in so many days; of the candidate's unless the mentor does it."""
    due_on = clock.today() + timedelta(days=days)
    action = AgreedAction(
        candidate_id=candidate.id,
        mentor_id=mentor.id,
        staff_id=mentor.id if by_mentor else candidate.staff_id,
        words=words,
        due_on=due_on,
        first_due_on=due_on,
        agreed_by=mentor.id,
        agreed_at=clock.now(),
    )
    session.add(action)
    session.flush()
    return action


def make_comment(
    session: Session,
    about: Evidence | SelfAudit,
    mentor: Staff,
    body: str = "Who tried it after you?",
    *,
    standard: int | None = None,
    answer: str | None = None,
    answered_by: Staff | None = None,
) -> DraftComment:
    comment = DraftComment(
        candidate_id=about.candidate_id,
        mentor_id=mentor.id,
        evidence_id=about.id if isinstance(about, Evidence) else None,
        self_audit_id=about.id if isinstance(about, SelfAudit) else None,
        standard_number=standard,
        body=body,
        written_at=clock.now(),
        last_by=mentor.id,
        last_at=clock.now(),
    )
    session.add(comment)
    session.flush()
    if answer is not None and answered_by is not None:
        session.add(
            CommentAnswer(comment_id=comment.id, staff_id=answered_by.id, body=answer, written_at=clock.now())
        )
        comment.last_by = answered_by.id
        session.flush()
    return comment
