"""Messages to a cohort, in the copies of who got one and of who wrote it. A nudge is between the two, so its writer has
it with the name of whom it was for."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from tenants.base.isolation import beside, here
from tenants.cohorts.models import Cohort
from tenants.copies.rules.contents import LetterTold
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.rules.messages import Kind
from tenants.staff.models import Staff


def got(session: Session, staff_id: UUID) -> Iterable[LetterTold]:
    sender = aliased(Staff)
    rows = session.execute(
        select(sender.name, MessageRecipient.told_at, MessageRecipient.subject, MessageRecipient.body)
        .join(
            CohortMessage,
            beside(CohortMessage, MessageRecipient, CohortMessage.id == MessageRecipient.message_id),
        )
        .join(sender, and_(sender.school_id == CohortMessage.school_id, sender.id == CohortMessage.sent_by))
        .where(
            here(session, MessageRecipient),
            MessageRecipient.staff_id == staff_id,
            MessageRecipient.told_at.is_not(None),
        )
        .order_by(MessageRecipient.told_at)
    )
    return (LetterTold(name, at, subject, text) for name, at, subject, text in rows if at)


def sent(session: Session, staff_id: UUID) -> Iterable[LetterTold]:
    """A message once, as it was written; each nudge for itself."""
    return sorted([*_messages(session, staff_id), *_nudges(session, staff_id)], key=lambda one: one.at)


def _messages(session: Session, staff_id: UUID) -> Iterable[LetterTold]:
    many = (
        select(func.count())
        .where(
            beside(MessageRecipient, CohortMessage, MessageRecipient.message_id == CohortMessage.id),
            ~MessageRecipient.left_out,
        )
        .correlate(CohortMessage)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Cohort.name, many, CohortMessage)
        .join(Cohort, beside(Cohort, CohortMessage, Cohort.id == CohortMessage.cohort_id))
        .where(*_by(session, staff_id), CohortMessage.kind == Kind.MESSAGE.value)
    )
    return (
        LetterTold(f"To {number} in {name}", one.sent_at or one.begun_at, one.subject, one.body)
        for name, number, one in rows
    )


def _nudges(session: Session, staff_id: UUID) -> Iterable[LetterTold]:
    rows = session.execute(
        select(Staff.name, MessageRecipient.told_at, MessageRecipient.subject, MessageRecipient.body)
        .join(MessageRecipient, beside(MessageRecipient, Staff, MessageRecipient.staff_id == Staff.id))
        .join(
            CohortMessage,
            beside(CohortMessage, MessageRecipient, CohortMessage.id == MessageRecipient.message_id),
        )
        .where(
            *_by(session, staff_id),
            CohortMessage.kind == Kind.NUDGE.value,
            MessageRecipient.told_at.is_not(None),
        )
    )
    return (LetterTold(f"To {name}", at, subject, text) for name, at, subject, text in rows if at)


def _by(session: Session, staff_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return here(session, CohortMessage), CohortMessage.sent_by == staff_id, CohortMessage.sent_at.is_not(None)
