from datetime import date

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.schools.queries import lock_school
from tenants.staff import queries
from tenants.staff.jobs import TellRoleGiven
from tenants.staff.models import Staff, StaffRole
from tenants.staff.rules.roles import TOLD, rank_problem, removal_problem, until_problem


def grant_role(session: Session, actor: Actor, person: Staff, role: Role, until: date | None = None) -> None:
    """From today. Granting again sets the last day anew."""
    permit(actor, Permission.ROLE_GRANT, person)
    if problem := rank_problem(role, actor.roles):
        raise Refused(problem)
    if problem := until_problem(role, until, clock.today()):
        raise Invalid({"until": problem})
    lock_school(session)
    session.refresh(person)
    if person.deactivated_at is not None or person.is_guest:
        raise Refused(f"{person.name} doesn't work here, so can't be given a role.")
    session.execute(
        insert(StaffRole)
        .values(school_id=bound_school(session), staff_id=person.id, role=role.value, until=until)
        .on_conflict_do_update(constraint="pk_staff_roles", set_={"since": None, "until": until})
    )
    given = record(session, actor, "role:grant", person, fields=[role.value])
    if role in TOLD:
        ask(session, TellRoleGiven(person.id, given.id))


def take_role(session: Session, actor: Actor, person: Staff, role: Role) -> None:
    """Use `tenants.access.actions`, which also ends what rests on the role."""
    permit(actor, Permission.ROLE_GRANT, person)
    if problem := rank_problem(role, actor.roles):
        raise Refused(problem)
    lock_school(session)
    last = queries.heads(session) == {person.id}
    if problem := removal_problem(role, own=person.id == actor.staff_id, last=last):
        raise Refused(problem)
    taken = session.execute(
        delete(StaffRole)
        .where(here(session, StaffRole), StaffRole.staff_id == person.id, StaffRole.role == role.value)
        .returning(StaffRole.role)
    )
    if taken.first():
        record(session, actor, "role:take", person, fields=[role.value])
