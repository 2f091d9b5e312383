"""Colleagues ask to take part; candidates are given time and note what they use."""

from functools import partial

from app.demonstration.stage import Stage
from app.demonstration.told_joining import Asking, Given, Joining, Time, Used
from tenants.cohorts import queries as cohorts
from tenants.joining.actions import requests, time
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import open_of
from tenants.joining.rules.requests import RequestState
from tenants.joining.rules.time import Purpose
from tenants.staff import actors


def plan_joining(stage: Stage, told: Joining) -> None:
    for one in told.requests:
        stage.plan(one.ago, one.who, partial(_ask, stage, one))
        if one.supported is not None:
            stage.plan(one.supported, f"{one.who} is read about", partial(_support, stage, one))
        if one.decided is not None:
            stage.plan(one.decided, f"{one.who} is decided about", partial(_decide, stage, one))
    for time_told in told.time:
        _plan_time(stage, time_told)


def _ask(stage: Stage, told: Asking) -> None:
    cohort_id = stage.cohorts[told.cohort] if told.cohort else None
    requests.ask_to_join(stage.session, stage.acting(told.who), told.reason.strip(), cohort_id)


def _standing(stage: Stage, told: Asking) -> JoiningRequest:
    return open_of(stage.session, [stage.person(told.who).id])[0]


def _support(stage: Stage, told: Asking) -> None:
    one = _standing(stage, told)
    assert one.manager_id is not None  # noqa: S101 - who has none is not told to be answered by one
    manager = actors.actor(stage.session, one.manager_id)
    requests.support(
        stage.session, manager, one, one.version, told.support.strip(), supports=not told.not_supported
    )


def _decide(stage: Stage, told: Asking) -> None:
    one, head = _standing(stage, told), told.by or stage.school.head
    cohort_id = stage.cohorts[told.approved_for] if told.approved_for else None
    to = RequestState(told.decision)
    requests.decide(stage.session, stage.acting(head), one, one.version, to, told.word, cohort_id)


def _plan_time(stage: Stage, told: Time) -> None:
    for given in told.given:
        stage.plan(given.ago, f"{told.who} is given time", partial(_give, stage, told.who, given))
    for used in told.used:
        stage.plan(used.ago, f"{told.who} notes time", partial(_use, stage, told.who, used))


def _give(stage: Stage, who: str, told: Given) -> None:
    candidate = cohorts.candidate(stage.session, stage.candidates[who])
    lead = next(one.lead for one in stage.school.cohorts if stage.cohorts[one.key] == candidate.cohort_id)
    giver, day = stage.acting(told.by or lead), stage.days.day(told.ago)
    time.grant_time(stage.session, giver, candidate, told.hours, day, told.how)


def _use(stage: Stage, who: str, told: Used) -> None:
    candidate = cohorts.candidate(stage.session, stage.candidates[who])
    day, purpose = stage.days.day(told.ago), Purpose(told.purpose)
    time.note_time(stage.session, stage.acting(who), candidate, day, told.minutes, purpose, told.note)
