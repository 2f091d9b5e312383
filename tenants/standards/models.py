from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import PlatformRecord, Policy, SchoolRecord

_READ_BY_ALL = (
    Policy("lectern_app", "SELECT"),
    Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),
)


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


class Adoption(SchoolRecord):
    """The version of the standards a school's new cohorts start with."""

    __tablename__ = "adoptions"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    adopted_by: Mapped[UUID]
    adopted_at: Mapped[datetime]
