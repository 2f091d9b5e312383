from typing import Any

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.outbox import ask
from tenants.cohorts.models import Candidate, Cohort
from tenants.messages.jobs import TellRecipient
from tenants.messages.models import CohortMessage, MessageRecipient
from tenants.messages.rules.messages import Kind, Part, State
from tenants.messages.rules.nudges import Behind
from tenants.notices.actions import tell
from tenants.notices.rules import Kind as NoticeKind
from tenants.staff.models import Staff

SUBJECT, BODY = "Thursday in the library", "Hello {name},\n\nwe meet on Thursday."


def make_message(
    session: Session, cohort: Cohort, by: Staff, kind: Kind = Kind.MESSAGE, **more: Any
) -> CohortMessage:
    common = {"subject": SUBJECT, "body": BODY} if kind is Kind.MESSAGE else {}
    made = CohortMessage(
        cohort_id=cohort.id,
        kind=kind.value,
        begun_by=by.id,
        begun_at=clock.now(),
        **{**common, **more},
    )
    session.add(made)
    session.flush()
    return made


def make_recipient(
    session: Session, message: CohortMessage, candidate: Candidate, **more: Any
) -> MessageRecipient:
    own = (
        {"behind": Behind.QUIET.value, "subject": "How is it going?", "body": "Hello."}
        if message.nudges
        else {}
    )
    made = MessageRecipient(
        message_id=message.id,
        staff_id=candidate.staff_id,
        candidate_id=candidate.id,
        part=Part.CANDIDATE.value,
        **{**own, **more},
    )
    session.add(made)
    session.flush()
    return made


def make_sent(
    session: Session, cohort: Cohort, by: Staff, candidate: Candidate, kind: Kind = Kind.MESSAGE, **more: Any
) -> MessageRecipient:
    """A message that one person has got, and not read yet."""
    now = clock.now()
    message = make_message(
        session,
        cohort,
        by,
        kind,
        **{
            "state": State.SENT.value,
            "sent_by": by.id,
            "pressed_at": now,
            "goes_at": now,
            "sent_at": now,
            **more,
        },
    )
    made = make_recipient(session, message, candidate, told_at=now)
    made.subject, made.body = made.subject or SUBJECT, made.body or BODY
    made.job_id = ask(session, TellRecipient(made.id), unique_key=str(made.id))
    tell(session, made.job_id, made.staff_id, NoticeKind.NEWS, made.subject, f"/messages/received/{made.id}")
    return made
