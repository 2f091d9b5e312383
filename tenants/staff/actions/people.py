from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.schools.queries import lock_school
from tenants.staff import queries
from tenants.staff.actions import addresses, managers
from tenants.staff.models import Staff, StaffRole
from tenants.staff.rules.people import LABELS, Particulars, problems, tidied
from tenants.staff.rules.roles import leaving_problem, rank_problem

PLAIN = ("name", "email", "job_title", "department", "mis_number")


def appoint_first_head(session: Session, actor: Actor, name: str, email: str) -> Staff:
    """For a school that has nobody yet; the operator names the person."""
    given = tidied(Particulars(name, email))
    _refuse(problems(given))
    lock_school(session)
    if queries.known(session):
        raise Refused("The school has staff already: its headteacher gives roles.")
    head = Staff(name=given.name, email=given.email, joined_at=clock.now(), manager_outside=True)
    session.add(head)
    session.flush()
    session.add(StaffRole(staff_id=head.id, role=Role.HEAD.value))
    record(session, actor, "staff:add", head)
    record(session, actor, "role:grant", head, fields=[Role.HEAD.value])
    return head


def add_member(session: Session, actor: Actor, given: Particulars, *, manager_outside: bool = False) -> Staff:
    permit(actor, Permission.STAFF_MANAGE)
    given = tidied(given)
    _refuse(problems(given))
    lock_school(session)
    _refuse(_taken(session, given, None))
    person = Staff(joined_at=clock.now(), **{name: getattr(given, name) for name in PLAIN})
    managers.give(session, person, given.manager, outside=manager_outside)
    session.add(person)
    session.flush()
    record(session, actor, "staff:add", person)
    managers.settle_waiting(session, actor)
    return person


def change_member(
    session: Session,
    actor: Actor,
    person: Staff,
    given: Particulars,
    *,
    manager_outside: bool,
    version: int,
) -> None:
    permit(actor, Permission.STAFF_MANAGE, person)
    given = tidied(given)
    _refuse(problems(given))
    lock_school(session)
    session.refresh(person)
    if person.version != version:
        raise Conflict(_both(session, person, given), version=person.version)
    _refuse(_taken(session, given, person.id) | _guarded_address(session, actor, person, given))
    changed = [name for name in PLAIN if getattr(person, name) != getattr(given, name)]
    if "email" in changed:
        addresses.tell_changed(session, person.id, before=person.email)
    for name in changed:
        setattr(person, name, getattr(given, name))
    changed += managers.give(session, person, given.manager, outside=manager_outside)
    if changed:
        person.version += 1
        session.flush()
        record(session, actor, "staff:change", person, fields=changed)
        managers.settle_waiting(session, actor)


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise Invalid(found)


def _taken(session: Session, given: Particulars, own: UUID | None) -> dict[str, str]:
    found = {}
    for holder in queries.holders(session, given.email, given.mis_number):
        if holder.id != own:
            field = "email" if holder.email == given.email else "mis_number"
            found[field] = (
                f"{holder.name} has this {'address' if field == 'email' else 'number'} already{_left(holder)}."
            )
    return found


def _left(holder: Staff) -> str:
    return ", and has left: give them access again on their page" if holder.deactivated_at else ""


def _guarded_address(session: Session, actor: Actor, person: Staff, given: Particulars) -> dict[str, str]:
    """Whoever changes an address can sign in with it, so a deputy can't change a head's."""
    if given.email == person.email or actor.holds(Role.HEAD) or person.id not in queries.heads(session):
        return {}
    return {"email": "Only a headteacher can change a headteacher's address."}


def _both(session: Session, person: Staff, given: Particulars) -> dict[str, tuple[str, str]]:
    manager = queries.around(session, person).manager
    saved = Particulars(
        name=person.name,
        email=person.email,
        job_title=person.job_title,
        department=person.department,
        manager=manager.email if manager else None,
        mis_number=person.mis_number,
    )
    return {
        label: (getattr(saved, name) or "", getattr(given, name) or "")
        for name, label in LABELS.items()
        if getattr(saved, name) != getattr(given, name)
    } or {LABELS["name"]: (person.name, given.name)}


def deactivate(session: Session, actor: Actor, person: Staff) -> None:
    """Use `tenants.sign_in.leavers`, which also ends the person's sessions."""
    permit(actor, Permission.STAFF_MANAGE, person)
    lock_school(session)
    session.refresh(person)
    heads = queries.heads(session)
    problem = leaving_problem(
        own=person.id == actor.staff_id,
        heads=person.id in heads,
        last_head=heads == {person.id},
        by_head=actor.holds(Role.HEAD),
    )
    if problem:
        raise Refused(problem)
    if person.deactivated_at is None:
        person.deactivated_at = clock.now()
        person.version += 1
        record(session, actor, "staff:deactivate", person)


def reactivate(session: Session, actor: Actor, person: Staff) -> None:
    """The person comes back with the roles they had; so a headteacher comes back by a headteacher only."""
    permit(actor, Permission.STAFF_MANAGE, person)
    lock_school(session)
    session.refresh(person)
    held = {one.role for one in queries.roles_of(session, person.id) if not one.over}
    for role in held:
        if problem := rank_problem(role, actor.roles):
            raise Refused(problem)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        person.version += 1
        record(session, actor, "staff:reactivate", person)
