"""A head hands over for a while; a guest's last day is moved."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.days import day_in_words
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.schools.queries import lock_school
from tenants.staff import queries
from tenants.staff.jobs import TellHandedBack, TellHandedOver
from tenants.staff.models import Staff, StaffRole
from tenants.staff.rules.roles import guest_until_problem, hand_over_problems

MORNING = time(7)


def hand_over(session: Session, actor: Actor, person: Staff, since: date, until: date) -> None:
    """The person has the head's rights from the first to the last day, both inside. Handing over to them
    again sets both days anew."""
    permit(actor, Permission.HAND_OVER)
    if problems := hand_over_problems(since, until, clock.today()):
        raise Invalid(problems)
    lock_school(session)
    session.refresh(person)
    _refuse_unfit(session, person)
    days = {"since": since, "until": until}
    session.execute(
        insert(StaffRole)
        .values(school_id=bound_school(session), staff_id=person.id, role=Role.DEPUTY.value, **days)
        .on_conflict_do_update(constraint="pk_staff_roles", set_=days)
    )
    record(session, actor, Permission.HAND_OVER, person, fields=["since", "until"])
    _tell(session, person.id, actor.person_id, since, until)


def _refuse_unfit(session: Session, person: Staff) -> None:
    if person.deactivated_at is not None or person.is_guest:
        raise Refused(f"{person.name} doesn't work here, so can't stand in for you.")
    if person.id in queries.heads(session):
        raise Refused(f"{person.name} is a headteacher and has these rights already.")


def _tell(session: Session, deputy_id: UUID, head_id: UUID, since: date, until: date) -> None:
    """Both, at once; and both again when it is over."""
    over = datetime.combine(until + timedelta(days=1), MORNING, clock.SCHOOL_TIME).astimezone(UTC)
    for reader_id in (deputy_id, head_id):
        ask(session, TellHandedOver(reader_id, deputy_id, head_id, since, until))
        ask(session, TellHandedBack(reader_id, deputy_id, head_id, until), due_at=over)


def keep_guest_until(session: Session, actor: Actor, person: Staff, until: date, version: int) -> None:
    permit(actor, Permission.STAFF_MANAGE, person)
    if problem := guest_until_problem(until, clock.today()):
        raise Invalid({"until": problem})
    lock_school(session)
    session.refresh(person)
    if person.version != version:
        raise Conflict(
            {"Last day": (day_in_words(person.ends_on), day_in_words(until))}, version=person.version
        )
    if person.deactivated_at is not None:
        raise Refused(f"{person.name}'s access was ended. Give them access again first.")
    if person.ends_on != until:
        person.ends_on = until
        person.version += 1
        record(session, actor, "guest:keep_until", person, fields=["ends_on"])
