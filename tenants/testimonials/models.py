from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import clock
from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.types import Sealed
from tenants.testimonials.rules import WAITING, Said, State, may_correct, no_reminder_because


class Testimonial(Identified):
    """A request, and once it is received what was sent. Its address is forgotten when no letter can go to it any
    more; its hash stays, to know an author among the staff. `open_until`: how long its links open.
    `author_id`: the member of staff whose address it was when it was sent."""

    __tablename__ = "testimonials"

    candidate_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(Sealed)
    address_hash: Mapped[bytes]
    message: Mapped[str]
    asked_for: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    state: Mapped[str] = mapped_column(default=State.ASKED.value)
    asked_at: Mapped[datetime]
    open_until: Mapped[date]
    reminded: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    no_reminders: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    received_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    drawn_at: Mapped[datetime | None]
    author_id: Mapped[UUID | None]
    job: Mapped[str] = mapped_column(default="")
    knows: Mapped[str] = mapped_column(default="")
    standards: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    body: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        within_school("author_id", "staff"),
        one_of("state", State),
        Index("ix_testimonials_candidate", "school_id", "candidate_id", "id"),
        Index("ix_testimonials_address", "school_id", "address_hash"),
        Index("ix_testimonials_author", "school_id", "author_id"),
    )

    @property
    def said(self) -> Said:
        return Said(self.name, self.job, self.knows, tuple(self.standards), self.body)

    @property
    def waiting(self) -> bool:
        return self.state in WAITING

    @property
    def correctable(self) -> bool:
        return self.received_at is not None and may_correct(
            received_on=clock.school_date(self.received_at),
            drawn=self.drawn_at is not None,
            today=clock.today(),
        )

    @property
    def writable(self) -> bool:
        return self.waiting or self.correctable

    @property
    def no_reminder_because(self) -> str | None:
        return no_reminder_because(
            stopped=self.no_reminders,
            reminded=self.reminded,
            last_letter_on=self.reminded_on or clock.school_date(self.asked_at),
            today=clock.today(),
        )


class TestimonialDraft(SchoolRecord):
    """What the writer has written and not sent: read at the writer's own door, and nowhere else."""

    __tablename__ = "testimonial_drafts"

    testimonial_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    knows: Mapped[str] = mapped_column(default="")
    standards: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    body: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (within_school("testimonial_id", "testimonials"),)

    @property
    def said(self) -> Said:
        return Said(self.name, self.job, self.knows, tuple(self.standards), self.body)


class TestimonialLink(Identified):
    """Opens one request, without signing in. Each letter has one of its own, and all open until the request ends."""

    __tablename__ = "testimonial_links"

    testimonial_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime]

    __table_args__ = (
        within_school("testimonial_id", "testimonials"),
        UniqueConstraint("school_id", "token_hash"),
        Index("ix_testimonial_links_testimonial", "school_id", "testimonial_id"),
    )


class NotAgain(SchoolRecord):
    """An address that wants no more requests from this school; the address itself is not kept."""

    __tablename__ = "testimonial_refusals"

    address_hash: Mapped[bytes] = mapped_column(primary_key=True)
    since: Mapped[datetime]
