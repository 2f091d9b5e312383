"""The mapped bases: a row of one school, and a row of the platform."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tenants.base.ids import new_id
from tenants.base.types import Moment

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Record(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, datetime: Moment}


class SchoolRecord(Record):
    """A row of one school, behind the wall. `grants` are the verbs lectern_app may use on the table."""

    __abstract__ = True
    grants: ClassVar[str] = "SELECT, INSERT, UPDATE, DELETE"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), primary_key=True, sort_order=-2)


class Identified(SchoolRecord):
    """A row of one school with an id of its own, known before it is saved."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)


class PlatformRecord(Record):
    """A row that belongs to no single school. `policies` names who may see and do what:
    (role, verbs, USING, WITH CHECK); no policy for a role means no row for it."""

    __abstract__ = True
    policies: ClassVar[tuple["Policy", ...]] = ()


class IdentifiedOnPlatform(PlatformRecord):
    """A platform row with an id of its own, known before it is saved."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)


class Policy:
    """One role's view of a platform table; `rows` is the condition on them."""

    def __init__(self, role: str, verbs: str, rows: str = "true") -> None:
        self.role = role
        self.verbs = verbs
        self.rows = rows


APPEND_ONLY = "SELECT, INSERT"
OWN_SCHOOL = "school_id = nullif(current_setting('lectern.school_id', true), '')::uuid"


def within_school(column: str, target: str, *, name: str | None = None) -> ForeignKeyConstraint:
    """A reference that cannot leave the school: (school_id, column) → (school_id, id) of `target`."""
    return ForeignKeyConstraint(
        ["school_id", column], [f"{target}.school_id", f"{target}.id"], name=name, ondelete="RESTRICT"
    )


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the enum's values; text with a check, because a policy can't use enum types."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def classes(base: type[Record]) -> list[type[Record]]:
    """Every mapped class of that kind, by table name."""
    mapped = [mapper.class_ for mapper in Record.registry.mappers if issubclass(mapper.class_, base)]
    return sorted(mapped, key=lambda cls: cls.__tablename__)
