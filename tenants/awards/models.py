from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.awards.rules import AwardState, state
from tenants.base import clock
from tenants.base.records import Identified, SchoolRecord, within_school


class Award(Identified):
    """Lead Practitioner status given to one person. `code` is 128 random bits; whoever holds it may check
    the award. `holder` and `edition` are as they stood on the day; `group_name`: of the group they worked in, if they
    asked to have it named."""

    __tablename__ = "awards"

    candidate_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    outcome_id: Mapped[UUID]
    number: Mapped[str]
    code: Mapped[str]
    holder: Mapped[str]
    edition: Mapped[str]
    group_name: Mapped[str | None]
    signatory: Mapped[str]
    awarded_on: Mapped[date]
    expires_on: Mapped[date]
    certificate_key: Mapped[str | None]
    certificate_sha256: Mapped[bytes | None]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]
    replaced_by_id: Mapped[UUID | None]

    @property
    def state(self) -> AwardState:
        return state(
            expires_on=self.expires_on,
            revoked=self.revoked_at is not None,
            replaced=self.replaced_by_id is not None,
            today=clock.today(),
        )

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        within_school("outcome_id", "outcomes"),
        within_school("replaced_by_id", "awards"),
        UniqueConstraint("school_id", "number"),
        UniqueConstraint("school_id", "code"),
        UniqueConstraint("school_id", "outcome_id"),
    )


class AwardCounter(SchoolRecord):
    """The last award number a school gave in a year; locked while the next one is taken."""

    __tablename__ = "award_counters"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
