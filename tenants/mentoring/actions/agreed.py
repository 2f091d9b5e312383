"""What a pair agrees on: written down, moved, done."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.versions import lock, save
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.jobs import TellAgreed
from tenants.mentoring.models import AgreedAction
from tenants.mentoring.queries.log import meeting
from tenants.mentoring.queries.pairs import Pair
from tenants.mentoring.rules.agreed import problems

LABELS = {"words": "What is to be done", "due_on": "By when", "staff_id": "Who does it"}


def agree(
    session: Session,
    actor: Actor,
    pair: Pair,
    words: str,
    who: UUID,
    due_on: date | None,
    meeting_id: UUID | None = None,
) -> AgreedAction:
    open_pair(session, actor, pair)
    _refuse(problems(words, due_on, clock.today(), moved=True))
    _refuse_strangers(pair, who)
    if meeting_id is not None and meeting(session, meeting_id).mentor_id != pair.mentor_id:
        raise Invalid({"meeting": "Choose one of your meetings"})
    made = AgreedAction(
        candidate_id=pair.candidate_id,
        mentor_id=pair.mentor_id,
        meeting_id=meeting_id,
        staff_id=who,
        words=words.strip(),
        due_on=due_on,
        first_due_on=due_on,
        agreed_by=actor.person_id,
        agreed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "mentoring:agree", made)
    _tell(session, actor, made)
    return made


def change_action(
    session: Session,
    actor: Actor,
    action: AgreedAction,
    version: int,
    words: str,
    who: UUID,
    due_on: date | None,
) -> None:
    """Other words, another day, the other one of the two."""
    pair = open_pair(session, actor, action)
    _refuse(problems(words, due_on, clock.today(), moved=due_on != action.due_on))
    _refuse_strangers(pair, who)
    values = {"words": words.strip(), "due_on": due_on, "staff_id": who}
    changed = save(session, action, version, values, LABELS)
    if changed:
        record(session, actor, "mentoring:change_action", action, fields=changed)
    if "staff_id" in changed:
        _tell(session, actor, action)


def say_done(session: Session, actor: Actor, action: AgreedAction) -> None:
    open_pair(session, actor, action)
    lock(session, action)
    action.done_at = action.done_at or clock.now()
    record(session, actor, "mentoring:done", action)


def say_not_done(session: Session, actor: Actor, action: AgreedAction) -> None:
    open_pair(session, actor, action)
    lock(session, action)
    action.done_at = None
    record(session, actor, "mentoring:not_done", action)


def _tell(session: Session, actor: Actor, action: AgreedAction) -> None:
    """Nobody needs to be told what they wrote down for themselves."""
    if action.staff_id != actor.staff_id:
        ask(session, TellAgreed(action.id))


def _refuse_strangers(pair: Pair, who: UUID) -> None:
    if who not in (pair.staff_id, pair.mentor_id):
        raise Invalid({"who": "Choose which of you does it"})


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)
