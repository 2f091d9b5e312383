"""The ways to earn a permission. Each way says the same thing twice: of a record in hand, and as SQL for
lists, so that a page and its list never disagree. A record without the column a way asks about is refused.

The words of a way go on after "whoever is": "whoever is headteacher or deputy", and after "Ada is": "Ada is the
candidate's mentor"."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, not_, true

from tenants.base.actor import Actor, Appointment, Role

NAMES: dict[Role, str] = {
    Role.HEAD: "headteacher",
    Role.DEPUTY: "deputy",
    Role.PROGRAMME_LEAD: "programme lead",
    Role.MENTOR: "mentor",
    Role.ASSESSOR: "assessor",
    Role.IT_LEAD: "IT lead",
    Role.BUSINESS_MANAGER: "business manager",
}
TIES: dict[Appointment, str] = {
    Appointment.LEAD: "a programme lead of this cohort",
    Appointment.MENTOR: "the candidate's mentor",
    Appointment.CANDIDATE: "the candidate",
    Appointment.ASSESSOR: "an assessor of this submission",
    Appointment.MEMBER: "a member of this group",
}
TIED_TO_ANY: dict[Appointment, str] = {
    Appointment.LEAD: "programme lead of at least one cohort",
    Appointment.MENTOR: "mentor of at least one candidate",
    Appointment.CANDIDATE: "a candidate",
    Appointment.ASSESSOR: "assessor of at least one submission",
    Appointment.MEMBER: "a member of a group",
}
PROVIDED = {
    "mentor_id": "it is between the two of them",
    "opened_to": "the candidate lets them read it",
    "manager_id": "they were asked as the line manager",
    "group_id": "it is no group's",
}
FILLED = {
    "shared_at": "it is shared with them",
    "released_at": "it is released",
    "plan_shared_at": "its plan is shown to them",
    "library_since": "its author shares it in the school",
    "convening": "they are invited to it or in it",
}


class Way(Protocol):
    def admits(self, actor: Actor, record: Any) -> bool: ...

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]: ...

    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class SignedIn:
    """Anyone with a session in this school, guests too; support on a visit has none."""

    words: str = "signed in here"

    def admits(self, actor: Actor, record: Any) -> bool:
        return actor.visit is None

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return true() if actor.visit is None else false()


@dataclass(frozen=True)
class Guests:
    """Who comes from elsewhere for a while: an assessor from another school, for instance."""

    words: str = "a guest"

    def admits(self, actor: Actor, record: Any) -> bool:
        return actor.guest

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return true() if actor.guest else false()


@dataclass(frozen=True)
class Visits:
    """Support, while the school has opened itself to it. A visit only ever reads: the web lets it in by GET,
    in a transaction that can't write."""

    words: str = "Lectern's support, on a visit that a headteacher has opened"

    def admits(self, actor: Actor, record: Any) -> bool:
        return actor.visit is not None

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return true() if actor.visit is not None else false()


@dataclass(frozen=True)
class Holds:
    roles: tuple[Role, ...]

    @property
    def words(self) -> str:
        return " or ".join(NAMES[role] for role in self.roles)

    def admits(self, actor: Actor, record: Any) -> bool:
        return actor.holds(*self.roles)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return true() if actor.holds(*self.roles) else false()


@dataclass(frozen=True)
class Appointed:
    """The actor is appointed to what the record's column names."""

    appointment: Appointment
    column: str
    said: str = ""

    @property
    def words(self) -> str:
        return self.said or TIES[self.appointment]

    def admits(self, actor: Actor, record: Any) -> bool:
        return (self.appointment, getattr(record, self.column, None)) in actor.appointed

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        if not hasattr(model, self.column):
            return false()
        named = getattr(model, self.column)
        # Where it names nothing the answer is no, and not unknown: "unless" would else refuse everybody.
        return and_(named.is_not(None), named.in_(actor.subjects(self.appointment)))


@dataclass(frozen=True)
class AppointedToAny:
    """The actor has at least one appointment of the kind: for the list of what it is for."""

    appointment: Appointment

    @property
    def words(self) -> str:
        return TIED_TO_ANY[self.appointment]

    def admits(self, actor: Actor, record: Any) -> bool:
        return bool(actor.subjects(self.appointment))

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return true() if actor.subjects(self.appointment) else false()


@dataclass(frozen=True)
class Themselves:
    """The record is the actor's own."""

    words: str = "the person it belongs to"

    def admits(self, actor: Actor, record: Any) -> bool:
        return actor.staff_id is not None and getattr(record, "staff_id", None) == actor.staff_id

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        if not hasattr(model, "staff_id"):
            return false()
        return and_(model.staff_id == actor.staff_id)


@dataclass(frozen=True)
class When:
    """Another way, but only while a column of the record is filled (`shared_at`, `released_at`)."""

    way: Way
    column: str

    @property
    def words(self) -> str:
        return f"{self.way.words}, once {FILLED[self.column]}"

    def admits(self, actor: Actor, record: Any) -> bool:
        return getattr(record, self.column, None) is not None and self.way.admits(actor, record)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        if not hasattr(model, self.column):
            return false()
        return and_(getattr(model, self.column).is_not(None), self.way.clause(actor, model))


@dataclass(frozen=True)
class WhenNot:
    """Another way, but only while a column of the record is empty: what is a group's is its members', and nobody's
    for being named on it."""

    way: Way
    column: str

    @property
    def words(self) -> str:
        return f"{self.way.words}, if {PROVIDED[self.column]}"

    def admits(self, actor: Actor, record: Any) -> bool:
        return getattr(record, self.column, True) is None and self.way.admits(actor, record)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        if not hasattr(model, self.column):
            return false()
        return and_(getattr(model, self.column).is_(None), self.way.clause(actor, model))


@dataclass(frozen=True)
class Both:
    """Two ways at once, where neither is enough."""

    way: Way
    other: Way

    @property
    def words(self) -> str:
        return f"{self.way.words} and {self.other.words}"

    def admits(self, actor: Actor, record: Any) -> bool:
        return self.way.admits(actor, record) and self.other.admits(actor, record)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return and_(self.way.clause(actor, model), self.other.clause(actor, model))


@dataclass(frozen=True)
class Only:
    """Another way, but only for the one person that a column of the record names."""

    way: Way
    column: str

    @property
    def words(self) -> str:
        return f"{self.way.words}, if {PROVIDED[self.column]}"

    def admits(self, actor: Actor, record: Any) -> bool:
        named = getattr(record, self.column, None)
        return named is not None and named == actor.staff_id and self.way.admits(actor, record)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        if not hasattr(model, self.column):
            return false()
        return and_(getattr(model, self.column) == actor.staff_id, self.way.clause(actor, model))


@dataclass(frozen=True)
class Unless:
    """Another way, but not for who is tied to the record in this one: nobody runs their own assessment."""

    way: Way
    tie: Way

    @property
    def words(self) -> str:
        """Several ties in one breath: 'unless also the candidate or an assessor of this submission'."""
        joint = " or" if isinstance(self.way, Unless) else ", unless also"
        return f"{self.way.words}{joint} {self.tie.words}"

    def admits(self, actor: Actor, record: Any) -> bool:
        return self.way.admits(actor, record) and not self.tie.admits(actor, record)

    def clause(self, actor: Actor, model: Any) -> ColumnElement[bool]:
        return and_(self.way.clause(actor, model), not_(self.tie.clause(actor, model)))


def holds(*roles: Role) -> Holds:
    return Holds(roles)
