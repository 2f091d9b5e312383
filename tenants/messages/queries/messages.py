"""The messages of a cohort, for those who run it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.outbox import JobState, OutboxMessage
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.queries import cohort
from tenants.cohorts.texts import values
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.rules.messages import Kind, Part, Sent, State, Unsent
from tenants.messages.rules.reading import Reading, Sender, reading
from tenants.notices.models import Notice
from tenants.programmes.rules.gaps import filled
from tenants.schools.queries import this_school
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member


def message(session: Session, message_id: UUID) -> CohortMessage:
    found = session.scalar(
        select(CohortMessage).where(here(session, CohortMessage), CohortMessage.id == message_id)
    )
    if found is None:
        raise NotFound
    return found


def draft(session: Session, message_id: UUID) -> CohortMessage:
    """Raises NotFound once somebody has pressed 'Send': its editing pages are gone."""
    found = message(session, message_id)
    if not found.draft:
        raise NotFound
    return found


def common_draft(session: Session, message_id: UUID) -> CohortMessage:
    """One with a text for all."""
    found = draft(session, message_id)
    if found.nudges:
        raise NotFound
    return found


@dataclass(frozen=True)
class Addressed:
    """A message to one person. `candidate`: the place by which they get it; None for a mentor."""

    message: CohortMessage
    recipient: MessageRecipient
    person: Staff
    candidate: Candidate | None

    @property
    def cohort_id(self) -> UUID:
        return self.message.cohort_id

    @property
    def text(self) -> tuple[str, str]:
        """Subject and text, with places to be filled in while it is a draft."""
        one = self.message if self._still_common else self.recipient
        return one.subject, one.body

    @property
    def _still_common(self) -> bool:
        return not self.message.nudges and self.message.state != State.SENT


def addressed(session: Session, recipient_id: UUID) -> Addressed:
    row = session.execute(
        _select_addressed().where(here(session, MessageRecipient), MessageRecipient.id == recipient_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Addressed(*row)


def of_message(session: Session, message_id: UUID, recipient_id: UUID) -> Addressed:
    """The one of the message in the address."""
    found = addressed(session, recipient_id)
    if found.message.id != message_id:
        raise NotFound
    return found


def of_draft(session: Session, message_id: UUID, recipient_id: UUID) -> Addressed:
    found = of_message(session, message_id, recipient_id)
    if not found.message.draft:
        raise NotFound
    return found


def of_nudge(session: Session, message_id: UUID, recipient_id: UUID) -> Addressed:
    found = of_draft(session, message_id, recipient_id)
    if not found.message.nudges:
        raise NotFound
    return found


def _select_addressed() -> Select[CohortMessage, MessageRecipient, Staff, Candidate]:
    return (
        select(CohortMessage, MessageRecipient, Staff, Candidate)
        .join(
            MessageRecipient,
            beside(MessageRecipient, CohortMessage, MessageRecipient.message_id == CohortMessage.id),
        )
        .join(Staff, beside(Staff, MessageRecipient, Staff.id == MessageRecipient.staff_id))
        .outerjoin(
            Candidate, beside(Candidate, MessageRecipient, Candidate.id == MessageRecipient.candidate_id)
        )
    )


def everybody(session: Session, message_id: UUID) -> list[Addressed]:
    """By name; those who were left out too."""
    rows = session.execute(
        _select_addressed()
        .where(here(session, MessageRecipient), MessageRecipient.message_id == message_id)
        .order_by(MessageRecipient.part, Staff.name, MessageRecipient.id)
    )
    return [Addressed(*row) for row in rows]


@dataclass(frozen=True)
class Delivery:
    """How far it came with one person. `waits`: for their next digest; `stuck`: the email failed for good."""

    to: Addressed
    read_at: datetime | None
    waits: bool
    stuck: bool

    @property
    def unsent(self) -> Unsent | None:
        return Unsent(self.to.recipient.unsent) if self.to.recipient.unsent else None

    @property
    def told_at(self) -> datetime | None:
        return self.to.recipient.told_at


def deliveries(session: Session, message_id: UUID) -> list[Delivery]:
    """By name; those who were left out too."""
    rows = session.execute(
        _select_addressed()
        .add_columns(Notice.read_at, func.coalesce(Notice.waits, False), OutboxMessage.state)
        .outerjoin(Notice, beside(Notice, MessageRecipient, Notice.job_id == MessageRecipient.job_id))
        .outerjoin(
            OutboxMessage,
            and_(
                OutboxMessage.school_id == MessageRecipient.school_id,
                OutboxMessage.id == MessageRecipient.job_id,
            ),
        )
        .where(here(session, MessageRecipient), MessageRecipient.message_id == message_id)
        .order_by(MessageRecipient.part, Staff.name, MessageRecipient.id)
    )
    return [Delivery(Addressed(*row[:4]), row[4], row[5], row[6] == JobState.DEAD.value) for row in rows]


@dataclass(frozen=True)
class Line:
    """A message in the list of a cohort. `to`: how many get it, or got it."""

    message: CohortMessage
    by: str
    to: int
    told: int
    read: int
    unsent: int
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        if self.message.nudges:
            return "Nudge"
        return self.message.subject or "Without a subject yet"


def messages_of(session: Session, cohort_id: UUID) -> list[Line]:
    """The newest first."""
    by, to = aliased(Staff), ~MessageRecipient.left_out
    rows = session.execute(
        select(
            CohortMessage,
            by.name,
            func.count(MessageRecipient.id).filter(to),
            func.count(MessageRecipient.told_at),
            func.count(Notice.read_at),
            func.count(MessageRecipient.unsent),
            func.array_agg(Staff.name).filter(to),
        )
        .join(
            by,
            and_(
                by.school_id == CohortMessage.school_id,
                by.id == func.coalesce(CohortMessage.sent_by, CohortMessage.begun_by),
            ),
        )
        .outerjoin(
            MessageRecipient,
            beside(MessageRecipient, CohortMessage, MessageRecipient.message_id == CohortMessage.id),
        )
        .outerjoin(Staff, beside(Staff, MessageRecipient, Staff.id == MessageRecipient.staff_id))
        .outerjoin(Notice, beside(Notice, MessageRecipient, Notice.job_id == MessageRecipient.job_id))
        .where(here(session, CohortMessage), CohortMessage.cohort_id == cohort_id)
        .group_by(CohortMessage.school_id, CohortMessage.id, by.school_id, by.id)
        .order_by(CohortMessage.id.desc())
        .limit(MOST_LISTED)
    )
    return [Line(*row[:6], tuple(sorted(row[6] or ()))) for row in rows]


MOST_LISTED = 100


@dataclass(frozen=True)
class Writing:
    """What the words of a message are filled in with: its cohort, the school, and who writes."""

    cohort: Cohort
    school: str
    sender: Sender

    def filled_for(self, to: Addressed) -> tuple[str, str]:
        """Subject and text. What has gone stays as it was filled in, whatever is changed in the cohort since."""
        subject, text = to.text
        if to.message.state == State.SENT:
            return subject, text
        known = values(self.cohort, to.person.name, self.school, to.candidate)
        return filled(subject, known), filled(text, known)

    def read_by(self, to: Addressed) -> Reading:
        subject, text = self.filled_for(to)
        return reading(subject, text, self.sender, Part(to.recipient.part), self.cohort.name)


def writing_of(session: Session, message: CohortMessage, sender_id: UUID) -> Writing:
    sender = staff_member(session, sender_id)
    whose = Sender(sender.name, sender.email)
    return Writing(cohort(session, message.cohort_id), this_school(session).name, whose)


def sent_lately(session: Session, staff_id: UUID) -> Sent:
    """By when somebody pressed, whenever it goes."""
    by_one, total = session.execute(
        select(func.count().filter(CohortMessage.sent_by == staff_id), func.count()).where(
            here(session, CohortMessage), CohortMessage.pressed_at > clock.now() - timedelta(days=1)
        )
    ).one()
    return Sent(by_one, total)


def last_nudged(session: Session, staff_ids: Sequence[UUID], *, but: UUID | None = None) -> dict[UUID, date]:
    """The day of the last nudge that each got, or of one that waits to go. `but`: this message aside."""
    at = func.max(func.coalesce(MessageRecipient.told_at, CohortMessage.goes_at))
    rows = session.execute(
        select(MessageRecipient.staff_id, at)
        .join(
            CohortMessage,
            beside(CohortMessage, MessageRecipient, CohortMessage.id == MessageRecipient.message_id),
        )
        .where(
            here(session, MessageRecipient),
            MessageRecipient.staff_id.in_(staff_ids),
            ~MessageRecipient.left_out,
            MessageRecipient.unsent.is_(None),
            CohortMessage.kind == Kind.NUDGE.value,
            or_(MessageRecipient.told_at.is_not(None), CohortMessage.state != State.DRAFT.value),
            CohortMessage.id != but if but else CohortMessage.id.is_not(None),
        )
        .group_by(MessageRecipient.staff_id)
    )
    return {staff_id: clock.school_date(moment) for staff_id, moment in rows}
