"""Comments on drafts, by standard: the mentor writes, the candidate answers and settles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold, lock, save
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.jobs import TellComment
from tenants.mentoring.models import CommentAnswer, DraftComment
from tenants.mentoring.queries.comments import Commented
from tenants.mentoring.queries.pairs import Pair
from tenants.mentoring.rules.comments import ANSWERED, EMPTY, SETTLED, problems
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.standards.queries import framework

LABELS = {"body": "Your comment", "standard_number": "Standard"}


@dataclass(frozen=True)
class Draft:
    """What a comment is about, as permissions ask of it: a piece of evidence, a part in one, or the self-audit."""

    candidate_id: UUID
    mentor_id: UUID | None
    shared_at: datetime | None


def comment(
    session: Session, actor: Actor, about: Evidence | SelfAudit | Contribution, body: str, number: int | None
) -> DraftComment:
    found = _commenting(session, actor, about)
    _refuse(problems(body, number, _standards(session, found)))
    made = DraftComment(
        candidate_id=about.candidate_id,
        mentor_id=actor.person_id,
        evidence_id=_evidence_id(about),
        self_audit_id=about.id if isinstance(about, SelfAudit) else None,
        standard_number=number,
        body=body,
        written_at=clock.now(),
        last_by=actor.person_id,
        last_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "comment:write", made)
    _tell(session, made, found.staff_id)
    return made


def _evidence_id(about: Evidence | SelfAudit | Contribution) -> UUID | None:
    if isinstance(about, Contribution):
        return about.evidence_id
    return about.id if isinstance(about, Evidence) else None


def _commenting(session: Session, actor: Actor, about: Any) -> Pair:
    """Only the mentor of today, and only while the draft is shared."""
    session.refresh(about, with_for_update={"read": True})
    permit(actor, Permission.COMMENT_WRITE, about)
    draft = Draft(about.candidate_id, actor.staff_id, about.shared_at)
    return open_pair(session, actor, draft, Permission.COMMENT_CHANGE)


def change_comment(
    session: Session, actor: Actor, one: Commented, version: int, body: str, number: int | None
) -> None:
    """Until it is answered: nobody's answer must stand under other words."""
    found = open_pair(session, actor, one, Permission.COMMENT_CHANGE)
    _refuse(problems(body, number, _standards(session, found)))
    lock(session, one.comment)
    if one.comment.last_by != actor.staff_id:
        raise Refused(ANSWERED)
    changed = save(session, one.comment, version, {"body": body, "standard_number": number}, LABELS)
    if changed:
        record(session, actor, "comment:change", one.comment)


def answer(session: Session, actor: Actor, one: Commented, body: str) -> CommentAnswer:
    found = open_pair(session, actor, one, Permission.COMMENT_ANSWER)
    if not body.strip():
        raise Invalid({"body": EMPTY})
    lock(session, one.comment)
    if one.comment.settled_at is not None:
        raise Refused(SETTLED)
    made = CommentAnswer(comment_id=one.id, staff_id=actor.person_id, body=body, written_at=clock.now())
    session.add(made)
    one.comment.last_by, one.comment.last_at = actor.person_id, clock.now()
    record(session, actor, "comment:answer", one.comment)
    other = found.other(actor.staff_id)
    if other is not None:
        _tell(session, one.comment, other)
    return made


def settle(session: Session, actor: Actor, one: Commented) -> None:
    """Also when the mentor has gone."""
    permit(actor, Permission.COMMENT_SETTLE, one)
    lock(session, one.comment)
    one.comment.settled_at = one.comment.settled_at or clock.now()
    record(session, actor, "comment:settle", one.comment)


def reopen(session: Session, actor: Actor, one: Commented) -> None:
    permit(actor, Permission.COMMENT_SETTLE, one)
    lock(session, one.comment)
    one.comment.settled_at = None
    record(session, actor, "comment:reopen", one.comment)


def _tell(session: Session, comment: DraftComment, reader_id: UUID) -> None:
    """Once for all that comes to a draft on one day: who comments by standard would else send ten letters."""
    about = comment.evidence_id or comment.self_audit_id
    key = f"{about}:{reader_id}:{clock.today().isoformat()}"
    ask(session, TellComment(comment.id, reader_id), unique_key=key)


def _standards(session: Session, found: Pair) -> frozenset[int]:
    """Of the version that the cohort keeps until this is written: a move to another one waits."""
    hold(session, found.portfolio.cohort)
    whole = framework(session, found.portfolio.cohort.edition_id)
    return frozenset(one.number for one in whole.standards)


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)
