"""The pairing board: who has which mentor, who could have whom, and how much each mentor has to do."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tenants.base.actor import Appointment, Role
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.queries import Place, desk
from tenants.cohorts.rules import HOLDING, CohortState, PlaceState
from tenants.mentoring.queries.log import Held, held
from tenants.mentoring.rules.pairing import Helper, Learner, hints, in_order, reason_against
from tenants.portfolios.models import Submission
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment
from tenants.staff.queries import holds


@dataclass(frozen=True)
class Choice:
    """A mentor as one candidate could have them: `against` says why they can't be chosen."""

    helper: Helper
    hints: tuple[str, ...]
    against: str | None


@dataclass(frozen=True)
class Row:
    """A candidate on the board. `met`: when they and a mentor met, the newest first."""

    place: Place
    choices: tuple[Choice, ...]
    met: tuple[Held, ...]

    @property
    def candidate(self) -> Candidate:
        return self.place.candidate


@dataclass(frozen=True)
class Board:
    """Who has no mentor stands first."""

    rows: tuple[Row, ...]
    helpers: tuple[Helper, ...]


def board(session: Session, cohort_id: UUID) -> Board:
    places = [one for one in desk(session, cohort_id) if PlaceState(one.candidate.state) in HOLDING]
    helpers = in_order(helpers_here(session))
    met = defaultdict(list)
    for one in held(session, cohort_id):
        met[one.candidate_id].append(one)
    rows = (
        Row(place, choices(place, helpers), tuple(met[place.candidate.id]))
        for place in sorted(places, key=lambda one: one.mentor is not None)
    )
    return Board(tuple(rows), tuple(helpers))


def choices(place: Place, helpers: Collection[Helper]) -> tuple[Choice, ...]:
    person = place.person
    learner = Learner(place.candidate.id, person.id, person.department, person.line_manager_id)
    return tuple(Choice(one, tuple(hints(one, learner)), reason_against(one, learner)) for one in helpers)


def helpers_here(session: Session) -> list[Helper]:
    """Everybody who works here and holds the role."""
    rows = session.execute(
        select(Staff.id, Staff.name, Staff.department, Staff.line_manager_id, _load(), _assesses()).where(
            here(session, Staff), actors.works(), holds(Role.MENTOR)
        )
    )
    return [
        Helper(one, name, department, manager_id, load, frozenset(assesses or ()))
        for one, name, department, manager_id, load, assesses in rows
    ]


def _load() -> ColumnElement[int]:
    """How many they mentor in cohorts that go on."""
    return (
        select(func.count())
        .select_from(StaffAppointment)
        .join(Candidate, beside(Candidate, StaffAppointment, Candidate.id == StaffAppointment.subject_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            beside(StaffAppointment, Staff, StaffAppointment.staff_id == Staff.id),
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.until.is_(None),
            Cohort.state != CohortState.CLOSED.value,
        )
        .correlate(Staff)
        .scalar_subquery()
    )


def _assesses() -> ColumnElement[list[UUID]]:
    """The candidates whose portfolio they are appointed to assess."""
    return (
        select(func.array_agg(Submission.candidate_id))
        .join(
            StaffAppointment,
            beside(StaffAppointment, Submission, StaffAppointment.subject_id == Submission.id),
        )
        .where(
            beside(StaffAppointment, Staff, StaffAppointment.staff_id == Staff.id),
            StaffAppointment.appointment == Appointment.ASSESSOR.value,
        )
        .correlate(Staff)
        .scalar_subquery()
    )
