"""Cohorts are planned and opened; places are offered, taken and approved."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from app.demonstration.stage import Stage
from app.demonstration.told import Candidate, Cohort, Waiting
from tenants.cohorts import queries
from tenants.cohorts.actions import places, plans, waiting
from tenants.cohorts.actions.again import archive
from tenants.cohorts.models import Cohort as CohortMade
from tenants.cohorts.rules import Part, PlaceState, window_name
from tenants.cohorts.timetable import IN_COHORT, timetable
from tenants.joining.actions import inviting as joining
from tenants.programmes.queries import Template, templates
from tenants.programmes.rules.design import HELD, StepKind
from tenants.schools.queries import planned_years

PANEL_AFTER = 30


def plan_cohort(stage: Stage, told: Cohort) -> None:
    stage.plan(told.planned, told.key, lambda: _plan(stage, told))
    stage.plan(told.planned - 1, told.key, lambda: _open(stage, told))
    if told.closed is not None:
        stage.plan(told.closed, told.key, lambda: _close(stage, told))
    if told.archived is not None:
        stage.plan(told.archived, told.key, lambda: _archive(stage, told))


def _plan(stage: Stage, told: Cohort) -> None:
    session, lead, days = stage.session, stage.acting(told.lead), stage.days
    starts_on, closes_on = days.day(told.starts), days.day(told.closes)
    year_starts = days.year_of(starts_on)
    year = next(one for one in planned_years(session) if one.span.starts_on == year_starts)
    name = f"{window_name(starts_on)} cohort"
    cohort = plans.plan_cohort(session, lead, name, year.id, _template(stage, told))
    session.flush()
    dates = {
        "name": name,
        "gateway": window_name(closes_on),
        "starts_on": starts_on,
        "window_opens_on": days.day(told.opens),
        "window_closes_on": closes_on,
        "places": told.places,
    }
    lead = stage.acting(told.lead)
    plans.change_dates(session, lead, cohort, cohort.version, dates)
    limits = cohort.limits
    asked = replace(limits, evidence=replace(limits.evidence, items=told.items))
    plans.change_rules(session, lead, cohort, cohort.version, asked)
    _hold_sessions(stage, told, cohort)
    plans.change_team(session, lead, cohort, _team(stage, told))
    stage.cohorts[told.key] = cohort.id


def _template(stage: Stage, told: Cohort) -> Template:
    return next(one for one in templates(stage.session) if one.national is not told.own)


def _hold_sessions(stage: Stage, told: Cohort, cohort: CohortMade) -> None:
    """What lies between launch and window evenly in between, the panel six weeks after it; all in one room."""
    dates = [one for one in timetable(stage.session, cohort.id) if one.kind not in IN_COHORT]
    between = sorted(
        (one for one in dates if one.kind != StepKind.PANEL), key=lambda one: one.day or date.max
    )
    for number, one in enumerate(between, 1):
        one.day = stage.days.day(told.starts - (told.starts - told.opens) * number // (len(between) + 1))
    for one in timetable(stage.session, cohort.id):
        one.note, one.place = None, told.room if StepKind(one.kind) in HELD else None
        if one.kind == StepKind.PANEL:
            one.day = stage.days.day(told.closes - PANEL_AFTER)
    stage.session.flush()


def _archive(stage: Stage, told: Cohort) -> None:
    archive(stage.session, stage.acting(told.lead), queries.cohort(stage.session, stage.cohorts[told.key]))


def plan_waiting(stage: Stage, told: Waiting) -> None:
    stage.plan(told.since, told.cohort, lambda: _queue(stage, told))
    if told.offered is not None:
        stage.plan(told.offered, told.cohort, lambda: _offer(stage, told))


def _queue(stage: Stage, told: Waiting) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.cohort])
    waiting.queue(
        stage.session, stage.acting(_leads(stage, told.cohort)), cohort, [stage.person(told.who).id]
    )


def _offer(stage: Stage, told: Waiting) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.cohort])
    offered = waiting.offer_next(stage.session, stage.acting(_leads(stage, told.cohort)), cohort)
    stage.candidates[told.who] = offered.id


def _team(stage: Stage, told: Cohort) -> dict[Part, list[UUID]]:
    parts = {Part.LEAD: (told.lead,), Part.MENTOR: told.mentors, Part.ASSESSOR: told.assessors}
    return {part: [stage.person(key).id for key in keys] for part, keys in parts.items()}


def _open(stage: Stage, told: Cohort) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.key])
    plans.open_cohort(stage.session, stage.acting(told.lead), cohort, stage.school.places)


def _close(stage: Stage, told: Cohort) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.key])
    plans.close_cohort(stage.session, stage.acting(told.lead), cohort)


def plan_place(stage: Stage, told: Candidate) -> None:
    if told.who not in {one.who for one in stage.school.waiting}:
        stage.plan(told.invited, told.cohort, lambda: _invite(stage, told))
    if told.accepted is not None:
        stage.plan(told.accepted, told.who, lambda: _accept(stage, told))
    if told.approved is not None:
        stage.plan(told.approved, "head", lambda: _approve(stage, told))
    if told.withdrawn is not None:
        stage.plan(told.withdrawn, told.cohort, lambda: _withdraw(stage, told))


def _lead(stage: Stage, told: Candidate) -> str:
    return _leads(stage, told.cohort)


def _leads(stage: Stage, key: str) -> str:
    return next(one.lead for one in stage.school.cohorts if one.key == key)


def _invite(stage: Stage, told: Candidate) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.cohort])
    (invited,) = joining.invite(
        stage.session, stage.acting(_lead(stage, told)), cohort, [stage.person(told.who).id]
    )
    stage.candidates[told.who] = invited.id


def _accept(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    places.accept(stage.session, stage.acting(told.who), candidate)


def _approve(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    if candidate.state != PlaceState.APPROVED:
        places.approve(stage.session, stage.acting(stage.school.head), candidate)
    if told.mentor:
        mentor = stage.person(told.mentor)
        places.assign_mentor(stage.session, stage.acting(_lead(stage, told)), candidate, mentor.id)


def _withdraw(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    places.withdraw(stage.session, stage.acting(_lead(stage, told)), candidate, told.grounds)
