from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.events.actions.attendance import draw_anew, name_presenter
from tenants.events.models import Event
from tenants.events.queries.events import place_of
from tenants.events.rules.events import (
    LABELS,
    Account,
    EventState,
    Plan,
    account_problems,
    may_move,
    plan_problems,
)
from tenants.events.rules.feedback import code_hash, moved, new_code, usual_window

NOT_YET = "You can record how it went once it has begun."
CALLED_OFF = "This event was called off. Plan it again first."
HELD_ALREADY = "This event was held: how it went is recorded."
ON_CERTIFICATES = {"title", "host", "starts_at", "ends_at"}


def plan_event(session: Session, actor: Actor, plan: Plan) -> Event:
    permit(actor, Permission.EVENT_PLAN)
    refuse(plan_problems(plan, clock.today()))
    place, code = place_of(session, actor.person_id), new_code()
    window = usual_window(plan.starts_at, plan.ends_at)
    event = Event(
        staff_id=actor.person_id,
        candidate_id=place and place.id,
        cohort_id=place and place.cohort_id,
        code=code,
        code_hash=code_hash(code),
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        planned_at=clock.now(),
        **_stored(plan),
    )
    session.add(event)
    session.flush()
    record(session, actor, "event:plan", event)
    return event


def change_plan(session: Session, actor: Actor, event: Event, version: int, plan: Plan) -> None:
    """The audience's window moves along with the event."""
    permit(actor, Permission.EVENT_WRITE, event)
    refuse(plan_problems(plan, clock.today()))
    _refuse_called_off(session, event)
    if event.state == EventState.HELD and plan.starts_at > clock.now():
        raise Invalid({"held_on": "This event was held, so its day is in the past."})
    before, window = (event.starts_at, event.ends_at), event.window
    changed = save(session, event, version, _stored(plan), LABELS)
    if not changed:
        return
    window = moved(window, before, (plan.starts_at, plan.ends_at))
    event.opens_at, event.closes_at = window.opens_at, window.closes_at
    record(session, actor, "event:change", event, fields=changed)
    if event.state == EventState.HELD and ON_CERTIFICATES & set(changed):
        draw_anew(session, event)


def record_account(session: Session, actor: Actor, event: Event, version: int, account: Account) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    refuse(account_problems(account))
    _refuse_called_off(session, event)
    if clock.now() < event.starts_at:
        raise Refused(NOT_YET)
    changed = save(session, event, version, asdict(account), LABELS)
    if event.state == EventState.PLANNED:
        move(session, actor, event, EventState.HELD)
        name_presenter(session, event)
    record(session, actor, "event:account", event, fields=changed)


def cancel_event(session: Session, actor: Actor, event: Event) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    _move(session, actor, event, EventState.CANCELLED, HELD_ALREADY)
    record(session, actor, "event:cancel", event)


def plan_again(session: Session, actor: Actor, event: Event) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    _move(session, actor, event, EventState.PLANNED, "This event is planned already.")
    record(session, actor, "event:plan_again", event)


def share_event(session: Session, actor: Actor, event: Event) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    event.shared_at = event.shared_at or clock.now()
    record(session, actor, "event:share", event)


def stop_sharing_event(session: Session, actor: Actor, event: Event) -> None:
    permit(actor, Permission.EVENT_WRITE, event)
    event.shared_at = None
    record(session, actor, "event:stop_sharing", event)


def refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)


def _move(session: Session, actor: Actor, event: Event, to: EventState, otherwise: str) -> None:
    lock(session, event)
    if not may_move(EventState(event.state), to):
        raise Refused(otherwise)
    move(session, actor, event, to)


def _refuse_called_off(session: Session, event: Event) -> None:
    lock(session, event)
    if event.state == EventState.CANCELLED:
        raise Refused(CALLED_OFF)


def _stored(plan: Plan) -> dict[str, Any]:
    return asdict(plan) | {"reach": plan.reach.value}
