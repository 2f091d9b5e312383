"""What one person can do here and why; and why somebody can see one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from tenants.access.rules import ABOUT, Right, Source, Thing, reasons, rights, who_can
from tenants.access.words import WORDS
from tenants.assessment.models import Assignment, Outcome
from tenants.awards.models import Award
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission
from tenants.cohorts.models import Candidate, Cohort
from tenants.events.models import Event
from tenants.groups.models import Group as WorkGroup
from tenants.portfolios.models import Evidence, SelfAudit, Submission
from tenants.projects.models import Project
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.staff.queries import HeldRole, roles_of

MODELS: dict[Thing, Any] = {
    Thing.PERSON: Staff,
    Thing.COHORT: Cohort,
    Thing.PLACE: Candidate,
    Thing.SELF_AUDIT: SelfAudit,
    Thing.EVIDENCE: Evidence,
    Thing.EVENT: Event,
    Thing.PROJECT: Project,
    Thing.SUBMISSION: Submission,
    Thing.SEAT: Assignment,
    Thing.OUTCOME: Outcome,
    Thing.AWARD: Award,
}
MOST_PEOPLE = 10
MOST_THINGS = 100


@dataclass(frozen=True)
class Access:
    """`rights` is empty for who can't sign in any more. `tied`: the names of what they are appointed to."""

    person: Staff
    roles: list[HeldRole]
    tied: dict[Appointment, list[str]]
    rights: dict[Source, list[Right]]

    @property
    def works(self) -> bool:
        return bool(self.rights)


def access_of(session: Session, reader: Actor, person: Staff) -> Access:
    roles = roles_of(session, person.id)
    actor = acting(session, person.id)
    if actor is None:
        return Access(person, roles, {}, {})
    return Access(person, roles, _tied(session, reader, actor), rights(actor))


def acting(session: Session, staff_id: UUID) -> Actor | None:
    """None for who has left, and for a guest whose time is over."""
    try:
        return actors.actor(session, staff_id)
    except NotFound:
        return None


def _tied(session: Session, reader: Actor, actor: Actor) -> dict[Appointment, list[str]]:
    """Who assesses what stays unsaid to the candidate and to the other assessors."""
    subjects = {appointment: actor.subjects(appointment) for appointment in Appointment}
    open_to_reader = Submission.id.is_not(None) if reader.staff_id == actor.staff_id else ~_tied_to(reader)
    parts = [
        _named(
            session,
            Appointment.LEAD,
            select(Cohort.name).where(Cohort.id.in_(subjects[Appointment.LEAD])),
            Cohort,
        ),
        _named(
            session,
            Appointment.CANDIDATE,
            select(Cohort.name)
            .join(Candidate, beside(Candidate, Cohort, Candidate.cohort_id == Cohort.id))
            .where(Candidate.id.in_(subjects[Appointment.CANDIDATE])),
            Cohort,
        ),
        _named(
            session,
            Appointment.MENTOR,
            select(Staff.name)
            .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
            .where(Candidate.id.in_(subjects[Appointment.MENTOR])),
            Staff,
        ),
        _named(
            session,
            Appointment.ASSESSOR,
            select(Staff.name)
            .join(Submission, beside(Submission, Staff, Submission.staff_id == Staff.id))
            .where(Submission.id.in_(subjects[Appointment.ASSESSOR]), open_to_reader),
            Staff,
        ),
        _named(
            session,
            Appointment.MEMBER,
            select(WorkGroup.name).where(WorkGroup.id.in_(subjects[Appointment.MEMBER])),
            WorkGroup,
        ),
    ]
    found: dict[Appointment, list[str]] = {}
    for appointment, name in session.execute(union_all(*parts)):
        found.setdefault(Appointment(appointment), []).append(name)
    return {appointment: sorted(names) for appointment, names in found.items()}


def _named(session: Session, appointment: Appointment, names: Select[Any], model: Any) -> Select[Any]:
    name = next(iter(names.selected_columns))
    return names.with_only_columns(literal(appointment.value), name).where(here(session, model))


def _tied_to(reader: Actor) -> ColumnElement[bool]:
    """The submissions that the reader handed in or is asked to assess."""
    seated = select(Assignment.submission_id).where(
        Assignment.school_id == reader.school_id, Assignment.staff_id == reader.staff_id
    )
    return or_(Submission.staff_id == reader.staff_id, Submission.id.in_(seated))


@dataclass(frozen=True)
class Listed:
    """A thing that somebody may ask about. Of evidence its kind and day, never its title: that is the
    candidate's own until they hand it in."""

    thing: Thing
    id: UUID
    name: str
    detail: str | None
    at: datetime | None


def things(session: Session, reader: Actor, words: str) -> list[Listed]:
    """What belongs to the people of that name, and the cohorts of that name; in one query."""
    people = (
        select(Staff.id)
        .where(
            here(session, Staff),
            or_(Staff.name.icontains(words, autoescape=True), Staff.email == words.lower()),
        )
        .order_by(Staff.name, Staff.id)
        .limit(MOST_PEOPLE)
    )
    found = union_all(*_arms(session, reader, words, people)).limit(MOST_THINGS)
    listed = [Listed(Thing(row[0]), *row[1:]) for row in session.execute(found)]
    return sorted(listed, key=lambda one: (one.name, list(Thing).index(one.thing), str(one.at)))


def _arms(session: Session, reader: Actor, words: str, people: Select[Any]) -> list[Select[Any]]:
    none, never = null().cast(String), null().cast(Staff.joined_at.type)
    candidate = beside(Candidate, Staff, Candidate.staff_id == Staff.id)

    def arm(thing: Thing, detail: Any, at: Any) -> Select[Any]:
        return select(literal(thing.value), MODELS[thing].id, Staff.name, detail, at).where(
            here(session, Staff), Staff.id.in_(people)
        )

    def of_candidate(thing: Thing, detail: Any, at: Any) -> Select[Any]:
        model = MODELS[thing]
        tie = beside(model, Candidate, model.candidate_id == Candidate.id)
        return arm(thing, detail, at).join(Candidate, candidate).join(model, tie)

    own = {thing: beside(MODELS[thing], Staff, MODELS[thing].staff_id == Staff.id) for thing in OF_STAFF}
    cohort = beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id)
    seated = beside(Submission, Assignment, Submission.id == Assignment.submission_id)
    judged = beside(Submission, Outcome, Submission.id == Outcome.submission_id)
    return [
        select(literal(Thing.COHORT.value), Cohort.id, Cohort.name, none, never).where(
            here(session, Cohort), Cohort.name.icontains(words, autoescape=True)
        ),
        arm(Thing.PERSON, Staff.job_title, never),
        arm(Thing.PLACE, Cohort.name, never).join(Candidate, candidate).join(Cohort, cohort),
        of_candidate(Thing.SELF_AUDIT, none, SelfAudit.saved_at),
        of_candidate(Thing.EVIDENCE, Evidence.kind, Evidence.saved_at).where(Evidence.removed_at.is_(None)),
        arm(Thing.EVENT, none, Event.starts_at).join(Event, own[Thing.EVENT]),
        of_candidate(Thing.PROJECT, none, Project.saved_at),
        arm(Thing.SUBMISSION, none, Submission.submitted_at)
        .join(Submission, own[Thing.SUBMISSION])
        .where(~_tied_to(reader)),
        arm(Thing.SEAT, none, Assignment.offered_at)
        .join(Assignment, own[Thing.SEAT])
        .join(Submission, seated)
        .where(~_tied_to(reader)),
        of_candidate(Thing.OUTCOME, none, Outcome.decided_at)
        .join(Submission, judged)
        .where(~_tied_to(reader)),
        arm(Thing.AWARD, Award.number, cast(Award.awarded_on, Staff.joined_at.type)).join(
            Award, own[Thing.AWARD]
        ),
    ]


OF_STAFF = (Thing.EVENT, Thing.SUBMISSION, Thing.SEAT, Thing.AWARD)


@dataclass(frozen=True)
class Answer:
    """`because` goes on after 'they are'; when they can't, `others` says who can."""

    can: str
    because: list[str]
    others: list[str]


@dataclass(frozen=True)
class Answered:
    """`whose`: the person or cohort that the thing belongs to. No answers for who can't sign in any more."""

    whose: str
    answers: list[Answer]


def answered(session: Session, reader: Actor, person: Staff, thing: Thing, record_id: UUID) -> Answered:
    """Asked of the very record: the same answer as its pages give."""
    record = _record(session, reader, thing, record_id)
    actor = acting(session, person.id)
    found = [_answer(actor, permission, record) for permission in ABOUT[thing]] if actor else []
    return Answered(_whose(session, thing, record), found)


def _whose(session: Session, thing: Thing, record: Any) -> str:
    if thing in (Thing.PERSON, Thing.COHORT):
        return str(record.name)
    names = select(Staff.name).where(here(session, Staff))
    if hasattr(record, "staff_id"):
        return session.scalars(names.where(Staff.id == record.staff_id)).one()
    theirs = beside(Candidate, Staff, Candidate.staff_id == Staff.id)
    return session.scalars(names.join(Candidate, theirs).where(Candidate.id == record.candidate_id)).one()


def _answer(person: Actor, permission: Permission, record: Any) -> Answer:
    return Answer(WORDS[permission], reasons(person, permission, record), who_can(permission))


def _record(session: Session, reader: Actor, thing: Thing, record_id: UUID) -> Any:
    """Raises NotFound, also for what is about an assessment that the reader has a part in."""
    model = MODELS[thing]
    found = session.scalar(select(model).where(here(session, model), model.id == record_id))
    if found is None or _kept_from(session, reader, thing, found):
        raise NotFound
    return found


def _kept_from(session: Session, reader: Actor, thing: Thing, record: Any) -> bool:
    if thing not in (Thing.SUBMISSION, Thing.SEAT, Thing.OUTCOME):
        return False
    submission_id = record.id if thing is Thing.SUBMISSION else record.submission_id
    tied = select(Submission.id).where(
        here(session, Submission), Submission.id == submission_id, _tied_to(reader)
    )
    return session.scalar(tied) is not None


def people_named(session: Session, words: str) -> Sequence[Staff]:
    """Who works here under that address, or with those words in their name."""
    matching = or_(Staff.name.icontains(words, autoescape=True), Staff.email == words.lower())
    return session.scalars(
        select(Staff)
        .where(here(session, Staff), actors.works(), matching)
        .order_by(Staff.name, Staff.id)
        .limit(MOST_PEOPLE)
    ).all()
