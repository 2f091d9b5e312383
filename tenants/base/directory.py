"""Finding the school of a thing that has no school in its address."""

import hashlib
from enum import StrEnum
from functools import cache
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Select, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base.records import OWN_SCHOOL, PlatformRecord, Policy


class DirectoryKind(StrEnum):
    AWARD = "award"
    DOMAIN = "domain"


class DirectoryEntry(PlatformRecord):
    """Keys are kept as hashes, so the table gives nothing away to who can read it."""

    __tablename__ = "directory"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT"),
        Policy("lectern_app", "INSERT, DELETE", OWN_SCHOOL),
        Policy("lectern_operator", "SELECT"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))


def register(session: Session, kind: DirectoryKind, key: str, school_id: UUID) -> None:
    """In the transaction that makes what the key opens."""
    session.add(DirectoryEntry(kind=kind.value, key_hash=_hash(kind, key), school_id=school_id))


def claim(session: Session, kind: DirectoryKind, key: str, school_id: UUID) -> bool:
    """Like `register`, for what another school may have already: the first one has it, also of two at once."""
    row = {"kind": kind.value, "key_hash": _hash(kind, key), "school_id": school_id}
    session.execute(insert(DirectoryEntry).values(row).on_conflict_do_nothing())
    return school_of(session, kind, key) == school_id


def release(session: Session, kind: DirectoryKind, key: str) -> None:
    """Only ever the bound school's own: the policy sees to that."""
    session.execute(
        delete(DirectoryEntry).where(
            DirectoryEntry.kind == kind.value, DirectoryEntry.key_hash == _hash(kind, key)
        )
    )


def school_of(session: Session, kind: DirectoryKind, key: str) -> UUID | None:
    return session.scalar(_select_school(), {"of_kind": kind.value, "hashed": _hash(kind, key)})


@cache
def _select_school() -> Select[UUID]:
    return select(DirectoryEntry.school_id).where(
        DirectoryEntry.kind == bindparam("of_kind"), DirectoryEntry.key_hash == bindparam("hashed")
    )


def _hash(kind: DirectoryKind, key: str) -> bytes:
    return hashlib.sha256(f"{kind.value}:{key}".encode()).digest()
