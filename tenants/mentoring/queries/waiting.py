"""What waits between candidates and mentors: for front pages and for the mentor's list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.mentoring.models import AgreedAction, DraftComment, Meeting
from tenants.mentoring.queries.comments import shared_at, with_drafts
from tenants.mentoring.rules.agreed import NEAR
from tenants.mentoring.rules.help import Between
from tenants.staff.models import Staff, StaffAppointment


class What(StrEnum):
    ACTION = "action"
    COMMENT = "comment"
    MET = "met"


@dataclass(frozen=True)
class Waiting:
    """What was agreed, by its day; a comment to answer, since one; or when a mentor last met whom they mentor.
    `own`: it is this person who does it."""

    what: What
    id: UUID
    candidate_id: UUID
    candidate: str | None
    words: str | None
    own: bool
    day: date


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Of pairs that go on; what comes later than in a week waits for nobody yet."""
    return told(session.execute(question(session, actor)))


def question(session: Session, actor: Actor) -> CompoundSelect[Any]:
    """For tenants/today as well."""
    return union_all(_actions(session, actor), _comments(session, actor), _met(session, actor))


def told(rows: Iterable[Any]) -> list[Waiting]:
    """What the rows of the question say."""
    found = [_waiting(*row) for row in rows]
    return sorted(found, key=lambda one: (one.day, one.id))


def _waiting(
    what: str,
    of: UUID,
    candidate_id: UUID,
    candidate: str | None,
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
    return with_drafts(
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
        .where(
            here(session, DraftComment),
            DraftComment.settled_at.is_(None),
            DraftComment.last_by != actor.staff_id,
            or_(_mine(DraftComment, actor), DraftComment.mentor_id == actor.staff_id),
            shared_at().is_not(None),
            goes_on(DraftComment),
        )
    )


def _met(session: Session, actor: Actor) -> Select[Any]:
    return (
        select(
            literal(What.MET.value),
            Meeting.candidate_id,
            Meeting.candidate_id,
            null().cast(AgreedAction.words.type),
            null().cast(AgreedAction.words.type),
            false(),
            func.max(Meeting.met_on),
            null().cast(DraftComment.last_at.type),
        )
        .where(
            here(session, Meeting),
            Meeting.mentor_id == actor.staff_id,
            Meeting.candidate_id.in_(actor.subjects(Appointment.MENTOR)),
        )
        .group_by(Meeting.candidate_id)
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


def between(found: Collection[Waiting], candidate_id: UUID) -> Between:
    """What a mentor can tell about one of theirs."""
    theirs = [one for one in found if one.candidate_id == candidate_id]
    late = [one.day for one in theirs if one.what is What.ACTION and not one.own and one.day < clock.today()]
    answered = [one.day for one in theirs if one.what is What.COMMENT]
    met = [one.day for one in theirs if one.what is What.MET]
    return Between(len(late), min(late, default=None), min(answered, default=None), max(met, default=None))
