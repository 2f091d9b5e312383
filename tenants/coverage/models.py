from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, within_school
from tenants.coverage.rules.costs import LONGEST_WORDS, MOST_PENCE


class ProgrammeCost(Identified):
    """What the programme costs the school, in pence: of a whole academic year, or of one cohort."""

    __tablename__ = "programme_costs"

    year_id: Mapped[UUID | None]
    cohort_id: Mapped[UUID | None]
    what: Mapped[str]
    pence: Mapped[int] = mapped_column(BigInteger)
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    cost_id = synonym("id")

    __table_args__ = (
        within_school("year_id", "academic_years"),
        within_school("cohort_id", "cohorts"),
        within_school("entered_by", "staff"),
        Index("ix_programme_costs_year", "school_id", "year_id"),
        Index("ix_programme_costs_cohort", "school_id", "cohort_id"),
        CheckConstraint("num_nonnulls(year_id, cohort_id) = 1", name="what_for"),
        CheckConstraint(f"pence BETWEEN 1 AND {MOST_PENCE}", name="pence"),
        CheckConstraint(f"char_length(what) BETWEEN 1 AND {LONGEST_WORDS}", name="what"),
    )
