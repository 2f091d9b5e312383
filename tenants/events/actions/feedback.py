"""The audience answers; whoever presents decides until when, and what is shown."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, system
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import LASTS
from tenants.base.versions import lock
from tenants.events.jobs import EraseWords
from tenants.events.models import Answer, Event
from tenants.events.queries.feedback import HeldAnswer
from tenants.events.rules.feedback import (
    USEFUL,
    Door,
    Said,
    Window,
    code_hash,
    device_hash,
    new_code,
    window_problems,
)

NOT_OPEN = "Nobody can answer at the moment."


def answer(session: Session, event: Event, word: str, said: Said) -> bool:
    """False when this device has answered already: two answers at once are one. Nobody signed in does it, so it
    stands in no history but as the answer that it is."""
    if said.useful not in USEFUL:
        raise Invalid({"useful": "Say how useful it was"})
    taken = session.scalar(
        insert(Answer)
        .values(
            school_id=bound_school(session),
            id=new_id(),
            event_id=event.id,
            device=device_hash(event.id, word),
            useful=said.useful,
            will_try=said.will_try,
            job=said.job.value,
            origin=said.origin.value,
            words=said.words,
            answered_at=clock.now(),
        )
        .on_conflict_do_nothing(constraint="uq_event_answers_school_id_event_id_device")
        .returning(Answer.id)
    )
    return taken is not None


def change_window(session: Session, actor: Actor, event: Event, window: Window) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    if problems := window_problems(window):
        raise Invalid(problems)
    lock(session, event)
    event.opens_at, event.closes_at = window.opens_at, window.closes_at
    record(session, actor, "event:window", event, fields=["opens_at", "closes_at"])


def close_now(session: Session, actor: Actor, event: Event) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    if event.window.door(clock.now()) is not Door.OPEN:
        raise Refused(NOT_OPEN)
    event.closes_at = clock.now()
    record(session, actor, "event:window", event, fields=["closes_at"])


def give_new_code(session: Session, actor: Actor, event: Event) -> None:
    """The code before opens nothing any more; what was answered by it stays."""
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    event.code = new_code()
    event.code_hash = code_hash(event.code)
    record(session, actor, "event:new_code", event)


def hide_answer(session: Session, actor: Actor, held: HeldAnswer) -> None:
    """It names somebody, and should not have. Its words are erased after a day."""
    permit(actor, Permission.EVENT_WRITE, held)
    if held.answer.hidden_at is None:
        held.answer.hidden_at = clock.now()
        ask(session, EraseWords(held.answer.id), due_at=clock.now() + LASTS)
        record(session, actor, "answer:hide", held.answer)


def show_answer(session: Session, actor: Actor, held: HeldAnswer) -> None:
    permit(actor, Permission.EVENT_WRITE, held)
    if not (held.answer.words or held.answer.will_try):
        raise Refused("These words are erased: a day has passed.")
    held.answer.hidden_at = None
    record(session, actor, "answer:show", held.answer)


def erase_words(session: Session, hidden: Answer) -> None:
    """Unless it is shown again, or was hidden once more since this was asked for."""
    if hidden.hidden_at is None or clock.now() - hidden.hidden_at < LASTS:
        return
    hidden.words = hidden.will_try = ""
    record(session, system(hidden.school_id), "answer:erase", hidden)
