"""The plan is shown and agreed: asked for, answered, taken back. Nobody agrees to their own."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.projects.actions.opening import open_project
from tenants.projects.actions.writing import keep
from tenants.projects.jobs import AskAgreement, TellPlanAgreed, TellSentBack
from tenants.projects.models import PlanAnswer, Project
from tenants.projects.queries.agreement import answers, authors, latest, partners
from tenants.projects.queries.telling import Whole, whole
from tenants.projects.rules.agreement import NOBODY, may_move, settled
from tenants.projects.rules.states import Decision, Party, PlanState
from tenants.projects.rules.way import PARTS, plan_lacks

NOT_ASKED = "This plan is not waiting for an answer any more."
NO_COMMENT = "Say what should change, so that it can be mended"


def ask_for_agreement(session: Session, actor: Actor, found: Whole) -> None:
    """Shows the plan to the mentor and to the cohort's programme leads, as it stands, and asks each of them."""
    project = found.project
    open_project(session, actor, project)
    _refuse_move(project, PlanState.ASKED, "Your plan is being read or agreed already.")
    for part in plan_lacks(whole(session, project.id).told):
        raise Refused(f"Your plan is not whole yet. Look at ‘{PARTS[part]}’.")
    asked = partners(session, project, found.place.person.id)
    if not asked.parties:
        raise Refused(NOBODY)
    keep(session, actor, project, pressed=True)
    project.round += 1
    project.plan_shared_at = clock.now()
    move(session, actor, project, PlanState.ASKED)
    record(session, actor, "project:ask", project)
    for person in asked.everybody:
        ask(session, AskAgreement(project.id, person.id, project.round))


def take_back(session: Session, actor: Actor, project: Project) -> None:
    """Nobody reads the plan any more, until they are asked again."""
    open_project(session, actor, project)
    _refuse_move(project, PlanState.WRITING, NOT_ASKED)
    project.plan_shared_at = None
    move(session, actor, project, PlanState.WRITING)
    record(session, actor, "project:take_back", project)


def answer(session: Session, actor: Actor, found: Whole, decision: Decision, comment: str) -> None:
    """Who is mentor and programme lead at once speaks for both."""
    permit(actor, Permission.PROJECT_AGREE, found)
    project = found.project
    lock(session, project)
    if project.state != PlanState.ASKED:
        raise Refused(NOT_ASKED)
    if decision is Decision.SENT_BACK and not comment:
        raise Invalid({"comment": NO_COMMENT})
    session.add_all(
        PlanAnswer(
            project_id=project.id,
            round=project.round,
            party=party.value,
            staff_id=actor.person_id,
            decision=decision.value,
            comment=comment,
            at=clock.now(),
        )
        for party in _speaks_for(actor, found)
    )
    session.flush()
    deed = "project:agree" if decision is Decision.AGREED else "project:send_back"
    record(session, actor, deed, project)
    _settle(session, actor, found)


def _settle(session: Session, actor: Actor, found: Whole) -> None:
    project = found.project
    said = {
        party: word.decision for party, word in latest(answers(session, project.id), project.round).items()
    }
    to = settled(partners(session, project, found.place.person.id).parties, said)
    if to is PlanState.ASKED:
        return
    move(session, actor, project, to)
    if to is PlanState.AGREED:
        project.agreed_at = clock.now()
    tells = TellPlanAgreed if to is PlanState.AGREED else TellSentBack
    for reader_id in authors(session, found):
        ask(session, tells(project.id, project.round, reader_id))


def _speaks_for(actor: Actor, found: Whole) -> Iterator[Party]:
    if (Appointment.MENTOR, found.candidate_id) in actor.appointed:
        yield Party.MENTOR
    if (Appointment.LEAD, found.cohort_id) in actor.appointed:
        yield Party.LEAD


def _refuse_move(project: Project, to: PlanState, reason: str) -> None:
    if not may_move(PlanState(project.state), to):
        raise Refused(reason)
