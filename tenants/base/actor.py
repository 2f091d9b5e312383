"""Who is acting, with all that permissions ask about them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    HEAD = "head"
    DEPUTY = "deputy"
    PROGRAMME_LEAD = "programme_lead"
    MENTOR = "mentor"
    ASSESSOR = "assessor"
    IT_LEAD = "it_lead"
    BUSINESS_MANAGER = "business_manager"


class Appointment(StrEnum):
    """What ties a person to one record: the lead of a cohort, the mentor of a candidate, the member of a group."""

    LEAD = "lead"
    MENTOR = "mentor"
    CANDIDATE = "candidate"
    ASSESSOR = "assessor"
    MEMBER = "member"


@dataclass(frozen=True)
class Visit:
    """An operator in a school that has opened itself to support for a while."""

    id: UUID
    operator_id: UUID


@dataclass(frozen=True)
class Actor:
    """A person in one school, or (staff_id None) the system working for it, or support on a `visit`.
    `appointed` holds pairs of appointment and the id of what it is for, as they stood when the request or
    job began; `until` is a guest's last day."""

    school_id: UUID
    staff_id: UUID | None
    name: str
    roles: frozenset[Role] = frozenset()
    appointed: frozenset[tuple[Appointment, UUID]] = field(default_factory=frozenset)
    guest: bool = False
    until: date | None = None
    visit: Visit | None = None

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def subjects(self, appointment: Appointment) -> list[UUID]:
        return [subject for kind, subject in self.appointed if kind is appointment]

    @property
    def known_as(self) -> UUID | None:
        """What history keeps of who acted: nobody of the system."""
        return self.visit.operator_id if self.visit else self.staff_id

    @property
    def person_id(self) -> UUID:
        """The staff id of an actor that must be a person."""
        if self.staff_id is None:
            raise TypeError("the system acts here, and a person is needed")
        return self.staff_id


def system(school_id: UUID) -> Actor:
    return Actor(school_id=school_id, staff_id=None, name="Lectern")
