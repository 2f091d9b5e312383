"""Whom an entry of the history is about: by name, and to find all that is about somebody."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, union_all
from sqlalchemy.orm import Session

from tenants.assessment.models import Adjudication, Assignment, Outcome
from tenants.awards.models import Award
from tenants.base.actor import Actor
from tenants.base.history import HistoryEntry, Move
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate, Cohort
from tenants.events.models import Answer, Attendance, Slides
from tenants.events.models import Event as Presented
from tenants.joining.models import JoiningRequest
from tenants.mentoring.models import AgreedAction, DraftComment, Meeting
from tenants.messages.models import CohortMessage
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.models import Evidence, EvidenceFile, SelfAudit, Submission
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.programmes.models import Programme
from tenants.projects.models import Project
from tenants.schools.models import AcademicYear
from tenants.sign_in.models import Identity
from tenants.staff.models import Staff
from tenants.testimonials.models import Testimonial

Event = type[HistoryEntry] | type[Move]
OF_A_CANDIDATE = (
    Evidence,
    EvidenceFile,
    SelfAudit,
    Project,
    Outcome,
    Testimonial,
    FileConcern,
    Meeting,
    AgreedAction,
    DraftComment,
)
OF_A_SUBMISSION = (Assignment, Adjudication)
OF_EVENTS = (Presented, Slides, Attendance)


def name_of(
    session: Session, kind: ColumnElement[str], subject_id: ColumnElement[UUID]
) -> ColumnElement[str]:
    """The person's name, or that of the cohort, year or priority. Of a piece of evidence only whose it is: its title is
    the candidate's own until they hand it in."""
    named: dict[Any, Select[Any]] = {
        Staff: select(Staff.name).where(Staff.id == subject_id),
        Cohort: select(Cohort.name).where(Cohort.id == subject_id),
        Programme: select(Programme.title).where(Programme.id == subject_id),
        CohortMessage: _through_cohort(CohortMessage).where(CohortMessage.id == subject_id),
        AcademicYear: select(AcademicYear.name).where(AcademicYear.id == subject_id),
        ImprovementPlan: select(AcademicYear.name)
        .join(
            ImprovementPlan, beside(ImprovementPlan, AcademicYear, ImprovementPlan.year_id == AcademicYear.id)
        )
        .where(ImprovementPlan.id == subject_id),
        Priority: select(Priority.title).where(Priority.id == subject_id),
        Candidate: _person(Candidate).where(Candidate.id == subject_id),
        JoiningRequest: _person(JoiningRequest).where(JoiningRequest.id == subject_id),
        Submission: _person(Submission).where(Submission.id == subject_id),
        Identity: _person(Identity).where(Identity.id == subject_id),
        Award: select(Award.holder).where(Award.id == subject_id),
        **{one: _person(one).where(one.id == subject_id) for one in OF_EVENTS},
        Answer: _through_event(Answer).where(Answer.id == subject_id),
        **{one: _through_candidate(one).where(one.id == subject_id) for one in OF_A_CANDIDATE},
        **{one: _through_submission(one).where(one.id == subject_id) for one in OF_A_SUBMISSION},
    }
    return case(
        *(
            (kind == model.__tablename__, names.where(here(session, model)).scalar_subquery())
            for model, names in named.items()
        )
    )


def about_people(session: Session, event: Event, people: ColumnElement[bool]) -> ColumnElement[bool]:
    """The entries about anybody of those people, or about something of theirs."""
    theirs: list[Select[Any]] = [
        select(Staff.id).where(here(session, Staff), people),
        *(
            _ids(session, one, _staff_of(one), people)
            for one in (Candidate, JoiningRequest, Submission, Award, Identity, *OF_EVENTS)
        ),
        *(_candidates_ids(session, one, people) for one in OF_A_CANDIDATE),
        *(_submissions_ids(session, one, people) for one in OF_A_SUBMISSION),
    ]
    return event.subject_id.in_(union_all(*theirs))


def secret_from(session: Session, actor: Actor, event: Event) -> ColumnElement[bool]:
    """Nobody reads here how their own work is assessed, nor what the others write about a portfolio that
    they assess themselves: as little as on the pages of the assessment."""
    tied = select(Submission.id).where(here(session, Submission), _tied(actor))
    hidden = union_all(
        tied,
        *(
            select(one.id).where(here(session, one), one.submission_id.in_(tied))
            for one in (*OF_A_SUBMISSION, Outcome)
        ),
        select(EvidenceFile.id).where(
            here(session, EvidenceFile),
            EvidenceFile.candidate_id.in_(
                select(Submission.candidate_id).where(here(session, Submission), _tied(actor))
            ),
        ),
    )
    touched = and_(event.subject_id.is_not(None), event.subject_id.in_(hidden))
    if event is Move:
        return touched
    judging = or_(HistoryEntry.action.startswith("assessment:"), HistoryEntry.action.startswith("outcome:"))
    return and_(touched, judging)


def _tied(actor: Actor) -> ColumnElement[bool]:
    seated = select(Assignment.submission_id).where(
        Assignment.school_id == actor.school_id, Assignment.staff_id == actor.staff_id
    )
    return or_(Submission.staff_id == actor.staff_id, Submission.id.in_(seated))


def _person(model: Any) -> Select[Any]:
    return select(Staff.name).join(model, beside(model, Staff, model.staff_id == Staff.id))


def _through_cohort(model: Any) -> Select[Any]:
    return select(Cohort.name).join(model, beside(model, Cohort, model.cohort_id == Cohort.id))


def _through_candidate(model: Any) -> Select[Any]:
    return _person(Candidate).join(model, beside(model, Candidate, model.candidate_id == Candidate.id))


def _through_submission(model: Any) -> Select[Any]:
    return _person(Submission).join(model, beside(model, Submission, model.submission_id == Submission.id))


def _through_event(model: Any) -> Select[Any]:
    return _person(Presented).join(model, beside(model, Presented, model.event_id == Presented.id))


def _staff_of(model: Any) -> ColumnElement[bool]:
    return beside(model, Staff, model.staff_id == Staff.id)


def _ids(session: Session, model: Any, tie: ColumnElement[bool], people: ColumnElement[bool]) -> Select[Any]:
    return select(model.id).join(Staff, tie).where(here(session, model), people)


def _candidates_ids(session: Session, model: Any, people: ColumnElement[bool]) -> Select[Any]:
    owners = select(Candidate.id).join(Staff, _staff_of(Candidate)).where(here(session, Candidate), people)
    return select(model.id).where(here(session, model), model.candidate_id.in_(owners))


def _submissions_ids(session: Session, model: Any, people: ColumnElement[bool]) -> Select[Any]:
    owners = select(Submission.id).join(Staff, _staff_of(Submission)).where(here(session, Submission), people)
    return select(model.id).where(here(session, model), model.submission_id.in_(owners))
