"""The messages that somebody got themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Cohort
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.rules.messages import Part
from tenants.messages.rules.reading import Reading, Sender, reading
from tenants.notices.models import Notice
from tenants.staff.models import Staff

PAGE = 30


@dataclass(frozen=True)
class Received:
    recipient: MessageRecipient
    sender: Staff
    cohort: str
    notice_id: UUID | None
    read_at: datetime | None

    @property
    def staff_id(self) -> UUID:
        return self.recipient.staff_id

    @property
    def reading(self) -> Reading:
        sender = Sender(self.sender.name, self.sender.email)
        one = self.recipient
        return reading(one.subject, one.body, sender, Part(one.part), self.cohort)

    @property
    def new(self) -> bool:
        return self.notice_id is not None and self.read_at is None


@dataclass(frozen=True)
class Page:
    messages: list[Received]
    older: UUID | None


def received(session: Session, received_id: UUID) -> Received:
    """Raises NotFound for one that was not told."""
    row = session.execute(_select_received(session).where(MessageRecipient.id == received_id)).one_or_none()
    if row is None:
        raise NotFound
    return Received(*row)


def page_of(session: Session, staff_id: UUID, after: UUID | None = None) -> Page:
    """The newest first."""
    wanted = _select_received(session).where(MessageRecipient.staff_id == staff_id)
    if after is not None:
        wanted = wanted.where(MessageRecipient.id < after)
    rows = session.execute(wanted.order_by(MessageRecipient.id.desc()).limit(PAGE + 1))
    found = [Received(*row) for row in rows]
    return Page(found[:PAGE], found[PAGE - 1].recipient.id if len(found) > PAGE else None)


def _select_received(session: Session) -> Select[MessageRecipient, Staff, str, UUID, datetime | None]:
    sender = aliased(Staff)
    return (
        select(MessageRecipient, sender, Cohort.name, Notice.id, Notice.read_at)
        .join(
            CohortMessage,
            beside(CohortMessage, MessageRecipient, CohortMessage.id == MessageRecipient.message_id),
        )
        .join(Cohort, beside(Cohort, CohortMessage, Cohort.id == CohortMessage.cohort_id))
        .join(sender, and_(sender.school_id == CohortMessage.school_id, sender.id == CohortMessage.sent_by))
        .outerjoin(Notice, beside(Notice, MessageRecipient, Notice.job_id == MessageRecipient.job_id))
        .where(here(session, MessageRecipient), MessageRecipient.told_at.is_not(None))
    )
