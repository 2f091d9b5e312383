"""Places in lists: a person's own, those that wait for a headteacher, and what happened to one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.history import Move
from tenants.base.isolation import beside, here
from tenants.cohorts import queries
from tenants.cohorts.models import Arrangement, Candidate, Cohort
from tenants.cohorts.queries import Place
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.staff.models import Staff


@dataclass(frozen=True)
class MoveShown:
    move: Move
    by: str | None


@dataclass(frozen=True)
class Arranged:
    made: Arrangement
    by: str


def arrangements_of(session: Session, candidate_id: UUID) -> list[Arranged]:
    """For one person alone, the latest first."""
    rows = session.execute(
        select(Arrangement, Staff.name)
        .join(Staff, beside(Staff, Arrangement, Staff.id == Arrangement.decided_by))
        .where(here(session, Arrangement), Arrangement.candidate_id == candidate_id)
        .order_by(Arrangement.id.desc())
    )
    return [Arranged(*row) for row in rows]


def later_windows(session: Session, candidate: Candidate) -> list[Cohort]:
    """Of the school's other cohorts, those into whose submission window somebody can be put off."""
    mine = queries.cohort(session, candidate.cohort_id)
    after = candidate.own_closes_on or mine.window_closes_on
    found = session.scalars(
        select(Cohort)
        .where(
            here(session, Cohort),
            Cohort.state != CohortState.CLOSED,
            Cohort.window_closes_on > after,
        )
        .order_by(Cohort.window_closes_on, Cohort.id)
    )
    return list(found)


def places_of(session: Session, staff_id: UUID) -> list[tuple[Candidate, Cohort]]:
    """A person's own places, the newest first."""
    rows = session.execute(
        select(Candidate, Cohort)
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(here(session, Candidate), Candidate.staff_id == staff_id)
        .order_by(Candidate.invited_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def waiting_for_approval(session: Session, cohort_id: UUID | None = None) -> list[tuple[Place, Cohort]]:
    """Who accepted a place and waits for the head; in one cohort, or in all."""
    rows = session.execute(
        select(Candidate, Staff, Cohort)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            here(session, Candidate),
            Candidate.state == PlaceState.ACCEPTED.value,
            Candidate.cohort_id == cohort_id if cohort_id else Candidate.id.is_not(None),
        )
        .order_by(Cohort.name, Staff.name)
    )
    return [(Place(row[0], row[1]), row[2]) for row in rows]


def moves_of(session: Session, candidate_id: UUID) -> list[MoveShown]:
    """What happened to a place, the latest first."""
    rows = session.execute(
        select(Move, Staff.name)
        .outerjoin(Staff, beside(Staff, Move, Staff.id == Move.actor_id))
        .where(here(session, Move), Move.subject_kind == "candidates", Move.subject_id == candidate_id)
        .order_by(Move.at.desc(), Move.id.desc())
    )
    return [MoveShown(*row) for row in rows]
