from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.portfolios.models import Evidence, EvidenceFile, SubmittedFile


@dataclass(frozen=True)
class HeldFile:
    """A file with its item; who may open the item may open the file."""

    file: EvidenceFile
    item: Evidence

    @property
    def candidate_id(self) -> UUID | None:
        return self.item.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.item.group_id

    @property
    def cohort_id(self) -> UUID:
        return self.item.cohort_id

    @property
    def shared_at(self) -> datetime | None:
        return self.item.shared_at


def held_file(session: Session, file_id: UUID) -> HeldFile:
    """A file that was not removed, of an item that was not."""
    row = session.execute(
        select(EvidenceFile, Evidence)
        .join(Evidence, beside(Evidence, EvidenceFile, Evidence.id == EvidenceFile.evidence_id))
        .where(
            here(session, EvidenceFile),
            EvidenceFile.id == file_id,
            EvidenceFile.removed_at.is_(None),
            Evidence.removed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return HeldFile(*row)


def files(session: Session, evidence_id: UUID) -> Sequence[EvidenceFile]:
    """In the order they were added; removed ones too, which are told by their names only."""
    return session.scalars(_select_files(), asking(session, of_item=evidence_id)).all()


@cache
def _select_files() -> Select[EvidenceFile]:
    return (
        select(EvidenceFile)
        .where(ours(EvidenceFile), EvidenceFile.evidence_id == bindparam("of_item"))
        .order_by(EvidenceFile.id)
    )


def evidence_file(session: Session, file_id: UUID) -> EvidenceFile:
    found = session.scalar(
        select(EvidenceFile).where(here(session, EvidenceFile), EvidenceFile.id == file_id)
    )
    if found is None:
        raise NotFound
    return found


def kept(session: Session, evidence_id: UUID) -> int:
    """How many files an item has."""
    return session.scalars(
        select(func.count()).where(
            here(session, EvidenceFile),
            EvidenceFile.evidence_id == evidence_id,
            EvidenceFile.removed_at.is_(None),
        )
    ).one()


def bytes_kept(session: Session, item: Evidence) -> int:
    """Of the portfolio or the pool in which the item lies."""
    return session.scalars(
        select(func.coalesce(func.sum(EvidenceFile.size), 0))
        .join(Evidence, beside(Evidence, EvidenceFile, Evidence.id == EvidenceFile.evidence_id))
        .where(
            here(session, EvidenceFile),
            Evidence.candidate_id == item.candidate_id
            if item.group_id is None
            else Evidence.group_id == item.group_id,
            EvidenceFile.removed_at.is_(None),
        )
    ).one()


def twins(session: Session, file: EvidenceFile) -> Sequence[EvidenceFile]:
    """All files that share its bytes, itself among them: of an item of a pool and of the copies taken along."""
    return session.scalars(
        select(EvidenceFile)
        .where(here(session, EvidenceFile), EvidenceFile.key == file.key)
        .order_by(EvidenceFile.id)
    ).all()


def removed_key(session: Session, file_id: UUID) -> str | None:
    """Where the bytes of a removed file lie; None unless it was removed, and while a submission has it that was
    not taken down, or another file shares them that is not removed, was removed later, or was handed in."""
    another = aliased(EvidenceFile)
    needed = or_(
        another.removed_at.is_(None),
        another.removed_at > EvidenceFile.removed_at,
        and_(_handed_in(another), another.taken_down_at.is_(None)),
    )
    shared = exists().where(
        beside(another, EvidenceFile, another.key == EvidenceFile.key), another.id != EvidenceFile.id, needed
    )
    return session.scalar(
        select(EvidenceFile.key).where(
            here(session, EvidenceFile),
            EvidenceFile.id == file_id,
            EvidenceFile.removed_at.is_not(None),
            or_(~_handed_in(EvidenceFile), EvidenceFile.taken_down_at.is_not(None)),
            ~shared,
        )
    )


def _handed_in(file: Any) -> ColumnElement[bool]:
    return exists().where(SubmittedFile.school_id == file.school_id, SubmittedFile.file_id == file.id)
