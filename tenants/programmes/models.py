from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, IdentifiedOnPlatform, Policy, one_of
from tenants.programmes.rules.design import Design, ProgrammeState, restored


class NationalProgramme(IdentifiedOnPlatform):
    """A programme template that belongs to the platform and to no school. Published with Lectern and never changed:
    a better one comes under the same `code` with the next `edition`. `number` is what addresses call it."""

    __tablename__ = "national_programmes"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT"),
        Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    code: Mapped[str]
    edition: Mapped[int]
    title: Mapped[str]
    published_on: Mapped[date]
    design: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        UniqueConstraint("code", "edition"),
        CheckConstraint("number BETWEEN 1 AND 99", name="number"),
    )

    @cached_property
    def whole(self) -> Design:
        return restored(self.design)


class Programme(Identified):
    """A version of a school's own programme template: written as a draft, never changed once it is published.
    The versions of one template share `series_id` and follow each other by `edition`."""

    __tablename__ = "programmes"

    series_id: Mapped[UUID]
    edition: Mapped[int]
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default=ProgrammeState.DRAFT.value)
    made_from: Mapped[str]
    design: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    programme_id = synonym("id")

    __table_args__ = (
        UniqueConstraint("school_id", "series_id", "edition"),
        Index(
            "uq_programmes_draft",
            "school_id",
            "series_id",
            unique=True,
            postgresql_where="state = 'draft'",
        ),
        one_of("state", ProgrammeState),
        CheckConstraint("(state = 'draft') = (published_at IS NULL) OR state = 'retired'", name="published"),
    )

    @property
    def whole(self) -> Design:
        return restored(self.design)

    @property
    def editable(self) -> bool:
        return self.state == ProgrammeState.DRAFT
