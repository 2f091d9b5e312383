from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.ids import new_id
from tenants.base.records import OWN_SCHOOL, PlatformRecord, Policy, one_of
from tenants.recognition.rules import ClaimState, SettledAs, same_name

AWARDED_HERE = f"awarding_{OWN_SCHOOL}"
"""The other school of a claim: the one that made the award."""


class AwardClaim(PlatformRecord):
    """Somebody says that they hold an award from elsewhere: by its Lectern code, which names the school that
    made it, or with a proof. Only that school's head or the operator confirms; the policies let the claiming
    school write no other state than open and withdrawn. `name` is theirs on the day of the claim, `holder` the
    one on the award. The claiming school's pages never tell which school made it."""

    __tablename__ = "award_claims"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT", f"{OWN_SCHOOL} OR {AWARDED_HERE}"),
        Policy("lectern_app", "INSERT", f"{OWN_SCHOOL} AND state = 'open'"),
        Policy(
            "lectern_app",
            "UPDATE",
            f"({OWN_SCHOOL} AND state IN ('open', 'withdrawn'))"
            f" OR ({AWARDED_HERE} AND state IN ('open', 'confirmed', 'declined', 'ended'))",
        ),
        Policy("lectern_operator", "SELECT, UPDATE"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    staff_id: Mapped[UUID]
    name: Mapped[str]
    awarding_school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"))
    code: Mapped[str | None]
    holder: Mapped[str | None]
    award: Mapped[str]
    body: Mapped[str | None]
    number: Mapped[str | None]
    awarded_on: Mapped[date]
    expires_on: Mapped[date]
    link: Mapped[str | None]
    file_key: Mapped[str | None]
    file_name: Mapped[str | None]
    file_type: Mapped[str | None]
    file_size: Mapped[int | None]
    file_scanned: Mapped[bool | None]
    state: Mapped[str]
    claimed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_as: Mapped[str | None]
    settled_by: Mapped[str | None]
    reason: Mapped[str | None]

    __table_args__ = (
        one_of("state", ClaimState),
        one_of("settled_as", SettledAs),
        CheckConstraint("(code IS NULL) = (awarding_school_id IS NULL)", name="code_names_school"),
        CheckConstraint("school_id <> awarding_school_id", name="two_schools"),
        Index("ix_award_claims_school", "school_id", "staff_id"),
        Index(
            "ix_award_claims_awarding",
            "awarding_school_id",
            postgresql_where=text("awarding_school_id IS NOT NULL"),
        ),
        Index("ix_award_claims_open", "id", postgresql_where=text("state = 'open'")),
        Index(
            "uq_award_claims_code",
            "school_id",
            "staff_id",
            "code",
            unique=True,
            postgresql_where=text("state IN ('open', 'confirmed')"),
        ),
    )

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)

    @property
    def by_code(self) -> bool:
        return self.code is not None

    @property
    def is_open(self) -> bool:
        return self.state == ClaimState.OPEN

    @property
    def names_agree(self) -> bool:
        """Nothing to compare where the award came with no name of its own."""
        return self.holder is None or same_name(self.name, self.holder)
