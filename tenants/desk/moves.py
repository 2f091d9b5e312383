"""What can be done for several candidates at once: which move, with what, and what it is in words for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.days import day_in_words
from tenants.base.isolation import here
from tenants.cohorts.arrangements import closes_on, gateway
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import Place, cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.desk.rules import STAGES, Stage

NOBODY_YET = "Nobody"


class Move(StrEnum):
    MENTOR = "mentor"
    TIME = "time"
    WINDOW = "window"
    WITHDRAWAL = "withdrawal"
    APPROVAL = "approval"


@dataclass(frozen=True)
class AskedMove:
    """A move of people of a cohort."""

    cohort: Cohort
    move: Move

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id


@dataclass(frozen=True)
class Mentor:
    """None leaves them without one."""

    id: UUID | None
    name: str


@dataclass(frozen=True)
class Details:
    """What a move needs beside the people; each kind its own part of it."""

    mentor: Mentor = Mentor(None, NOBODY_YET)
    day: date | None = None
    window: Cohort | None = None
    grounds: str = ""


@dataclass(frozen=True)
class Outcome:
    """What becomes of one of them: `then`, or `why_not`."""

    candidate_id: UUID
    name: str
    then: str
    why_not: str | None = None


def asked_move(session: Session, cohort_id: UUID, move: str) -> AskedMove:
    return AskedMove(cohort(session, cohort_id), Move(move))


def later_windows(session: Session, asked: Cohort) -> list[Cohort]:
    """The school's other cohorts whose submission window closes after this one's."""
    found = session.scalars(
        select(Cohort)
        .where(
            here(session, Cohort),
            Cohort.state != CohortState.CLOSED.value,
            Cohort.window_closes_on > asked.window_closes_on,
        )
        .order_by(Cohort.window_closes_on, Cohort.id)
    )
    return list(found)


def now(asked: AskedMove, place: Place) -> str:
    """What stands of somebody, as far as the move is about it."""
    match asked.move:
        case Move.MENTOR:
            return place.mentor.name if place.mentor else NOBODY_YET
        case Move.TIME:
            return f"Until {day_in_words(closes_on(place.candidate, asked.cohort))}"
        case Move.WINDOW:
            closes = day_in_words(closes_on(place.candidate, asked.cohort))
            return f"{gateway(place.candidate, asked.cohort)}, until {closes}"
    return _state(place)


def then(move: Move, details: Details) -> str:
    """What stands afterwards."""
    match move:
        case Move.TIME if details.day:
            return f"Until {day_in_words(details.day)}"
        case Move.WINDOW if details.window:
            return f"{details.window.gateway}, until {day_in_words(details.window.window_closes_on)}"
        case Move.WITHDRAWAL:
            return "Out of the cohort, and the place is free"
        case Move.APPROVAL:
            return "Approved"
    return details.mentor.name


def in_words(names: Sequence[str], most: int = 5) -> str:
    """'Ann Able, Bo Brave and 3 others'."""
    shown, more = list(names[:most]), len(names) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} {'other' if more == 1 else 'others'}"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _state(place: Place) -> str:
    state = PlaceState(place.candidate.state)
    return STAGES[Stage(state.value)] if state.value in tuple(Stage) else STAGES[Stage.OUT]
