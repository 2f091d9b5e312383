"""Comments on drafts. The mentor finds them only while the draft is shared, and only their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, or_, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.mentoring.models import CommentAnswer, DraftComment
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.portfolios.rules.states import Source
from tenants.staff.models import Staff

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Commented:
    """A comment with its draft: `shared_at` is the draft's, and so decides whether the mentor still finds it.
    `pooled`: the draft is a part in a piece of a group. Of a part that was taken along the copy is the draft."""

    comment: DraftComment
    evidence_id: UUID | None
    title: str | None
    shared_at: datetime | None
    pooled: bool

    @property
    def id(self) -> UUID:
        return self.comment.id

    @property
    def candidate_id(self) -> UUID:
        return self.comment.candidate_id

    @property
    def mentor_id(self) -> UUID:
        return self.comment.mentor_id

    @property
    def draft(self) -> str:
        """What it is about, by name."""
        return "Self-audit" if self.evidence_id is None else self.title or "Untitled"


@dataclass(frozen=True)
class Thread:
    """A comment, its mentor's name, and the answers in their order."""

    comment: DraftComment
    mentor: str
    answers: tuple[CommentAnswer, ...]

    def waits_for(self, staff_id: UUID | None) -> bool:
        return self.comment.settled_at is None and self.comment.last_by != staff_id


def commented(session: Session, comment_id: UUID) -> Commented:
    row = session.execute(
        _select().where(here(session, DraftComment), DraftComment.id == comment_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Commented(*row)


def open_comments(session: Session, reader: Actor, candidate_id: UUID) -> list[Commented]:
    """Those of a pair that are not settled; the longest waiting first."""
    rows = session.execute(
        _select()
        .where(
            here(session, DraftComment),
            DraftComment.candidate_id == candidate_id,
            DraftComment.settled_at.is_(None),
            visible(reader, Permission.MENTORING_WRITE, DraftComment),
            or_(shared_at().is_not(None), visible(reader, Permission.COMMENT_SETTLE, DraftComment)),
        )
        .order_by(DraftComment.last_at, DraftComment.id)
    )
    return [Commented(*row) for row in rows]


def _select() -> Select[DraftComment, UUID, str, datetime | None, bool]:
    """What a Commented is made of; of evidence that was removed no comment is found."""
    pooled = Evidence.group_id.is_not(None)
    return with_drafts(select(DraftComment, Evidence.id, Evidence.title, shared_at(), pooled))


def with_drafts(chosen: Select[*Columns]) -> Select[*Columns]:
    """Of comments, with the draft that each is about."""
    own_part = (Contribution.evidence_id == DraftComment.evidence_id) & (
        Contribution.candidate_id == DraftComment.candidate_id
    )
    evidence_id = func.coalesce(Contribution.copy_id, DraftComment.evidence_id)
    return (
        chosen.outerjoin(Contribution, beside(Contribution, DraftComment, own_part))
        .outerjoin(Evidence, beside(Evidence, DraftComment, Evidence.id == evidence_id))
        .outerjoin(SelfAudit, beside(SelfAudit, DraftComment, SelfAudit.id == DraftComment.self_audit_id))
        .where(Evidence.removed_at.is_(None))
    )


def shared_at() -> ColumnElement[datetime | None]:
    """Of a statement that joins the draft."""
    of_part = case((Contribution.copy_id.is_(None), Contribution.shared_at))
    return func.coalesce(Evidence.shared_at, SelfAudit.shared_at, of_part)


def self_audit(session: Session, candidate_id: UUID) -> SelfAudit:
    """The latest one, as a draft to comment on."""
    found = session.scalar(
        select(SelfAudit).where(here(session, SelfAudit), SelfAudit.id == _latest(session, candidate_id))
    )
    if found is None:
        raise NotFound
    return found


def _latest(session: Session, candidate_id: UUID) -> ScalarSelect[UUID]:
    return (
        select(SelfAudit.id)
        .where(here(session, SelfAudit), SelfAudit.candidate_id == candidate_id)
        .order_by(SelfAudit.round.desc())
        .limit(1)
        .scalar_subquery()
    )


def on_evidence(session: Session, reader: Actor, item: Evidence, candidate_id: UUID) -> list[Thread]:
    """Of one candidate; on what they took along from a group, also what was said of their part there."""
    drafts = [item.id] if item.source != Source.GROUP else [item.id, item.source_id]
    about = DraftComment.evidence_id.in_(drafts) & (DraftComment.candidate_id == candidate_id)
    return _threads(session, reader, about)


def on_self_audit(session: Session, reader: Actor, candidate_id: UUID, number: int) -> list[Thread]:
    """On one round of it."""
    about = (
        select(SelfAudit.id)
        .where(here(session, SelfAudit), SelfAudit.candidate_id == candidate_id, SelfAudit.round == number)
        .scalar_subquery()
    )
    return _threads(session, reader, DraftComment.self_audit_id == about)


def _threads(session: Session, reader: Actor, about: ColumnElement[bool]) -> list[Thread]:
    """On one draft that the reader has open: by standard, the whole of it first."""
    rows = session.execute(
        select(DraftComment, Staff.name, CommentAnswer)
        .join(Staff, beside(Staff, DraftComment, Staff.id == DraftComment.mentor_id))
        .outerjoin(
            CommentAnswer, beside(CommentAnswer, DraftComment, CommentAnswer.comment_id == DraftComment.id)
        )
        .where(here(session, DraftComment), about, visible(reader, Permission.MENTORING_WRITE, DraftComment))
        .order_by(DraftComment.standard_number.nulls_first(), DraftComment.id, CommentAnswer.id)
    )
    return _grouped(rows.all())


def _grouped(rows: Sequence[Any]) -> list[Thread]:
    found: dict[UUID, tuple[DraftComment, str, list[CommentAnswer]]] = {}
    for comment, mentor, answer in rows:
        *_, answers = found.setdefault(comment.id, (comment, mentor, []))
        if answer is not None:
            answers.append(answer)
    return [Thread(comment, mentor, tuple(answers)) for comment, mentor, answers in found.values()]
