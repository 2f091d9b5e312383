"""The parts of a project one by one, and projects in lists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.base.searching import has_words
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.projects.models import (
    PlanAnswer,
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
    ProjectVersion,
)
from tenants.projects.queries.telling import Rows, Whole, made_whole, select_wholes
from tenants.projects.rules.agreement import needed
from tenants.projects.rules.states import Decision, Party, PlanState
from tenants.projects.rules.telling import Told, read
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.rules import HALF_TERM_NAMES
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment

PAGE = 20
R = TypeVar("R", ProjectReference, ProjectMeasure, ProjectMilestone, ProjectPoint)


def _one(session: Session, model: type[R], wanted: UUID) -> R:
    found = session.scalar(select(model).where(here(session, model), model.id == wanted))
    if found is None:
        raise NotFound
    return found


def reference(session: Session, reference_id: UUID) -> ProjectReference:
    return _one(session, ProjectReference, reference_id)


def measure(session: Session, measure_id: UUID) -> ProjectMeasure:
    return _one(session, ProjectMeasure, measure_id)


def milestone(session: Session, milestone_id: UUID) -> ProjectMilestone:
    return _one(session, ProjectMilestone, milestone_id)


def point(session: Session, point_id: UUID) -> ProjectPoint:
    return _one(session, ProjectPoint, point_id)


@dataclass(frozen=True)
class Partners:
    """Who has a say in a plan and works here; never the candidate."""

    mentors: tuple[Staff, ...]
    leads: tuple[Staff, ...]

    @property
    def parties(self) -> frozenset[Party]:
        return needed(mentor=bool(self.mentors), lead=bool(self.leads))

    @property
    def same_person(self) -> bool:
        """The mentor is the only lead, too."""
        return bool(self.mentors) and {one.id for one in self.leads} == {one.id for one in self.mentors}

    @property
    def everybody(self) -> list[Staff]:
        return list({one.id: one for one in (*self.mentors, *self.leads)}.values())

    def of(self, party: Party) -> tuple[Staff, ...]:
        return self.mentors if party is Party.MENTOR else self.leads


def partners(session: Session, project: Project, owner_id: UUID) -> Partners:
    rows = session.execute(
        _select_partners(),
        asking(session, candidate=project.candidate_id, cohort=project.cohort_id, owner=owner_id),
    ).all()
    held = {
        kind: tuple(person for appointment, person in rows if appointment == kind.value)
        for kind in (Appointment.MENTOR, Appointment.LEAD)
    }
    return Partners(held[Appointment.MENTOR], held[Appointment.LEAD])


@cache
def _select_partners() -> Rows:
    kind, subject = StaffAppointment.appointment, StaffAppointment.subject_id
    return (
        select(kind, Staff)
        .join(Staff, beside(Staff, StaffAppointment, Staff.id == StaffAppointment.staff_id))
        .where(
            ours(StaffAppointment),
            or_(
                (kind == Appointment.MENTOR.value) & (subject == bindparam("candidate")),
                (kind == Appointment.LEAD.value) & (subject == bindparam("cohort")),
            ),
            or_(StaffAppointment.until.is_(None), StaffAppointment.until >= clock.TODAY),
            Staff.id != bindparam("owner"),
            actors.works(),
        )
        .order_by(Staff.name, Staff.id)
    )


@dataclass(frozen=True)
class Word:
    """What somebody said of a plan."""

    answer: PlanAnswer
    name: str

    @property
    def party(self) -> Party:
        return Party(self.answer.party)

    @property
    def decision(self) -> Decision:
        return Decision(self.answer.decision)


def answers(session: Session, project_id: UUID) -> list[Word]:
    """Of every round, the latest first."""
    rows = session.execute(
        select(PlanAnswer, Staff.name)
        .join(Staff, beside(Staff, PlanAnswer, Staff.id == PlanAnswer.staff_id))
        .where(here(session, PlanAnswer), PlanAnswer.project_id == project_id)
        .order_by(PlanAnswer.at.desc(), PlanAnswer.id.desc())
    )
    return [Word(*row) for row in rows]


def latest(words: Sequence[Word], round_: int) -> dict[Party, Word]:
    """The last word of each party in a round."""
    return {word.party: word for word in reversed(words) if word.answer.round == round_}


def versions(session: Session, project_id: UUID) -> Sequence[ProjectVersion]:
    """Newest first."""
    return session.scalars(
        select(ProjectVersion)
        .where(here(session, ProjectVersion), ProjectVersion.project_id == project_id)
        .order_by(ProjectVersion.version.desc())
    ).all()


@dataclass(frozen=True)
class Earlier:
    """A kept version with its project; whose project it is decides who may read it."""

    project: Project
    kept: ProjectVersion
    told: Told

    @property
    def candidate_id(self) -> UUID:
        return self.project.candidate_id


def version(session: Session, project_id: UUID, number: int) -> Earlier:
    row = session.execute(
        select(Project, ProjectVersion)
        .join(Project, beside(Project, ProjectVersion, Project.id == ProjectVersion.project_id))
        .where(here(session, Project), Project.id == project_id, ProjectVersion.version == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Earlier(row[0], row[1], read(row[1].content))


@dataclass(frozen=True)
class HalfTermOffered:
    """A half-term in which a milestone may lie."""

    year_id: UUID
    code: str
    name: str
    ends_on: date

    @property
    def key(self) -> str:
        return f"{self.year_id}:{self.code}"


def half_terms(session: Session, project_id: UUID) -> list[HalfTermOffered]:
    """From the one in which the cohort starts, in the years that the school has set up."""
    from_day = (
        select(Candidate.approved_at)
        .join(Project, beside(Project, Candidate, Project.candidate_id == Candidate.id))
        .where(here(session, Project), Project.id == project_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(HalfTerm, AcademicYear.name)
        .join(AcademicYear, beside(AcademicYear, HalfTerm, AcademicYear.id == HalfTerm.year_id))
        .where(here(session, HalfTerm), HalfTerm.ends_on >= from_day)
        .order_by(HalfTerm.starts_on)
    )
    return [
        HalfTermOffered(term.year_id, term.code, f"{HALF_TERM_NAMES[term.code]}, {year}", term.ends_on)
        for term, year in rows
    ]


@dataclass(frozen=True)
class Waiting:
    """A plan that waits for somebody's word."""

    project: Project
    name: str


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Plans that this person is asked to agree to, the longest waiting first. Who has said their word, or whose
    fellow lead has, is not asked again."""
    spoken = (
        select(PlanAnswer.party)
        .where(
            beside(PlanAnswer, Project, PlanAnswer.project_id == Project.id),
            PlanAnswer.round == Project.round,
            or_(
                (PlanAnswer.party == Party.MENTOR.value)
                & Project.candidate_id.in_(actor.subjects(Appointment.MENTOR)),
                (PlanAnswer.party == Party.LEAD.value)
                & Project.cohort_id.in_(actor.subjects(Appointment.LEAD)),
            ),
        )
        .exists()
    )
    rows = session.execute(
        select(Project, Staff.name)
        .join(Candidate, beside(Candidate, Project, Candidate.id == Project.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, Project),
            visible(actor, Permission.PROJECT_AGREE, Project),
            Project.state == PlanState.ASKED.value,
            ~spoken,
        )
        .order_by(Project.plan_shared_at, Project.id)
    )
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True)
class Page:
    """Projects of the library; `more`: the key of the next page."""

    found: list[Whole]
    more: UUID | None


def in_the_library() -> Any:
    """Of a statement that joins Project with Candidate and Staff: shared by who still works here in that place."""
    return (
        Project.library_since.is_not(None) & (Candidate.state == PlaceState.APPROVED.value) & actors.works()
    )


def library(session: Session, words: Collection[str], after: UUID | None = None) -> Page:
    """The newest first. Only what is in the library can be the edge of a page."""
    statement = select_wholes().where(in_the_library())
    if words:
        statement = statement.where(has_words(Project.__table__, words))
    if after is not None:
        statement = statement.where(Project.id < after)
    rows = session.execute(statement.order_by(Project.id.desc()).limit(PAGE + 1), asking(session)).all()
    found = [made_whole(row) for row in rows[:PAGE]]
    return Page(found, found[-1].id if len(rows) > PAGE else None)


def shared_project(session: Session, project_id: UUID) -> Whole:
    row = session.execute(_select_shared(), asking(session, wanted=project_id)).one_or_none()
    if row is None:
        raise NotFound
    return made_whole(row)


@cache
def _select_shared() -> Rows:
    return select_wholes().where(in_the_library(), Project.id == bindparam("wanted"))
