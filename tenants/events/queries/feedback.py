from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.events.models import Answer, Event
from tenants.events.rules.events import EventState
from tenants.events.rules.feedback import Summary, code_hash, device_hash, summed_up
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Asked:
    """All that the audience is shown of an event."""

    event: Event
    presenter: str


def asked(session: Session, typed: str) -> Asked | None:
    """The event whose form is open under that code. A code that is unknown, and one that is not open yet or
    any more, are never told apart."""
    row = session.execute(
        _select_asked(), asking(session, told=code_hash(typed), now=clock.now())
    ).one_or_none()
    return None if row is None else Asked(*row)


@cache
def _select_asked() -> Select[Event, str]:
    return (
        select(Event, Staff.name)
        .join(Staff, beside(Staff, Event, Staff.id == Event.staff_id))
        .where(
            ours(Event),
            Event.code_hash == bindparam("told"),
            Event.state != EventState.CANCELLED.value,
            Event.opens_at <= bindparam("now"),
            Event.closes_at > bindparam("now"),
        )
    )


def has_answered(session: Session, event_id: UUID, word: str) -> bool:
    found = select(Answer.id).where(
        here(session, Answer), Answer.event_id == event_id, Answer.device == device_hash(event_id, word)
    )
    return session.scalar(found) is not None


@dataclass(frozen=True)
class HeldAnswer:
    """An answer with its event, whose presenter may hide it."""

    answer: Answer
    event: Event

    @property
    def staff_id(self) -> UUID:
        return self.event.staff_id


def held_answer(session: Session, answer_id: UUID) -> HeldAnswer:
    row = session.execute(
        select(Answer, Event)
        .join(Event, beside(Event, Answer, Event.id == Answer.event_id))
        .where(here(session, Answer), Answer.id == answer_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return HeldAnswer(*row)


@dataclass(frozen=True)
class Results:
    """`written`: the answers with words, the newest first, hidden ones too."""

    summary: Summary
    written: Sequence[Answer]


def results(session: Session, event_id: UUID) -> Results:
    found = session.scalars(_select_answers(), asking(session, of_event=event_id)).all()
    return Results(
        summed_up((one.said for one in found), sum(one.hidden_at is not None for one in found)),
        [one for one in found if one.will_try or one.words or one.hidden_at],
    )


@cache
def _select_answers() -> Select[Answer]:
    return (
        select(Answer)
        .where(ours(Answer), Answer.event_id == bindparam("of_event"))
        .order_by(Answer.id.desc())
    )
