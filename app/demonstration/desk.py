"""Registers are taken, notes kept, and several people moved at once."""

from functools import partial
from uuid import UUID

from app.demonstration.stage import Stage
from app.demonstration.told import Candidate, Cohort
from app.demonstration.told_desk import Noted, Together
from tenants.base import clock
from tenants.cohorts import queries
from tenants.cohorts.actions.notes import write_note
from tenants.cohorts.actions.register import take_register
from tenants.cohorts.register import Sheet, registers, sheet
from tenants.cohorts.rules import Presence
from tenants.desk.actions.moves import move_all
from tenants.desk.moves import Details, Move, asked_move

EVERY = 5
NOT_YET = 8
"""The register of the last week waits for somebody."""


def plan_registers(stage: Stage, told: Cohort) -> None:
    """At the end of each week, those of its sessions; until the cohort is closed."""
    for ago in range(told.starts - 1, told.closed or NOT_YET, -EVERY):
        stage.plan(ago, f"{told.lead} {told.key}", partial(_take, stage, told))


def _take(stage: Stage, told: Cohort) -> None:
    session = stage.session
    of_all = registers(session, stage.cohorts[told.key])
    for number, one in enumerate(of_all, 1):
        if one.register is None and one.date.day is not None and one.date.day <= clock.today():
            asked = sheet(session, one.date.id)
            take_register(session, stage.acting(told.lead), asked, 0, _marks(stage, told, asked, number))


def _marks(stage: Stage, told: Cohort, asked: Sheet, number: int) -> dict[UUID, Presence]:
    away = {
        stage.candidates[one.who]: Presence(dict(one.sessions)[number])
        for one in stage.school.candidates
        if one.cohort == told.key and number in dict(one.sessions) and one.who in stage.candidates
    }
    return {one.candidate.id: away.get(one.candidate.id, Presence.PRESENT) for one in asked.expected}


def plan_notes(stage: Stage, told: Candidate) -> None:
    for one in told.notes:
        stage.plan(one.ago, f"{one.by} notes", partial(_note, stage, told.who, one))


def _note(stage: Stage, who: str, told: Noted) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[who])
    write_note(stage.session, stage.acting(told.by), candidate, told.text.strip())


def plan_together(stage: Stage, told: Together) -> None:
    stage.plan(told.ago, f"{told.by} moves several", partial(_move, stage, told))


def _move(stage: Stage, told: Together) -> None:
    asked = asked_move(stage.session, stage.cohorts[told.cohort], Move.TIME)
    details = Details(day=stage.days.day(told.until), grounds=told.grounds)
    chosen = {stage.candidates[one] for one in told.who}
    move_all(stage.session, stage.acting(told.by), asked, chosen, details)
