"""The people of a demonstration, by what they do."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tenants.assessment.queries.journey import journeys
from tenants.assessment.rules.journey import Stop
from tenants.base.actor import Appointment, Role
from tenants.sign_in.queries import Persona, personas
from tenants.staff.models import Staff
from tenants.staff.rules.roles import TITLES

GROUPS: tuple[tuple[str, tuple[Role | Appointment, ...]], ...] = (
    ("Lead the school and the programme", (Role.HEAD, Role.DEPUTY, Role.PROGRAMME_LEAD)),
    ("Mentor and assess", (Role.MENTOR, Role.ASSESSOR, Appointment.ASSESSOR)),
    ("Keep the school running", (Role.BUSINESS_MANAGER, Role.IT_LEAD)),
    ("Work towards the award", (Appointment.CANDIDATE,)),
)


@dataclass(frozen=True)
class Door:
    person: Staff
    about: str
    stop: Stop | None


def doors(session: Session) -> list[tuple[str, list[Door]]]:
    """Everybody stands in the first group that fits them; candidates in the order of their way."""
    stops = {one.staff_id: one.stop for one in journeys(session)}
    left = personas(session)
    found: list[tuple[str, list[Door]]] = []
    for title, parts in GROUPS:
        members = [one for one in left if _does(one, parts)]
        left = [one for one in left if one not in members]
        if members:
            members.sort(key=lambda one: _place(one, stops.get(one.person.id)))
            found.append((title, [_door(one, stops.get(one.person.id)) for one in members]))
    return found


def _does(persona: Persona, parts: Sequence[Role | Appointment]) -> bool:
    appointments = {kind for kind, _ in persona.actor.appointed}
    return any(part in persona.actor.roles or part in appointments for part in parts)


def _door(persona: Persona, stop: Stop | None) -> Door:
    job = persona.person.job_title or ""
    roles = [TITLES[role] for role in Role if role in persona.actor.roles]
    words = ["Guest assessor"] if persona.actor.guest else roles
    untold = [word for word in words if not job.lower().startswith(word.lower())]
    return Door(persona.person, ", ".join(filter(None, [*untold, job])), stop)


def _place(persona: Persona, stop: Stop | None) -> int:
    """Roles by their rank, candidates by how far they are."""
    if stop is not None:
        return list(Stop).index(stop)
    return min((list(Role).index(role) for role in persona.actor.roles), default=len(Role))
