"""A register is taken once the day has come, and put right later; each change stays on record."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.models import Register, RegisterMark
from tenants.cohorts.register import Sheet, sheet
from tenants.cohorts.rules import PRESENCE_WORDS, Presence

TOO_SOON = "The register is taken when the day has come."


def take_register(
    session: Session, actor: Actor, asked: Sheet, version: int, marks: Mapping[UUID, Presence]
) -> bool:
    """Everybody who is expected has a mark. Whether anything was changed."""
    permit(actor, Permission.PLACE_MANAGE, asked.cohort)
    lock(session, asked.date)
    now = sheet(session, asked.date.id)
    if not now.open:
        raise Refused(TOO_SOON if not now.has_come else "This cohort is closed.")
    if set(marks) != {one.candidate.id for one in now.expected}:
        raise Invalid({"people": "Somebody came or left meanwhile. Look at the register again."})
    changed = {one.candidate.id for one in now.expected if one.presence is not marks[one.candidate.id]}
    if not changed:
        return False
    if now.version != version:
        raise _conflict(now, marks, changed)
    _keep(session, actor, now, marks)
    if now.register:
        for one in now.expected:
            if one.candidate.id in changed:
                record(session, actor, "place:presence", one.candidate, fields=[now.date.title])
    record(session, actor, "cohort:register", now.cohort, fields=[now.date.title])
    return True


def note_register_export(session: Session, actor: Actor, cohort: object) -> None:
    """Who may download it was asked by its page."""
    record(session, actor, "cohort:export", cohort, fields=["register"])


def _conflict(now: Sheet, marks: Mapping[UUID, Presence], changed: set[UUID]) -> Conflict:
    texts = {
        one.person.name: (_words(one.presence), _words(marks[one.candidate.id]))
        for one in now.expected
        if one.candidate.id in changed
    }
    return Conflict(texts, version=now.version)


def _words(presence: Presence | None) -> str:
    return PRESENCE_WORDS[presence] if presence else ""


def _keep(session: Session, actor: Actor, now: Sheet, marks: Mapping[UUID, Presence]) -> None:
    register = now.register or Register(date_id=now.date.id, taken_by=actor.person_id, version=0)
    register.taken_by, register.taken_at = actor.person_id, clock.now()
    register.version += 1
    session.add(register)
    session.flush()
    standing = {
        one.candidate_id: one
        for one in session.scalars(
            select(RegisterMark).where(here(session, RegisterMark), RegisterMark.register_id == register.id)
        )
    }
    for candidate_id, presence in marks.items():
        if candidate_id in standing:
            standing[candidate_id].presence = presence.value
        else:
            session.add(
                RegisterMark(register_id=register.id, candidate_id=candidate_id, presence=presence.value)
            )
