"""Who has a say in a plan, what they said, and for whom it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, false, or_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.groups.models import GroupMember
from tenants.groups.queries.members import current_members
from tenants.projects.models import (
    PlanAnswer,
    Project,
)
from tenants.projects.queries.telling import Rows, Whole, made_whole, select_wholes
from tenants.projects.queries.whose import of_place
from tenants.projects.rules.agreement import needed
from tenants.projects.rules.states import Decision, Party, PlanState
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment


@dataclass(frozen=True)
class Partners:
    """Who has a say in a plan and works here; never the candidate, nor a member of the group."""

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
        asking(
            session,
            candidate=project.candidate_id,
            cohort=project.cohort_id,
            owner=owner_id,
            group=project.group_id,
        ),
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
            ~_works_on_it(),
            actors.works(),
        )
        .order_by(Staff.name, Staff.id)
    )


def _works_on_it() -> ColumnElement[bool]:
    """As a member of the group whose project it is."""
    return (
        select(GroupMember.id)
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .where(
            beside(Candidate, Staff, Candidate.staff_id == Staff.id),
            GroupMember.group_id == bindparam("group", type_=Uuid),
            current_members(),
        )
        .correlate(Staff)
        .exists()
    )


def authors(session: Session, found: Whole) -> Sequence[UUID]:
    """Whose the project is: its owner, or everybody who works in its group."""
    if found.group_id is None:
        return [found.place.person.id]
    return session.scalars(
        select(Candidate.staff_id)
        .join(GroupMember, beside(GroupMember, Candidate, GroupMember.candidate_id == Candidate.id))
        .where(here(session, Candidate), GroupMember.group_id == found.group_id, current_members())
        .order_by(Candidate.staff_id)
    ).all()


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


@dataclass(frozen=True)
class FrontPage:
    """One's own project, and the plans of others that wait for one's word."""

    own: Whole | None
    waiting: list[Whole]


def front_page(session: Session, actor: Actor, own: UUID | None) -> FrontPage:
    """In one question. `own`: the place whose project is shown."""
    mine = of_place() if own else false()
    rows = session.execute(
        select_wholes()
        .add_columns(mine)
        .where(or_(mine, waits_for(actor)))
        .order_by(Project.plan_shared_at, Project.id),
        asking(session, **({"whose": own} if own else {})),
    ).all()
    found = [(made_whole(row[:-1]), row[-1]) for row in rows]
    return FrontPage(
        own=next((one for one, is_own in found if is_own), None),
        waiting=[one for one, is_own in found if not is_own],
    )


def waiting_for(session: Session, actor: Actor) -> list[Whole]:
    """Plans that this person is asked to agree to, the longest waiting first."""
    return front_page(session, actor, None).waiting


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Who has said their word, or whose fellow lead has, is not asked again."""
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
        .correlate(Project)
        .exists()
    )
    return and_(
        visible(actor, Permission.PROJECT_AGREE, Project),
        Project.state == PlanState.ASKED.value,
        Candidate.state == PlaceState.APPROVED.value,
        ~spoken,
    )
