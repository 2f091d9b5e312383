"""Lines of management, kept free of loops. Callers hold `lock_school`."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.sets import given
from tenants.staff import queries
from tenants.staff.models import Staff
from tenants.staff.rules.lines import looped, without_loops
from tenants.staff.rules.register import Known


def give(session: Session, person: Staff, told: str | None, *, outside: bool) -> list[str]:
    """Sets the line manager that somebody typed, by address or name; returns the fields that changed."""
    if told and outside:
        raise Invalid({"manager": "Leave this empty, or take the tick away under it."})
    manager = _named(session, person, told) if told else None
    before = (person.line_manager_id, bool(person.manager_outside), person.unsettled_manager)
    person.line_manager_id = manager.id if manager else None
    person.manager_outside = outside
    if manager or outside:
        person.unsettled_manager = None
    after = (person.line_manager_id, person.manager_outside, person.unsettled_manager)
    return [] if before == after else ["line_manager"]


def _named(session: Session, person: Staff, told: str) -> Staff:
    found = queries.called(session, told)
    if not found:
        raise Invalid({"manager": f"Nobody here is called {told}. Type their work email address."})
    if len(found) > 1:
        raise Invalid({"manager": f"{len(found)} people are called {told}. Type the work email address."})
    if found[0].id == person.id:
        raise Invalid({"manager": "Nobody can be their own line manager."})
    if person.id in looped({**_standing(session), person.id: found[0].id}):
        raise Invalid(
            {"manager": f"{found[0].name} reports to {person.name}, so this would go round in a circle."}
        )
    return found[0]


def _standing(session: Session) -> dict[UUID, UUID | None]:
    rows = session.execute(select(Staff.id, Staff.line_manager_id).where(here(session, Staff)))
    return {row.id: row.line_manager_id for row in rows}


def settle_waiting(session: Session, actor: Actor) -> list[Known]:
    """Joins people to the line manager that a list gave for them, now that somebody has that address. Returns
    them as they were before."""
    waiting = session.execute(
        select(Staff.id, Staff.unsettled_manager).where(
            here(session, Staff), Staff.unsettled_manager.is_not(None), Staff.deactivated_at.is_(None)
        )
    ).all()
    if not waiting:
        return []
    by_address = _addresses(session, [told for _, told in waiting])
    proposed = {person: by_address[told] for person, told in waiting if told in by_address}
    kept, _ = without_loops(_standing(session), proposed)
    if not kept:
        return []
    before = queries.known(session, kept)
    _join(session, actor, kept)
    return before


def _addresses(session: Session, told: list[str | None]) -> dict[str | None, UUID]:
    rows = session.execute(
        select(Staff.email, Staff.id).where(
            here(session, Staff), Staff.email.in_(told), Staff.deactivated_at.is_(None)
        )
    )
    return {row.email: row.id for row in rows}


def _join(session: Session, actor: Actor, managers: dict[UUID, UUID]) -> None:
    joined = given([{"id": one, "line_manager_id": over} for one, over in managers.items()], Staff)
    session.execute(
        update(Staff)
        .where(here(session, Staff), Staff.id == joined.c.id)
        .values(
            line_manager_id=joined.c.line_manager_id,
            manager_outside=False,
            unsettled_manager=None,
            version=Staff.version + 1,
        ),
        execution_options={"synchronize_session": False},
    )
    for person_id in managers:
        record(session, actor, "staff:change", Staff(id=person_id), fields=["line_manager"])
