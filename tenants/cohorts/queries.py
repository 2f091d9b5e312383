from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.cohorts.leading import led, mentors_of
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember, TimetableDate
from tenants.cohorts.rules import HOLDING, CohortState, Part, PlaceState, Term
from tenants.programmes.rules.design import StepKind
from tenants.schools.models import HalfTerm
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment, StaffRole
from tenants.standards.models import Edition


@dataclass(frozen=True)
class DateShown:
    """A date of the timetable as lists and pictures show it; those without a day are not among them."""

    kind: StepKind
    title: str
    day: date
    starts_at: time | None
    place: str | None


@dataclass(frozen=True)
class CohortCard:
    """A cohort in a list, with how many people stand where, the half-terms of its year and its dates; `led`: by
    somebody who works here."""

    cohort: Cohort
    states: Counter[PlaceState]
    led: bool
    terms: tuple[Term, ...] = ()
    dates: tuple[DateShown, ...] = ()

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id

    @property
    def holding(self) -> int:
        return sum(self.states[state] for state in HOLDING)

    @property
    def left(self) -> int:
        return max(0, self.cohort.places - self.holding)

    @property
    def approved(self) -> int:
        return self.states[PlaceState.APPROVED]


@dataclass(frozen=True)
class Place:
    """A candidate as the cohort's desk shows them."""

    candidate: Candidate
    person: Staff
    mentor: Staff | None = None


@dataclass(frozen=True)
class TeamMember:
    part: Part
    person: Staff


def cohort(session: Session, cohort_id: UUID) -> Cohort:
    found = session.scalar(select(Cohort).where(here(session, Cohort), Cohort.id == cohort_id))
    if found is None:
        raise NotFound
    return found


def planned_cohort(session: Session, cohort_id: UUID) -> Cohort:
    """Raises NotFound once it is open: then each date is moved by itself."""
    found = cohort(session, cohort_id)
    if found.state != CohortState.PLANNED:
        raise NotFound
    return found


def closed_cohort(session: Session, cohort_id: UUID) -> Cohort:
    found = cohort(session, cohort_id)
    if found.state != CohortState.CLOSED:
        raise NotFound
    return found


def edition_of(session: Session, cohort_id: UUID) -> Edition:
    """The version of the standards that the cohort started with and keeps."""
    return session.scalars(
        select(Edition)
        .join(Cohort, Cohort.edition_id == Edition.id)
        .where(here(session, Cohort), Cohort.id == cohort_id)
    ).one()


def candidate(session: Session, candidate_id: UUID) -> Candidate:
    found = session.scalar(select(Candidate).where(here(session, Candidate), Candidate.id == candidate_id))
    if found is None:
        raise NotFound
    return found


def cohorts_for(session: Session, actor: Actor, *permissions: Permission) -> list[CohortCard]:
    """The cohorts the actor may read, or has one of the permissions for; the newest first."""
    asked = permissions or (Permission.COHORT_READ,)
    rows = session.execute(
        _select_cards()
        .where(or_(*(visible(actor, one, Cohort) for one in asked)))
        .order_by(Cohort.starts_on.desc(), Cohort.name),
        asking(session),
    )
    return [_card(row) for row in rows]


def all_cards(session: Session) -> list[CohortCard]:
    """Every cohort of the school, for who picks from them what anybody may know."""
    return [_card(row) for row in session.execute(_select_cards(), asking(session))]


def card(session: Session, cohort_id: UUID) -> CohortCard:
    row = session.execute(_select_card(), asking(session, wanted=cohort_id)).one_or_none()
    if row is None:
        raise NotFound
    return _card(row)


@cache
def _select_card() -> Select[Any]:
    return _select_cards().where(Cohort.id == bindparam("wanted"))


@cache
def _select_cards() -> Select[Any]:
    states = select(func.array_agg(Candidate.state)).where(
        beside(Candidate, Cohort, Candidate.cohort_id == Cohort.id)
    )
    terms = select(
        func.json_agg(func.json_build_array(HalfTerm.code, HalfTerm.starts_on, HalfTerm.ends_on))
    ).where(beside(HalfTerm, Cohort, HalfTerm.year_id == Cohort.year_id))
    dates = select(
        func.json_agg(
            func.json_build_array(
                TimetableDate.kind,
                TimetableDate.title,
                TimetableDate.day,
                TimetableDate.starts_at,
                TimetableDate.place,
            )
        )
    ).where(
        beside(TimetableDate, Cohort, TimetableDate.cohort_id == Cohort.id), TimetableDate.day.is_not(None)
    )
    told = (states, terms, dates)
    return select(Cohort, *(one.scalar_subquery() for one in told), led()).where(ours(Cohort))


def _card(row: Row[*tuple[Any, ...]]) -> CohortCard:
    one, states, terms, dates, has_lead = row
    held = [
        Term(code, date.fromisoformat(starts), date.fromisoformat(ends)) for code, starts, ends in terms or ()
    ]
    in_order = tuple(sorted(held, key=lambda term: term.starts_on))
    shown = sorted((_date(*told) for told in dates or ()), key=lambda one: (one.day, one.starts_at or time()))
    return CohortCard(
        one, Counter(PlaceState(state) for state in states or ()), has_lead, in_order, tuple(shown)
    )


def _date(kind: str, title: str, day: str, starts_at: str | None, place: str | None) -> DateShown:
    at = time.fromisoformat(starts_at) if starts_at else None
    return DateShown(StepKind(kind), title, date.fromisoformat(day), at, place)


def desk(session: Session, cohort_id: UUID) -> list[Place]:
    """The cohort's candidates by name, with their mentors."""
    rows = session.execute(_select_desk(), asking(session, wanted=cohort_id)).all()
    mentors = mentors_of(session, [candidate.id for candidate, _ in rows])
    return [Place(one, person, mentors.get(one.id)) for one, person in rows]


@cache
def _select_desk() -> Select[Candidate, Staff]:
    return (
        select(Candidate, Staff)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(ours(Candidate), Candidate.cohort_id == bindparam("wanted"))
        .order_by(Staff.name, Candidate.id)
    )


def place(session: Session, one: Candidate) -> Place:
    """In one question. Raises NotFound for a candidate whose person is gone."""
    asked = asking(session, person=one.staff_id, candidate=one.id)
    row = session.execute(_select_place(), asked).first()
    if row is None:
        raise NotFound
    return Place(one, row[0], row[1])


@cache
def _select_place() -> Select[Staff, Staff]:
    """The person, and their mentor who works here."""
    mentor = aliased(Staff)
    here_and_working = select(Staff.id).where(ours(Staff), actors.works()).correlate(None)
    return (
        select(Staff, mentor)
        .outerjoin(
            StaffAppointment,
            and_(
                StaffAppointment.school_id == Staff.school_id,
                StaffAppointment.subject_id == bindparam("candidate"),
                StaffAppointment.appointment == Appointment.MENTOR.value,
                StaffAppointment.until.is_(None),
            ),
        )
        .outerjoin(
            mentor,
            and_(
                mentor.school_id == StaffAppointment.school_id,
                mentor.id == StaffAppointment.staff_id,
                mentor.id.in_(here_and_working),
            ),
        )
        .where(ours(Staff), Staff.id == bindparam("person"))
        .order_by(mentor.id)
    )


def team(session: Session, cohort_id: UUID) -> list[TeamMember]:
    rows = session.execute(_select_team(), asking(session, wanted=cohort_id))
    return [TeamMember(Part(row[0]), row[1]) for row in rows]


@cache
def _select_team() -> Select[str, Staff]:
    return (
        select(CohortTeamMember.part, Staff)
        .join(Staff, beside(Staff, CohortTeamMember, Staff.id == CohortTeamMember.staff_id))
        .where(ours(CohortTeamMember), CohortTeamMember.cohort_id == bindparam("wanted"))
        .order_by(CohortTeamMember.part, Staff.name)
    )


def holders(session: Session, roles: Sequence[Role]) -> dict[Role, list[Staff]]:
    """Who could do a part: the school's own working staff by role."""
    rows = session.execute(
        select(StaffRole.role, Staff)
        .join(Staff, beside(Staff, StaffRole, Staff.id == StaffRole.staff_id))
        .where(
            here(session, StaffRole),
            StaffRole.role.in_([role.value for role in roles]),
            actors.counts_today(),
            actors.works(),
        )
        .order_by(Staff.name)
    )
    found: dict[Role, list[Staff]] = {role: [] for role in roles}
    for role, person in rows:
        found[Role(role)].append(person)
    return found


def places_used(session: Session) -> int:
    """Approved places in cohorts that are not closed: what counts against the school's places."""
    return session.scalar(
        select(func.count())
        .select_from(Candidate)
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            here(session, Candidate),
            Candidate.state == PlaceState.APPROVED.value,
            Cohort.state != CohortState.CLOSED.value,
        )
    ) or 0  # fmt: skip
