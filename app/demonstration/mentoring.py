"""Mentors and candidates meet, write about it, agree on what is to be done, and talk about drafts."""

from functools import partial
from uuid import UUID

from sqlalchemy import select

from app.demonstration.between import Agreed, Commented, Met
from app.demonstration.stage import Stage
from app.demonstration.told import Candidate
from tenants.base.isolation import here
from tenants.cohorts import queries as cohorts
from tenants.mentoring.actions import agreed, comments, log, pairing
from tenants.mentoring.queries.comments import commented, self_audit
from tenants.mentoring.queries.log import action
from tenants.mentoring.queries.pairs import pair
from tenants.mentoring.rules.log import NoteKind
from tenants.portfolios.models import Evidence, SelfAudit

Made = list[UUID]
"""What a first step made, for the steps after it."""


def plan_mentoring(stage: Stage, told: Candidate) -> None:
    if told.changed is not None:
        stage.plan(told.changed, told.cohort, partial(_change_mentor, stage, told))
    for met in told.meetings:
        stage.plan(met.ago, met.by, partial(_meet, stage, told.who, met))
    for one in told.agreed:
        _plan_agreed(stage, told.who, one)
    for said in told.comments:
        _plan_comment(stage, told.who, said)


def _change_mentor(stage: Stage, told: Candidate) -> None:
    lead = next(one.lead for one in stage.school.cohorts if one.key == told.cohort)
    candidate = cohorts.candidate(stage.session, stage.candidates[told.who])
    mentor = stage.person(told.mentor_now or "")
    pairing.name_mentor(stage.session, stage.acting(lead), candidate, mentor.id)


def _meet(stage: Stage, who: str, told: Met) -> None:
    session, of = stage.session, stage.candidates[who]
    day = stage.days.day(told.ago)
    made = log.note_meeting(session, stage.acting(told.by), pair(session, of), day, told.minutes)
    for note in told.notes:
        kind = NoteKind.PRIVATE if note.private else NoteKind.SHARED
        log.save_note(session, stage.acting(note.by), made, kind, note.text.strip(), 0, finished=True)


def _plan_agreed(stage: Stage, who: str, told: Agreed) -> None:
    made: Made = []
    stage.plan(told.ago, f"{told.by} agrees", partial(_agree, stage, who, told, made))
    if told.moved is not None:
        stage.plan(told.moved, f"{told.does} moves", partial(_move, stage, told, made))
    if told.done is not None:
        stage.plan(told.done, f"{told.does} has done", partial(_finish, stage, told, made))


def _agree(stage: Stage, who: str, told: Agreed, made: Made) -> None:
    session, of = stage.session, stage.candidates[who]
    does, due_on = stage.person(told.does).id, stage.days.day(told.due)
    one = agreed.agree(session, stage.acting(told.by), pair(session, of), told.words, does, due_on)
    made.append(one.id)


def _move(stage: Stage, told: Agreed, made: Made) -> None:
    one = action(stage.session, made[0])
    due_on = stage.days.day(told.moved_to)
    actor = stage.acting(told.does)
    agreed.change_action(stage.session, actor, one, one.version, one.words, one.staff_id, due_on)


def _finish(stage: Stage, told: Agreed, made: Made) -> None:
    agreed.say_done(stage.session, stage.acting(told.does), action(stage.session, made[0]))


def _plan_comment(stage: Stage, who: str, told: Commented) -> None:
    made: Made = []
    stage.plan(told.ago, f"{told.by} reads", partial(_comment, stage, who, told, made))
    for said in told.answers:
        stage.plan(said.ago, f"{said.by} answers", partial(_answer, stage, said.by, said.text, made))
    if told.settled is not None:
        stage.plan(told.settled, f"{who} settles", partial(_settle, stage, who, made))


def _comment(stage: Stage, who: str, told: Commented, made: Made) -> None:
    about = _draft(stage, stage.candidates[who], told.on)
    one = comments.comment(stage.session, stage.acting(told.by), about, told.text.strip(), told.standard)
    made.append(one.id)


def _draft(stage: Stage, of: UUID, title: str | None) -> Evidence | SelfAudit:
    if title is None:
        return self_audit(stage.session, of)
    return stage.session.scalars(
        select(Evidence).where(
            here(stage.session, Evidence), Evidence.candidate_id == of, Evidence.title == title
        )
    ).one()


def _answer(stage: Stage, by: str, text: str, made: Made) -> None:
    one = commented(stage.session, made[0])
    comments.answer(stage.session, stage.acting(by), one, text.strip())


def _settle(stage: Stage, who: str, made: Made) -> None:
    comments.settle(stage.session, stage.acting(who), commented(stage.session, made[0]))
