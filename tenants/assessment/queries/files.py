"""A file as the snapshot names it, found again in the file store."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.queries.desk import desk
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.portfolios.models import EvidenceFile


@dataclass(frozen=True)
class SealedFile:
    """Name and kind are the snapshot's; permissions ask whose desk it lies on."""

    staff_id: UUID
    id: UUID
    key: str
    name: str
    media_type: str
    size: int

    __tablename__ = "evidence_files"


def sealed_file(session: Session, assignment_id: UUID, file_id: UUID) -> SealedFile:
    """Raises NotFound for a file the snapshot does not name, for one that is not what was handed in, and while a
    headteacher looks at it."""
    found = desk(session, assignment_id)
    named = found.portfolio.file(file_id)
    kept = session.scalar(select(EvidenceFile).where(here(session, EvidenceFile), EvidenceFile.id == file_id))
    if named is None or kept is None or kept.sha256.hex() != named.sha256:
        raise NotFound
    if kept.closed_at is not None or kept.taken_down_at is not None:
        raise NotFound
    return SealedFile(found.staff_id, kept.id, kept.key, named.name, named.media_type, named.size)
