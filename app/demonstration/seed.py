"""Makes the schools of the demonstration, each in one transaction: whole, or not at all."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from app.demonstration.assessing import plan_assessment
from app.demonstration.cohorts import plan_cohort, plan_place, plan_waiting
from app.demonstration.costs import plan_cost
from app.demonstration.days import Days, back_in_time, days, go_to
from app.demonstration.desk import plan_notes, plan_registers, plan_together
from app.demonstration.events import plan_event
from app.demonstration.groups import plan_group
from app.demonstration.joining import plan_joining
from app.demonstration.mentoring import plan_mentoring
from app.demonstration.messages import plan_message
from app.demonstration.platform import make_platform
from app.demonstration.portfolios import plan_portfolio
from app.demonstration.priorities import plan_improvement
from app.demonstration.programmes import plan_programme
from app.demonstration.projects import plan_project
from app.demonstration.reading import platform, schools
from app.demonstration.school import plan_set_up
from app.demonstration.stage import Stage
from app.demonstration.testimonials import plan_testimonials
from app.demonstration.threads import plan_threads
from app.demonstration.told import School
from app.demonstration.versions import plan_guidance
from tenants.awards.jobs import DrawCertificate
from tenants.base import clock
from tenants.base.actor import system
from tenants.base.isolation import SchoolSession, school_transaction
from tenants.base.outbox import JobState, OutboxMessage
from tenants.events.jobs import DrawAttendance
from tenants.messages.jobs import SendMessage
from tenants.outside.files.store import FileStore
from tenants.schools.actions import found_school
from tenants.schools.models import School as KnownSchool
from tenants.schools.queries import this_school
from tenants.staff.actions.people import appoint_first_head

PAST = "The demonstration's past: not sent."


@dataclass(frozen=True)
class Seeder:
    """`operators` and `apps` make sessions of the two roles."""

    operators: sessionmaker[SchoolSession]
    apps: sessionmaker[SchoolSession]
    files: FileStore

    def seed(self) -> list[str]:
        """The names of the schools that were made; those that stand already are left alone."""
        made = [told.name for told in schools() if self._make(told)]
        with self.operators.begin() as operator:
            make_platform(operator, platform())
        return made

    def _make(self, told: School) -> bool:
        known = days(clock.today())
        with back_in_time():
            school_id = self._found(told, known)
            with self.apps() as session, school_transaction(session, school_id):
                if this_school(session).set_up_at is not None:
                    return False
                self._play(Stage(session, told, known, self.files))
                finish_past_mails(session)
        return True

    def _found(self, told: School, known: Days) -> UUID:
        """Founded by the operator, unless an earlier run came so far."""
        go_to(known.moment(told.founded + 1, "operator"))
        with self.operators.begin() as operator:
            standing = operator.scalar(select(KnownSchool.id).where(KnownSchool.slug == told.slug))
            return standing or _founded(operator, told)

    def _play(self, stage: Stage) -> None:
        told = stage.school
        appoint_first_head(
            stage.session, system(this_school(stage.session).id), told.head_name, told.email(told.head)
        )
        plan_set_up(stage)
        plan_guidance(stage)
        if told.programme:
            plan_programme(stage, told.programme)
        for cohort in told.cohorts:
            plan_cohort(stage, cohort)
            plan_registers(stage, cohort)
        for waiting in told.waiting:
            plan_waiting(stage, waiting)
        for candidate in told.candidates:
            plan_place(stage, candidate)
            plan_portfolio(stage, candidate)
            plan_testimonials(stage, candidate)
            plan_mentoring(stage, candidate)
            plan_project(stage, candidate)
            plan_assessment(stage, candidate)
            plan_notes(stage, candidate)
        for group in told.groups:
            plan_group(stage, group)
        plan_joining(stage, told.joining)
        plan_improvement(stage, told.improvement)
        for together in told.together:
            plan_together(stage, together)
        for event in told.events:
            plan_event(stage, event)
        for cost in told.costs:
            plan_cost(stage, cost)
        for message in told.messages:
            plan_message(stage, message)
        plan_threads(stage, told.threads)
        stage.play()


def _founded(operator: Session, told: School) -> UUID:
    made = found_school(
        operator, name=told.name, slug=told.slug, urn=told.urn, town=told.town, places=told.places
    )
    return made.id


def finish_past_mails(session: Session) -> None:
    """What was asked for along the way belongs to the past; only certificates are still to be drawn, and a
    message waits for its hour."""
    session.flush()
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.school_id == this_school(session).id,
            OutboxMessage.state == JobState.QUEUED.value,
            OutboxMessage.message.not_in((DrawCertificate.name, DrawAttendance.name)),
            or_(OutboxMessage.message != SendMessage.name, OutboxMessage.due_at <= clock.now()),
        )
        .values(state=JobState.DONE.value, finished_at=clock.now(), note=PAST)
    )
