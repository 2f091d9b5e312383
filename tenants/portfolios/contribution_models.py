"""What each member of a group did for an item of its pool, and what the others say about it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, one_of, within_school
from tenants.portfolios.rules.contributions import Standing, Word


class Contribution(SchoolRecord):
    """Of one member to one item of the pool. `standing` is what the others' words on its current `wording` come to,
    which goes up whenever role or deed change; `learned` is the member's own reflection, on which nobody has a word.
    `shared_at`: with their mentor. `copy_id`: what they took along when they left; it is part of their portfolio in
    its place."""

    __tablename__ = "contributions"

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    did: Mapped[str]
    learned: Mapped[str] = mapped_column(default="")
    standing: Mapped[str] = mapped_column(default=Standing.SAID.value)
    shared_at: Mapped[datetime | None]
    said_at: Mapped[datetime]
    wording: Mapped[int] = mapped_column(default=1)
    copy_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("copy_id", "evidence"),
        within_school("candidate_id", "candidates"),
        Index("ix_contributions_candidate", "school_id", "candidate_id", "standing"),
        one_of("standing", Standing),
    )


class ContributionWord(Identified):
    """A member's word on another's contribution, as it read in its wording `of_version`. Only the note can go: when
    who wrote it is taken out of the group's record."""

    __tablename__ = "contribution_words"
    grants: ClassVar[str] = f"{APPEND_ONLY}, UPDATE (note)"

    evidence_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    by_candidate_id: Mapped[UUID]
    of_version: Mapped[int]
    word: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("candidate_id", "candidates"),
        within_school("by_candidate_id", "candidates"),
        Index("ix_contribution_words_evidence", "school_id", "evidence_id", "candidate_id"),
        one_of("word", Word),
        CheckConstraint("by_candidate_id <> candidate_id", name="others"),
    )


class ItemVisit(SchoolRecord):
    """Who has an item of the pool open, and when they were last seen there."""

    __tablename__ = "item_visits"

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]

    __table_args__ = (
        within_school("evidence_id", "evidence"),
        within_school("staff_id", "staff"),
    )
