"""Whoever leads a cohort writes to it: sent and seen by some, waiting for its hour, a draft, a nudge."""

from functools import partial

from sqlalchemy import select

from app.demonstration.stage import Stage
from app.demonstration.told_messages import Written
from tenants.base.isolation import here
from tenants.cohorts import queries as cohorts
from tenants.cohorts.texts import offered_texts
from tenants.messages.actions import nudging, sending, writing
from tenants.messages.models import CohortMessage
from tenants.messages.queries import messages as queries
from tenants.messages.rules.messages import Audience, goes_at
from tenants.messages.rules.nudges import Behind
from tenants.notices import actions as notices
from tenants.notices.models import Notice
from tenants.notices.rules import Kind
from tenants.schools.queries import this_school

HOUR = 8


def plan_message(stage: Stage, told: Written) -> None:
    made: list[CohortMessage] = []
    stage.plan(told.ago, f"{told.by} writes {told.subject}", partial(_write, stage, told, made))
    for who in told.seen:
        stage.plan(told.ago - 1, f"{who} opens {told.subject}", partial(_open, stage, who, made))


def _write(stage: Stage, told: Written, made: list[CohortMessage]) -> None:
    session, lead = stage.session, stage.acting(told.by)
    message = _nudge(stage, told) if told.nudge else _message(stage, told)
    made.append(message)
    if told.draft:
        return
    at = None if told.goes is None else goes_at(stage.days.day(told.goes), HOUR)
    sending.press(session, lead, message, message.version, at)
    if told.goes is None:
        sending.spread(session, message, message.version)
        session.flush()
        _tell(stage, message)


def _message(stage: Stage, told: Written) -> CohortMessage:
    session, lead = stage.session, stage.acting(told.by)
    cohort = cohorts.cohort(session, stage.cohorts[told.cohort])
    text = next((one for one in offered_texts(session, cohort) if one.key == told.text), None)
    chosen = [stage.candidates[who] for who in told.to]
    message = writing.start(session, lead, cohort, Audience.EVERYBODY, chosen, text)
    said = {"subject": told.subject, "body": told.body} if text is None else {}
    writing.write(session, lead, message, message.version, {**said, "to_mentors": told.mentors})
    return message


def _nudge(stage: Stage, told: Written) -> CohortMessage:
    session, cohort = stage.session, cohorts.cohort(stage.session, stage.cohorts[told.cohort])
    known = {stage.candidates[who]: told.nudge for who in told.to if told.nudge}
    school = this_school(session).name
    return nudging.start_nudges(session, stage.acting(told.by), cohort, list(known), known, school).message


def _tell(stage: Stage, message: CohortMessage) -> None:
    """As the jobs would: the demonstration's past sends no email."""
    session = stage.session
    for to in queries.everybody(session, message.id):
        one = to.recipient
        if one.job_id and sending.settle(session, to, behind=frozenset(Behind)):
            notices.tell(
                session, one.job_id, one.staff_id, Kind.NEWS, one.subject, f"/messages/received/{one.id}"
            )


def _open(stage: Stage, who: str, made: list[CohortMessage]) -> None:
    session, reader = stage.session, stage.acting(who)
    for to in queries.everybody(session, made[0].id):
        if to.person.id == reader.staff_id and to.recipient.job_id:
            told = select(Notice).where(here(session, Notice), Notice.job_id == to.recipient.job_id)
            notices.read(session, reader, session.scalars(told).one())
