"""Who could mentor somebody: what is worth knowing about them, and why somebody can't be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Learner:
    candidate_id: UUID
    staff_id: UUID
    department: str | None
    line_manager_id: UUID | None


@dataclass(frozen=True)
class Helper:
    """Somebody with the role of a mentor; `load`: how many they mentor now, in whatever cohort. `assesses`:
    the candidates whose portfolio they are asked to assess."""

    staff_id: UUID
    name: str
    department: str | None
    line_manager_id: UUID | None
    load: int = 0
    assesses: frozenset[UUID] = frozenset()


def reason_against(helper: Helper, learner: Learner) -> str | None:
    """Why they can't be chosen, as it goes on after their name; None when they can."""
    if helper.staff_id == learner.staff_id:
        return "nobody is their own mentor"
    if learner.candidate_id in helper.assesses:
        return "assesses their portfolio"
    return None


def hints(helper: Helper, learner: Learner) -> list[str]:
    """What to weigh. None of it forbids anything."""
    said = [f"mentors {helper.load}" if helper.load else "mentors nobody yet"]
    if helper.department and same(helper.department, learner.department):
        said.append("same department")
    if learner.line_manager_id == helper.staff_id:
        said.append("their line manager")
    if helper.line_manager_id == learner.staff_id:
        said.append("they are their line manager")
    return said


def same(one: str | None, other: str | None) -> bool:
    return (one or "").strip().casefold() == (other or "").strip().casefold()


def in_order(helpers: Iterable[Helper]) -> list[Helper]:
    """Those first who have most room, so that the load is shared."""
    return sorted(helpers, key=lambda one: (one.load, one.name))
