"""Messages to a cohort: they go at their hour, and each is told if it is still for them."""

from sqlalchemy.orm import Session

from tenants.assessment.queries.concerns import nudges_of
from tenants.assessment.queries.progress import progress_of
from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.messages.actions import sending
from tenants.messages.jobs import SendMessage, TellRecipient
from tenants.messages.queries import messages as queries
from tenants.messages.queries.messages import Addressed
from tenants.messages.rules.nudges import Behind
from tenants.messages.rules.reading import BUTTON
from worker.shapes import InSchool, Run
from worker.telling import Tells, Word


def _send(session: Session, actor: Actor, message: SendMessage, run: Run) -> None:
    try:
        sending.spread(session, queries.message(session, message.message_id), message.version)
    except NotFound:
        """It was stopped, and the draft thrown away."""


def _tell(session: Session, actor: Actor, message: TellRecipient) -> Word | None:
    to = queries.addressed(session, message.recipient_id)
    if to.message.sent_by is None or not sending.settle(session, to, behind=_behind(session, to)):
        return None
    writing = queries.writing_of(session, to.message, to.message.sent_by)
    read = writing.read_by(to)
    facts = {"subject": read.subject, "lines": read.lines, "button": BUTTON, "about": read.about}
    path = f"/messages/received/{to.recipient.id}"
    return Word(to.person, "cohort_message", path, facts, reply_to=writing.sender.email)


def _behind(session: Session, to: Addressed) -> frozenset[Behind]:
    """As it stands now: nobody is nudged for what they have done since."""
    if not to.message.nudges or to.candidate is None:
        return frozenset()
    found = progress_of(session, candidate_ids=[to.candidate.id])
    return frozenset(one.behind for each in found for one in nudges_of(each) if one.behind)


send = InSchool(_send)
tell = Tells(_tell)
