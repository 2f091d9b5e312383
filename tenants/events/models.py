from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.types import Sealed
from tenants.events.rules.events import EventState, Reach, minutes_between
from tenants.events.rules.feedback import Job, Origin, Said, Window
from tenants.portfolios.rules.states import People


class Event(Identified):
    """Something a member of staff presents. It is theirs for good; the place that it may become evidence of is
    one they hold or held. The audience's code is looked up by its hash, and sealed to be shown again."""

    __tablename__ = "events"

    staff_id: Mapped[UUID]
    candidate_id: Mapped[UUID | None]
    cohort_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=EventState.PLANNED.value)
    title: Mapped[str]
    reach: Mapped[str]
    host: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    audience: Mapped[str]
    reach_team: Mapped[str] = mapped_column(default="")
    reach_school: Mapped[str] = mapped_column(default="")
    attendance: Mapped[int | None]
    summary: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(Sealed, deferred=True)
    code_hash: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    planned_at: Mapped[datetime]
    priorities_named_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    event_id = synonym("id")

    __table_args__ = (
        within_school("staff_id", "staff"),
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        UniqueConstraint("school_id", "code_hash"),
        Index("ix_events_staff", "school_id", "staff_id", "starts_at"),
        Index("ix_events_cohort", "school_id", "cohort_id"),
        one_of("state", EventState),
        one_of("reach", Reach),
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("attendance > 0", name="attendance"),
        CheckConstraint("state <> 'held' OR attendance IS NOT NULL", name="held"),
        CheckConstraint("(candidate_id IS NULL) = (cohort_id IS NULL)", name="place"),
    )

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)

    @property
    def minutes(self) -> int:
        return minutes_between(self.starts_at, self.ends_at)


class EventPriority(SchoolRecord):
    """A priority of the improvement plan that an event serves, as its presenter named it."""

    __tablename__ = "event_priorities"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("event_id", "events"),
        within_school("priority_id", "priorities"),
        Index("ix_event_priorities_priority", "school_id", "priority_id"),
    )


class Slides(Identified):
    """A file that goes with an event; `key` names it in the file store. Removed: the bytes are gone, the row
    stays."""

    __tablename__ = "event_slides"

    event_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    key: Mapped[str]
    scanned: Mapped[bool]
    people: Mapped[str]
    consent_where: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("event_id", "events"),
        within_school("staff_id", "staff"),
        Index("ix_event_slides_event", "school_id", "event_id"),
        Index("ix_event_slides_staff", "school_id", "staff_id"),
        one_of("people", People),
    )


class Attendance(Identified):
    """Somebody of this school who was there, as whoever presented recorded it. Who takes their own name off
    (`declined`) is not named again. The certificate lies under the row's own key, drawn anew when its facts change."""

    __tablename__ = "event_attendance"

    event_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    presented: Mapped[bool]
    named_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    declined: Mapped[bool] = mapped_column(default=False)
    drawn_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("event_id", "events"),
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "event_id", "staff_id"),
        Index("ix_event_attendance_staff", "school_id", "staff_id"),
    )

    @property
    def key(self) -> str:
        return f"attendance/{self.id}"


class Answer(Identified):
    """What one device of the audience said. Nobody's name is asked. Hidden: counted still, its words shown to
    nobody, and gone after a day."""

    __tablename__ = "event_answers"

    event_id: Mapped[UUID]
    device: Mapped[str]
    useful: Mapped[int]
    will_try: Mapped[str]
    job: Mapped[str]
    origin: Mapped[str]
    words: Mapped[str]
    answered_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("event_id", "events"),
        UniqueConstraint("school_id", "event_id", "device"),
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful"),
        one_of("job", Job),
        one_of("origin", Origin),
    )

    @property
    def said(self) -> Said:
        return Said(self.useful, self.will_try, Job(self.job), Origin(self.origin), self.words)
