"""The dates of cohorts: as they stand, for whom, and on which calendar."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import NotFound
from tenants.base.gathering import Question
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember, TimetableDate
from tenants.cohorts.moving import Dated, Year
from tenants.cohorts.rules import CohortState, Part, PlaceState
from tenants.programmes.rules.design import StepKind
from tenants.schools.calendar import school_calendar
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment
from tenants.standards.queries import framework

TAKES_PART = (PlaceState.ACCEPTED, PlaceState.APPROVED)
FOR_ASSESSORS = (StepKind.OPENS, StepKind.CLOSES, StepKind.PANEL)
IN_COHORT = (StepKind.LAUNCH, StepKind.OPENS, StepKind.CLOSES)
"""Those that stand in the cohort's own row as well."""


@dataclass(frozen=True)
class Coming:
    """A date to come, of a cohort in which somebody has a part."""

    date: TimetableDate
    cohort: str


@dataclass(frozen=True)
class ComingUp:
    """The same in plain values, for a front page."""

    day: date
    title: str
    starts_at: time | None
    place: str | None
    cohort: str


def timetable(session: Session, cohort_id: UUID) -> Sequence[TimetableDate]:
    """In the order of their days; those without one first."""
    return session.scalars(_select_timetable(), asking(session, wanted=cohort_id)).all()


@cache
def _select_timetable() -> Select[TimetableDate]:
    return (
        select(TimetableDate)
        .where(ours(TimetableDate), TimetableDate.cohort_id == bindparam("wanted"))
        .order_by(TimetableDate.day.asc().nulls_first(), TimetableDate.starts_at, TimetableDate.id)
    )


def timetable_date(session: Session, date_id: UUID) -> TimetableDate:
    found = session.scalar(
        select(TimetableDate).where(here(session, TimetableDate), TimetableDate.id == date_id)
    )
    if found is None:
        raise NotFound
    return found


def dated(dates: Sequence[TimetableDate]) -> list[Dated]:
    return [Dated(one.id, StepKind(one.kind), one.title, one.day) for one in dates]


def year_of(session: Session, cohort: Cohort) -> Year:
    """The academic year around a cohort's dates, in one question."""
    known = school_calendar(session)
    chosen = known.year(cohort.year_id)
    edition = framework(session, cohort.edition_id).edition
    return Year(
        name=chosen.name,
        span=chosen.span,
        half_terms=chosen.half_terms,
        closed=chosen.closed,
        calendar=known.calendar,
        assessing=edition.answer_days + edition.assess_days,
    )


def coming(session: Session, actor: Actor) -> list[Coming]:
    """For candidates, mentors and assessors: the dates from today on of the open cohorts in which they are one. What
    stands in the cohort itself is left out."""
    rows = session.execute(_select_coming(), asking(session, **of_whom(actor)))
    return [Coming(*row) for row in rows]


def of_whom(actor: Actor) -> dict[str, object]:
    """What the question is asked with, beside the school."""
    return {
        "candidates": [*actor.subjects(Appointment.CANDIDATE), *actor.subjects(Appointment.MENTOR)],
        "assessor": actor.staff_id,
        "today": clock.today(),
    }


@cache
def coming_up() -> Question:
    """For tenants/today: the columns of a ComingUp."""
    date_ = TimetableDate
    return _select_coming().with_only_columns(
        date_.day, date_.title, date_.starts_at, date_.place, Cohort.name, maintain_column_froms=True
    )


@cache
def _select_coming() -> Select[TimetableDate, str]:
    takes_part = select(Candidate.cohort_id).where(
        ours(Candidate),
        Candidate.id.in_(bindparam("candidates", expanding=True)),
        Candidate.state.in_([state.value for state in TAKES_PART]),
    )
    assesses = select(CohortTeamMember.cohort_id).where(
        ours(CohortTeamMember),
        CohortTeamMember.staff_id == bindparam("assessor"),
        CohortTeamMember.part == Part.ASSESSOR.value,
    )
    return (
        select(TimetableDate, Cohort.name)
        .join(Cohort, beside(Cohort, TimetableDate, Cohort.id == TimetableDate.cohort_id))
        .where(
            ours(TimetableDate),
            TimetableDate.day >= bindparam("today"),
            Cohort.state == CohortState.OPEN.value,
            or_(
                Cohort.id.in_(takes_part) & TimetableDate.kind.not_in([one.value for one in IN_COHORT]),
                Cohort.id.in_(assesses) & TimetableDate.kind.in_([one.value for one in FOR_ASSESSORS]),
            ),
        )
        .order_by(TimetableDate.day, TimetableDate.starts_at, TimetableDate.id)
    )


@dataclass(frozen=True)
class Readers:
    """Who is told when a date changes, each once, by what they are first."""

    candidates: tuple[UUID, ...]
    mentors: tuple[UUID, ...]
    assessors: tuple[UUID, ...]
    leads: tuple[UUID, ...]

    @property
    def everybody(self) -> tuple[UUID, ...]:
        return (*self.candidates, *self.mentors, *self.assessors, *self.leads)


NOBODY = Readers((), (), (), ())


def readers(session: Session, actor: Actor, cohort: Cohort, kinds: Collection[StepKind]) -> Readers:
    """Of an open cohort; before, nobody knows the dates. Never who changes it. In one question."""
    if cohort.state != CohortState.OPEN:
        return NOBODY
    rows = session.execute(_select_readers(), asking(session, wanted=cohort.id)).all()
    wanted = ["candidate", Part.MENTOR, *([Part.ASSESSOR] if _for_assessors(kinds) else []), Part.LEAD]
    known = {actor.staff_id}
    found = {}
    for part in wanted:
        found[part] = tuple(dict.fromkeys(who for of, who in rows if of == part and who not in known))
        known.update(found[part])
    return Readers(found["candidate"], found[Part.MENTOR], found.get(Part.ASSESSOR, ()), found[Part.LEAD])


def _for_assessors(kinds: Collection[StepKind]) -> bool:
    return not set(kinds).isdisjoint(FOR_ASSESSORS)


@cache
def _select_readers() -> Select[Any]:
    """What somebody is of the cohort, and who."""
    taking_part = (
        ours(Candidate),
        Candidate.cohort_id == bindparam("wanted"),
        Candidate.state.in_([state.value for state in TAKES_PART]),
    )
    parts = union_all(
        select(cast(literal("candidate"), Text).label("part"), Candidate.staff_id.label("who")).where(
            *taking_part
        ),
        select(StaffAppointment.appointment, StaffAppointment.staff_id)
        .join(Candidate, beside(Candidate, StaffAppointment, Candidate.id == StaffAppointment.subject_id))
        .where(
            *taking_part,
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.until.is_(None),
        ),
        select(CohortTeamMember.part, CohortTeamMember.staff_id).where(
            ours(CohortTeamMember),
            CohortTeamMember.cohort_id == bindparam("wanted"),
            CohortTeamMember.part.in_([Part.ASSESSOR.value, Part.LEAD.value]),
        ),
    ).subquery()
    return (
        select(parts.c.part, Staff.id)
        .join(Staff, Staff.id == parts.c.who)
        .where(ours(Staff), actors.works())
        .order_by(Staff.name)
    )
