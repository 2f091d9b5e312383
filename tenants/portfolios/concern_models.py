from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import Identified, one_of, within_school
from tenants.portfolios.rules.guarding import OPEN
from tenants.portfolios.rules.states import ConcernState


class FileConcern(Identified):
    """Somebody who may read a file has asked to have it looked at. `replaced_by`: the file that its owner put in
    its place."""

    __tablename__ = "file_concerns"

    file_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=ConcernState.RAISED.value)
    reason: Mapped[str]
    raised_by: Mapped[UUID]
    raised_at: Mapped[datetime]
    explanation: Mapped[str] = mapped_column(default="")
    replaced_by: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("file_id", "evidence_files"),
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        within_school("raised_by", "staff"),
        within_school("replaced_by", "evidence_files"),
        within_school("decided_by", "staff"),
        one_of("state", ConcernState),
        Index("ix_file_concerns_file", "school_id", "file_id"),
        Index("ix_file_concerns_state", "school_id", "state"),
    )

    @property
    def open(self) -> bool:
        return self.state in OPEN
