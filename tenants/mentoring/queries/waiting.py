"""What waits between candidates and mentors: for front pages and for the mentor's list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, or_, select, true, union_all
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.mentoring.models import AgreedAction, DraftComment, Meeting
from tenants.mentoring.queries.comments import shared_at
from tenants.mentoring.rules.agreed import NEAR
from tenants.mentoring.rules.help import Between
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.staff.models import Staff, StaffAppointment


class What(StrEnum):
    ACTION = "action"
    COMMENT = "comment"


@dataclass(frozen=True)
class Waiting:
    """What was agreed, by its day, or a comment to answer, since one. `own`: it is this person who does it."""

    what: What
    id: UUID
    candidate_id: UUID
    candidate: str
    words: str | None
    own: bool
    day: date


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Of pairs that go on; what comes later than in a week waits for nobody yet."""
    rows = session.execute(union_all(_actions(session, actor), _comments(session, actor)))
    found = [_waiting(*row) for row in rows]
    return sorted(found, key=lambda one: (one.day, one.id))


def _waiting(
    what: str,
    of: UUID,
    candidate_id: UUID,
    candidate: str,
    words: str | None,
    own: bool,
    due_on: date | None,
    since: datetime,
) -> Waiting:
    return Waiting(What(what), of, candidate_id, candidate, words, own, due_on or clock.school_date(since))


def _actions(session: Session, actor: Actor) -> Select[Any]:
    return (
        select(
            literal(What.ACTION.value),
            AgreedAction.id,
            AgreedAction.candidate_id,
            Staff.name,
            AgreedAction.words,
            AgreedAction.staff_id == actor.staff_id,
            AgreedAction.due_on,
            null().cast(DraftComment.last_at.type),
        )
        .join(Candidate, beside(Candidate, AgreedAction, Candidate.id == AgreedAction.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, AgreedAction),
            or_(_mine(AgreedAction, actor), AgreedAction.mentor_id == actor.staff_id),
            AgreedAction.done_at.is_(None),
            AgreedAction.due_on <= clock.today() + NEAR,
            goes_on(AgreedAction),
        )
    )


def _comments(session: Session, actor: Actor) -> Select[Any]:
    return (
        select(
            literal(What.COMMENT.value),
            DraftComment.id,
            DraftComment.candidate_id,
            Staff.name,
            null().cast(AgreedAction.words.type),
            true(),
            null().cast(AgreedAction.due_on.type),
            DraftComment.last_at,
        )
        .join(Candidate, beside(Candidate, DraftComment, Candidate.id == DraftComment.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .outerjoin(Evidence, beside(Evidence, DraftComment, Evidence.id == DraftComment.evidence_id))
        .outerjoin(SelfAudit, beside(SelfAudit, DraftComment, SelfAudit.id == DraftComment.self_audit_id))
        .where(
            here(session, DraftComment),
            DraftComment.settled_at.is_(None),
            DraftComment.last_by != actor.staff_id,
            or_(_mine(DraftComment, actor), DraftComment.mentor_id == actor.staff_id),
            Evidence.removed_at.is_(None),
            shared_at().is_not(None),
            goes_on(DraftComment),
        )
    )


def _mine(model: Any, actor: Actor) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = model.candidate_id.in_(actor.subjects(Appointment.CANDIDATE))
    return mine


def goes_on(model: Any) -> ColumnElement[bool]:
    """The mentor whom the row names mentors the candidate today."""
    return (
        select(StaffAppointment.staff_id)
        .where(
            beside(StaffAppointment, model, StaffAppointment.subject_id == model.candidate_id),
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.staff_id == model.mentor_id,
            StaffAppointment.until.is_(None),
        )
        .correlate(model)
        .exists()
    )


def between(session: Session, mentor_id: UUID, candidate_ids: Collection[UUID]) -> dict[UUID, Between]:
    """Of these candidates with this mentor."""
    late = and_(
        beside(AgreedAction, Candidate, AgreedAction.candidate_id == Candidate.id),
        AgreedAction.mentor_id == mentor_id,
        AgreedAction.staff_id == Candidate.staff_id,
        AgreedAction.done_at.is_(None),
        AgreedAction.due_on < clock.today(),
    )
    met = and_(
        beside(Meeting, Candidate, Meeting.candidate_id == Candidate.id), Meeting.mentor_id == mentor_id
    )
    rows = session.execute(
        select(
            Candidate.id,
            select(func.count(AgreedAction.id)).where(late).scalar_subquery(),
            select(func.min(AgreedAction.due_on)).where(late).scalar_subquery(),
            _answered(mentor_id).scalar_subquery(),
            select(func.max(Meeting.met_on)).where(met).scalar_subquery(),
        ).where(here(session, Candidate), Candidate.id.in_(candidate_ids))
    )
    return {
        one: Between(many, since, at and clock.school_date(at), met_on)
        for one, many, since, at, met_on in rows
    }


def _answered(mentor_id: UUID) -> Select[Any]:
    """Since when the longest waiting answer waits for the mentor."""
    return (
        select(func.min(DraftComment.last_at))
        .outerjoin(Evidence, beside(Evidence, DraftComment, Evidence.id == DraftComment.evidence_id))
        .outerjoin(SelfAudit, beside(SelfAudit, DraftComment, SelfAudit.id == DraftComment.self_audit_id))
        .where(
            beside(DraftComment, Candidate, DraftComment.candidate_id == Candidate.id),
            DraftComment.mentor_id == mentor_id,
            DraftComment.settled_at.is_(None),
            DraftComment.last_by != mentor_id,
            Evidence.removed_at.is_(None),
            shared_at().is_not(None),
        )
        .correlate(Candidate)
    )
