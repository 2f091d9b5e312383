from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, one_of, within_school
from tenants.messages.rules.messages import Kind, Part, State, Unsent
from tenants.messages.rules.nudges import Behind


class CohortMessage(Identified):
    """From those who run a cohort to people of it. `pressed_at`: when somebody pressed 'Send'; `goes_at`: the hour
    they chose. A nudge has no words of its own: each recipient has theirs."""

    __tablename__ = "cohort_messages"

    cohort_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default=Kind.MESSAGE.value)
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    to_mentors: Mapped[bool] = mapped_column(default=False)
    begun_by: Mapped[UUID]
    begun_at: Mapped[datetime]
    sent_by: Mapped[UUID | None]
    pressed_at: Mapped[datetime | None]
    goes_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    message_id = synonym("id")

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("begun_by", "staff"),
        within_school("sent_by", "staff"),
        one_of("kind", Kind),
        one_of("state", State),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        CheckConstraint("num_nulls(sent_by, pressed_at, goes_at) IN (0, 3)", name="pressed"),
        CheckConstraint("state = 'draft' OR pressed_at IS NOT NULL", name="waits"),
        Index("ix_cohort_messages_cohort", "school_id", "cohort_id", "id"),
        Index("ix_cohort_messages_pressed", "school_id", "pressed_at"),
    )

    @property
    def nudges(self) -> bool:
        return self.kind == Kind.NUDGE

    @property
    def draft(self) -> bool:
        return self.state == State.DRAFT


class MessageRecipient(Identified):
    """One of those to whom it goes, and what they read: of a nudge from the first, else as it was filled in when the
    message went. `told_at`: since when it stands in their notices; `unsent`: why it does not."""

    __tablename__ = "message_recipients"

    message_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    candidate_id: Mapped[UUID | None]
    part: Mapped[str] = mapped_column(default=Part.CANDIDATE.value)
    left_out: Mapped[bool] = mapped_column(default=False)
    behind: Mapped[str | None]
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    job_id: Mapped[UUID | None]
    told_at: Mapped[datetime | None]
    unsent: Mapped[str | None]

    recipient_id = synonym("id")

    __table_args__ = (
        within_school("message_id", "cohort_messages"),
        within_school("staff_id", "staff"),
        within_school("candidate_id", "candidates"),
        UniqueConstraint("school_id", "message_id", "staff_id"),
        one_of("part", Part),
        one_of("behind", Behind),
        one_of("unsent", Unsent),
        CheckConstraint("(part = 'candidate') = (candidate_id IS NOT NULL)", name="place"),
        CheckConstraint("num_nonnulls(told_at, unsent) <= 1", name="told"),
        Index("ix_message_recipients_staff", "school_id", "staff_id", "id"),
    )
