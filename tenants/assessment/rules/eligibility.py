"""Who may assess whom, with the reason in words for everyone who may not."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from tenants.assessment.rules.seats import AssignmentState


class LineFault(Enum):
    """What is wrong with a person's line of managers, so that conflicts cannot be told."""

    MISSING = "no line manager is recorded"
    UNKNOWN = "the line manager recorded is not on the staff list"
    LOOP = "the line managers go round in a circle"


@dataclass(frozen=True)
class Line:
    """Staff id → line manager, of everyone active; heads, and who answers to nobody at this school, need
    none. Of the unsettled a list named a manager whom nobody here knows."""

    managers: Mapping[UUID, UUID | None]
    heads: frozenset[UUID]
    unsettled: frozenset[UUID] = frozenset()

    def fault(self, staff_id: UUID) -> LineFault | None:
        if staff_id in self.unsettled:
            return LineFault.UNKNOWN
        seen = {staff_id}
        manager = self._manager(staff_id)
        if manager is None:
            return None if staff_id in self.heads else LineFault.MISSING
        if manager not in self.managers:
            return LineFault.UNKNOWN
        while manager is not None:
            if manager in seen:
                return LineFault.LOOP
            seen.add(manager)
            manager = self._manager(manager)
        return None

    def _manager(self, staff_id: UUID) -> UUID | None:
        return self.managers.get(staff_id)


@dataclass(frozen=True)
class Matter:
    """Whose portfolio it is, and who is tied to them. `witnesses` wrote a testimonial; `fellows` are or were in a group
    with them. `beside`: who assesses others of that group."""

    staff_id: UUID
    name: str
    manager_id: UUID | None
    mentors: frozenset[UUID]
    interests: Mapping[UUID, str]
    seats: Mapping[UUID, AssignmentState]
    due_on: date
    witnesses: frozenset[UUID] = frozenset()
    fellows: frozenset[UUID] = frozenset()
    beside: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Assessor:
    """Somebody who might assess. `load` counts tasks still open, `judged` those ever locked."""

    staff_id: UUID
    name: str
    detail: str
    manager_id: UUID | None
    line_fault: LineFault | None
    active: bool
    assesses: bool
    has_status: bool
    guest_until: date | None
    load: int
    judged: int

    @property
    def guest(self) -> bool:
        return self.guest_until is not None

    @property
    def first_time(self) -> bool:
        return self.judged == 0


SEAT_WORDS = {
    AssignmentState.OFFERED: "has been asked to assess it already",
    AssignmentState.ACCEPTED: "is assessing it already",
    AssignmentState.LOCKED: "has assessed it already",
    AssignmentState.DECLINED: "was asked, and declined",
    AssignmentState.WITHDRAWN: "was asked, and the offer was taken back",
}

Check = Callable[[Assessor, Matter], str | None]


def _themselves(one: Assessor, matter: Matter) -> str | None:
    return "it is their own portfolio" if one.staff_id == matter.staff_id else None


def _gone(one: Assessor, matter: Matter) -> str | None:
    return None if one.active else "is no longer active at the school"


def _manages(one: Assessor, matter: Matter) -> str | None:
    return f"is {matter.name}'s line manager" if one.staff_id == matter.manager_id else None


def _managed(one: Assessor, matter: Matter) -> str | None:
    return f"has {matter.name} as line manager" if one.manager_id == matter.staff_id else None


def _mentors(one: Assessor, matter: Matter) -> str | None:
    return f"is or was {matter.name}'s mentor" if one.staff_id in matter.mentors else None


def _witness(one: Assessor, matter: Matter) -> str | None:
    return f"wrote a testimonial for {matter.name}" if one.staff_id in matter.witnesses else None


def _fellow(one: Assessor, matter: Matter) -> str | None:
    return f"is or was in a group with {matter.name}" if one.staff_id in matter.fellows else None


def _interested(one: Assessor, matter: Matter) -> str | None:
    reason = matter.interests.get(one.staff_id)
    return f"declared an interest: {reason}" if reason else None


def _seated(one: Assessor, matter: Matter) -> str | None:
    state = matter.seats.get(one.staff_id)
    return SEAT_WORDS[state] if state else None


def _no_role(one: Assessor, matter: Matter) -> str | None:
    return None if one.assesses or one.guest else "does not hold the assessor role"


def _no_status(one: Assessor, matter: Matter) -> str | None:
    return None if one.has_status or one.guest else "has no current, confirmed Lead Practitioner status"


def _line_unknown(one: Assessor, matter: Matter) -> str | None:
    return one.line_fault.value if one.line_fault and one.active and not one.guest else None


def _leaves_before(one: Assessor, matter: Matter) -> str | None:
    until = one.guest_until
    return "has guest access that ends before the work is due" if until and until < matter.due_on else None


CHECKS: tuple[Check, ...] = (
    _themselves,
    _gone,
    _manages,
    _managed,
    _mentors,
    _witness,
    _fellow,
    _interested,
    _seated,
    _no_role,
    _no_status,
    _line_unknown,
    _leaves_before,
)


TIES: tuple[Check, ...] = (_manages, _managed, _mentors, _witness, _fellow, _interested)


def ties(one: Assessor, matter: Matter) -> list[str]:
    """What ties this person to the candidate: it may have come about after they were asked."""
    return [words for check in TIES if (words := check(one, matter))]


def obstacles(one: Assessor, matter: Matter) -> list[str]:
    """Why this person cannot assess it; empty for who can."""
    return [words for check in CHECKS if (words := check(one, matter))]


def suggested(
    eligible: Sequence[Assessor],
    seats: int,
    *,
    beside_first_timer: bool = False,
    beside: Collection[UUID] = (),
) -> list[UUID]:
    """Who assesses the others of the group, and then whoever has least to do; not two first-timers while somebody with
    experience is free."""
    by_load = sorted(eligible, key=lambda one: (one.staff_id not in beside, one.load, one.name))
    experienced = [one for one in by_load if not one.first_time]
    chosen: list[Assessor] = []
    while len(chosen) < min(seats, len(by_load)):
        new_already = beside_first_timer or any(one.first_time for one in chosen)
        pool = [one for one in (experienced if new_already else by_load) if one not in chosen]
        chosen.append((pool or [one for one in by_load if one not in chosen])[0])
    return [one.staff_id for one in chosen]
