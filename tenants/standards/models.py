from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import (
    APPEND_ONLY,
    OWN_SCHOOL,
    IdentifiedOnPlatform,
    PlatformRecord,
    Policy,
    SchoolRecord,
    within_school,
)
from tenants.standards.rules.drafting import Draft, restored

_READ_BY_ALL = (Policy("lectern_app", "SELECT"), Policy("lectern_operator", APPEND_ONLY))
"""What is published is never changed: no role of web and worker could."""


class Edition(PlatformRecord):
    """A version of the standards with its pass rule: `pass_count` standards at `pass_level` or above, all
    of the standards at `floor_level` or above. An award under it lasts `years_valid` years.

    Its clocks: `answer_days` to accept a task and `assess_days` to do it, `return_days` at least for a
    returned portfolio, all three in school working days; `resubmit_days` for a second attempt, in days."""

    __tablename__ = "editions"
    policies: ClassVar[tuple[Policy, ...]] = _READ_BY_ALL

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    published_on: Mapped[date]
    pass_level: Mapped[int]
    pass_count: Mapped[int]
    floor_level: Mapped[int]
    years_valid: Mapped[int]
    answer_days: Mapped[int]
    assess_days: Mapped[int]
    return_days: Mapped[int]
    resubmit_days: Mapped[int]


class Standard(PlatformRecord):
    __tablename__ = "standards"
    policies: ClassVar[tuple[Policy, ...]] = _READ_BY_ALL

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    category: Mapped[str]
    about: Mapped[str]
    prompt: Mapped[str]

    __table_args__ = (CheckConstraint("number > 0", name="number"),)


class Replacement(PlatformRecord):
    """What a standard of an earlier version became in a later one: by one row, by several where it was divided, by none
    where it fell away. A version has rows for each version before it, not only for the last."""

    __tablename__ = "standard_replacements"
    policies: ClassVar[tuple[Policy, ...]] = _READ_BY_ALL

    edition_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    by_edition_id: Mapped[UUID] = mapped_column(primary_key=True)
    by_number: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "number"], ["standards.edition_id", "standards.number"]),
        ForeignKeyConstraint(["by_edition_id", "by_number"], ["standards.edition_id", "standards.number"]),
        CheckConstraint("edition_id <> by_edition_id", name="other"),
    )


class Level(PlatformRecord):
    """How far influence reaches, not how good the teaching is."""

    __tablename__ = "levels"
    policies: ClassVar[tuple[Policy, ...]] = _READ_BY_ALL

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    reach: Mapped[str]
    about: Mapped[str]


class EditionRetirement(PlatformRecord):
    """From then on no school adopts that version, and no cohort begins with it; those that have it keep it."""

    __tablename__ = "edition_retirements"
    policies: ClassVar[tuple[Policy, ...]] = _READ_BY_ALL

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    retired_on: Mapped[date]


class EditionDraft(IdentifiedOnPlatform):
    """A version that the operator is writing: no school reads it. It says what takes the place of each standard of the
    version it follows."""

    __tablename__ = "edition_drafts"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    follows_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    design: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def whole(self) -> Draft:
        return restored(self.design)


class EditionUse(PlatformRecord):
    """How many cohorts of a school that are not closed have that version: a number is all that the operator learns."""

    __tablename__ = "edition_uses"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT, INSERT, UPDATE, DELETE", OWN_SCHOOL),
        Policy("lectern_operator", "SELECT"),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    cohorts: Mapped[int]


class Adoption(SchoolRecord):
    """The version of the standards a school's new cohorts start with."""

    __tablename__ = "adoptions"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    adopted_by: Mapped[UUID]
    adopted_at: Mapped[datetime]


class StandardGuidance(SchoolRecord):
    """What a school says to a standard beside the national text: its own words, and exemplars with a title and a text
    or a link. `to_check`: it came along from an earlier version."""

    __tablename__ = "standard_guidance"

    edition_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    exemplars: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    to_check: Mapped[bool] = mapped_column(default=False)
    saved_by: Mapped[UUID]
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "number"], ["standards.edition_id", "standards.number"]),
        within_school("saved_by", "staff"),
    )
