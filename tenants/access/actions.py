"""A role is taken away, and with it ends what rests on it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.actions.stepping_down import stop_assessing
from tenants.base.actor import Actor, Role
from tenants.cohorts.actions.stepping_down import stop_leading, stop_mentoring
from tenants.staff.actions import roles
from tenants.staff.models import Staff

ENDINGS: Mapping[Role, Callable[[Session, Actor, UUID], None]] = {
    Role.PROGRAMME_LEAD: stop_leading,
    Role.MENTOR: stop_mentoring,
    Role.ASSESSOR: stop_assessing,
}


def take_role(session: Session, actor: Actor, person: Staff, role: Role) -> None:
    roles.take_role(session, actor, person, role)
    if role in ENDINGS:
        ENDINGS[role](session, actor, person.id)
