from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.mentoring.rules.log import NoteKind


class Meeting(Identified):
    """That a candidate and a mentor met. What was talked about stands in notes. `opened_to`: a later mentor whom
    the candidate lets read the shared ones."""

    __tablename__ = "mentoring_meetings"

    candidate_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    met_on: Mapped[date]
    minutes: Mapped[int]
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]
    opened_to: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("mentor_id", "staff"),
        within_school("noted_by", "staff"),
        within_school("opened_to", "staff"),
        Index("ix_mentoring_meetings_candidate", "school_id", "candidate_id", "met_on"),
        CheckConstraint("minutes > 0", name="minutes"),
    )


class MeetingNote(SchoolRecord):
    """What one of the two wrote about a meeting: at most one note for both, and one for themselves alone."""

    __tablename__ = "meeting_notes"

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("meeting_id", "mentoring_meetings"),
        within_school("staff_id", "staff"),
        one_of("kind", NoteKind),
    )


class AgreedAction(Identified):
    """What one of a pair does by a day. `first_due_on`: the day that was agreed on first."""

    __tablename__ = "agreed_actions"

    candidate_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    meeting_id: Mapped[UUID | None]
    staff_id: Mapped[UUID]
    words: Mapped[str]
    due_on: Mapped[date]
    first_due_on: Mapped[date]
    agreed_by: Mapped[UUID]
    agreed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("mentor_id", "staff"),
        within_school("meeting_id", "mentoring_meetings"),
        within_school("staff_id", "staff"),
        within_school("agreed_by", "staff"),
        Index("ix_agreed_actions_candidate", "school_id", "candidate_id", "due_on"),
        Index("ix_agreed_actions_staff", "school_id", "staff_id", "due_on"),
    )


class DraftComment(Identified):
    """A mentor's word on a shared draft, about one standard or the whole. `last_by` wrote last, so it waits for
    the other one."""

    __tablename__ = "draft_comments"

    candidate_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    evidence_id: Mapped[UUID | None]
    self_audit_id: Mapped[UUID | None]
    standard_number: Mapped[int | None]
    body: Mapped[str]
    written_at: Mapped[datetime]
    last_by: Mapped[UUID]
    last_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("mentor_id", "staff"),
        within_school("evidence_id", "evidence"),
        within_school("self_audit_id", "self_audits"),
        within_school("last_by", "staff"),
        Index("ix_draft_comments_candidate", "school_id", "candidate_id"),
        Index("ix_draft_comments_evidence", "school_id", "evidence_id"),
        CheckConstraint("num_nonnulls(evidence_id, self_audit_id) = 1", name="one_draft"),
    )


class CommentAnswer(Identified):
    __tablename__ = "comment_answers"

    comment_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    body: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (
        within_school("comment_id", "draft_comments"),
        within_school("staff_id", "staff"),
        Index("ix_comment_answers_comment", "school_id", "comment_id"),
    )
