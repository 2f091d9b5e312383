"""What is told about the plan of a project. Nothing of its content is in a letter."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission, allowed
from tenants.projects.jobs import AskAgreement, TellPlanAgreed, TellSentBack
from tenants.projects.queries.agreement import authors, waiting_for
from tenants.projects.queries.telling import Whole, whole
from tenants.projects.rules.states import PlanState
from tenants.staff import actors
from worker.telling import Tells, Word


def _asked(session: Session, actor: Actor, message: AskAgreement) -> Word | None:
    found = whole(session, message.project_id)
    if found.project.round != message.round or not _has_a_say(session, message.staff_id, found):
        return None
    return _about(session, found, "plan_to_agree", "/plan", to=message.staff_id)


def _has_a_say(session: Session, staff_id: UUID, found: Whole) -> bool:
    """Still, and nobody said it for them meanwhile."""
    try:
        reader = actors.actor(session, staff_id)
    except NotFound:
        return False
    waits = any(one.project.id == found.id for one in waiting_for(session, reader))
    return waits and allowed(reader, Permission.PROJECT_AGREE, found)


def _agreed(session: Session, actor: Actor, message: TellPlanAgreed) -> Word | None:
    return _if_still(session, message, PlanState.AGREED, "plan_agreed")


def _sent_back(session: Session, actor: Actor, message: TellSentBack) -> Word | None:
    return _if_still(session, message, PlanState.SENT_BACK, "plan_sent_back")


def _if_still(
    session: Session, message: TellPlanAgreed | TellSentBack, state: PlanState, template: str
) -> Word | None:
    """Not when the plan was changed since, the project can't be worked on any more, or they work on it no more."""
    found = whole(session, message.project_id)
    still = found.project.round == message.round and found.plan is state and found.place.closed is None
    if not still or message.reader_id not in authors(session, found):
        return None
    return _about(session, found, template, to=message.reader_id)


def _about(session: Session, found: Whole, template: str, page: str = "", *, to: UUID) -> Word | None:
    """None for a reader who has left since; and of one's own project once its author has."""
    reader = actors.working(session, to)
    if reader is None or not (found.group or actors.working(session, found.place.person.id)):
        return None
    facts = {"candidate": found.author, "cohort": found.place.cohort.name}
    return Word(reader, template, f"/projects/{found.id}{page}", facts)


ask_agreement = Tells(_asked)
tell_agreed = Tells(_agreed)
tell_sent_back = Tells(_sent_back)
