from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import Identified, SchoolRecord, within_school
from tenants.portfolios.rules.claims import Said


class Changeover(Identified):
    """A cohort moved from one version of the standards to another, before anybody of it had handed in."""

    __tablename__ = "changeovers"

    cohort_id: Mapped[UUID]
    from_edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    into_edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    moved_by: Mapped[UUID]
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("moved_by", "staff"),
        Index("ix_changeovers_cohort", "school_id", "cohort_id"),
    )


class ClaimBefore(SchoolRecord):
    """A claim as it stood in the earlier version. `fell_away`: no standard of the later one takes it up."""

    __tablename__ = "claims_before"

    changeover_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    reach_who: Mapped[str]
    reach_team: Mapped[str]
    reach_school: Mapped[str]
    reach_count: Mapped[int | None]
    reach_when: Mapped[str]
    justification: Mapped[str]
    to_check: Mapped[bool]
    version: Mapped[int]
    fell_away: Mapped[bool]

    __table_args__ = (
        within_school("changeover_id", "changeovers"),
        within_school("evidence_id", "evidence"),
        within_school("candidate_id", "candidates"),
        Index("ix_claims_before_candidate", "school_id", "candidate_id"),
    )

    @property
    def said(self) -> Said:
        return Said(**{field.name: getattr(self, field.name) for field in fields(Said)})


class AuditEntryBefore(SchoolRecord):
    """What somebody thought of a standard of the earlier version, as it stood."""

    __tablename__ = "audit_entries_before"

    changeover_id: Mapped[UUID] = mapped_column(primary_key=True)
    self_audit_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    target: Mapped[int | None]
    reflection: Mapped[str]
    saved_at: Mapped[datetime]
    to_check: Mapped[bool]
    version: Mapped[int]
    fell_away: Mapped[bool]

    __table_args__ = (
        within_school("changeover_id", "changeovers"),
        within_school("self_audit_id", "self_audits"),
    )
