"""Files that somebody asked to have looked at: who may open them meanwhile, and who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.orm import Session, aliased

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, allowed, visible
from tenants.cohorts.models import Candidate
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.models import Evidence, EvidenceFile, SubmittedFile
from tenants.portfolios.rules.guarding import OPEN
from tenants.staff.models import Staff

Owner, Asker = aliased(Staff), aliased(Staff)


def opened(actor: Actor, file: EvidenceFile) -> EvidenceFile:
    """The file, for who may open it: a closed one its owner and the headteachers only; one that was taken down
    nobody. Anybody else is told no more than of a file that does not exist."""
    guards = allowed(actor, Permission.FILE_GUARD, file) or allowed(actor, Permission.PORTFOLIO_READ, file)
    if file.taken_down_at is not None or (file.closed_at is not None and not guards):
        raise NotFound
    return file


def concern(session: Session, concern_id: UUID) -> FileConcern:
    found = session.scalar(
        select(FileConcern).where(here(session, FileConcern), FileConcern.id == concern_id)
    )
    if found is None:
        raise NotFound
    return found


def open_concern(session: Session, file_id: UUID) -> FileConcern | None:
    return session.scalar(
        select(FileConcern).where(
            here(session, FileConcern), FileConcern.file_id == file_id, FileConcern.state.in_(OPEN)
        )
    )


def last_asked(session: Session, closed_id: UUID) -> "Asked":
    """What was last asked about a file."""
    row = session.execute(
        _select_asked(session)
        .where(FileConcern.file_id == closed_id)
        .order_by(FileConcern.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Asked(*row)


@dataclass(frozen=True)
class Asked:
    """A concern with its file, and who is who: its owner never hears who asked."""

    concern: FileConcern
    file: EvidenceFile
    owner: str
    asker: str
    handed_in: bool

    @property
    def candidate_id(self) -> UUID:
        return self.concern.candidate_id


def asked(session: Session, concern_id: UUID) -> Asked:
    row = session.execute(_select_asked(session).where(FileConcern.id == concern_id)).one_or_none()
    if row is None:
        raise NotFound
    return Asked(*row)


def to_decide(session: Session, actor: Actor) -> Sequence[Asked]:
    """What waits for a headteacher or deputy, the longest wait first."""
    return _listed(session, actor, FileConcern.state.in_(OPEN), FileConcern.raised_at)


def decided(session: Session, actor: Actor, most: int = 50) -> Sequence[Asked]:
    """What was settled, the newest first."""
    return _listed(session, actor, FileConcern.state.not_in(OPEN), FileConcern.id.desc(), most)


def _listed(
    session: Session,
    actor: Actor,
    state: ColumnElement[bool],
    order: object,
    most: int | None = None,
) -> Sequence[Asked]:
    statement = _select_asked(session).where(state, visible(actor, Permission.FILE_GUARD, FileConcern))
    return [Asked(*row) for row in session.execute(statement.order_by(order).limit(most))]  # type: ignore[arg-type]


def _select_asked(session: Session) -> Select[FileConcern, EvidenceFile, str, str, bool]:
    return (
        select(FileConcern, EvidenceFile, Owner.name, Asker.name, _handed_in())
        .join(EvidenceFile, beside(EvidenceFile, FileConcern, EvidenceFile.id == FileConcern.file_id))
        .join(Candidate, beside(Candidate, FileConcern, Candidate.id == FileConcern.candidate_id))
        .join(Owner, beside(Owner, Candidate, Owner.id == Candidate.staff_id))
        .join(Asker, beside(Asker, FileConcern, Asker.id == FileConcern.raised_by))
        .where(here(session, FileConcern))
    )


def _handed_in() -> ColumnElement[bool]:
    return exists().where(beside(SubmittedFile, EvidenceFile, SubmittedFile.file_id == EvidenceFile.id))


def is_handed_in(session: Session, file_id: UUID) -> bool:
    return bool(
        session.scalar(select(exists().where(here(session, SubmittedFile), SubmittedFile.file_id == file_id)))
    )


def not_open(session: Session, submission_id: UUID) -> dict[UUID, str]:
    """Of the files of a submission those that nobody can open like the others: 'closed' or 'taken down'."""
    words = case((EvidenceFile.taken_down_at.is_not(None), "taken down"), else_="closed")
    rows = session.execute(
        select(EvidenceFile.id, words)
        .join(SubmittedFile, beside(SubmittedFile, EvidenceFile, SubmittedFile.file_id == EvidenceFile.id))
        .where(
            here(session, SubmittedFile),
            SubmittedFile.submission_id == submission_id,
            (EvidenceFile.closed_at.is_not(None)) | (EvidenceFile.taken_down_at.is_not(None)),
        )
    ).all()
    return {row[0]: row[1] for row in rows}


def item_of(session: Session, file: EvidenceFile) -> Evidence:
    return session.get_one(Evidence, (file.school_id, file.evidence_id), with_for_update=True)
