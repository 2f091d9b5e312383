"""Cohorts are planned and opened; places are offered, taken and approved."""

from uuid import UUID

from app.demonstration.stage import Stage
from app.demonstration.told import Candidate, Cohort
from tenants.cohorts import queries
from tenants.cohorts.actions import places, plans
from tenants.cohorts.rules import Part, window_name
from tenants.schools.queries import planned_years


def plan_cohort(stage: Stage, told: Cohort) -> None:
    stage.plan(told.planned, told.key, lambda: _plan(stage, told))
    stage.plan(told.planned - 1, told.key, lambda: _open(stage, told))
    if told.closed is not None:
        stage.plan(told.closed, told.key, lambda: _close(stage, told))


def _plan(stage: Stage, told: Cohort) -> None:
    session, lead, days = stage.session, stage.acting(told.lead), stage.days
    starts_on, closes_on = days.day(told.starts), days.day(told.closes)
    year_starts = days.year_of(starts_on)
    year = next(one for one in planned_years(session) if one.span.starts_on == year_starts)
    name = f"{window_name(starts_on)} cohort"
    cohort = plans.plan_cohort(session, lead, name, year.id, "year")
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
    plans.change_evidence_rules(session, lead, cohort, cohort.version, told.items, 1)
    plans.change_team(session, lead, cohort, _team(stage, told))
    stage.cohorts[told.key] = cohort.id


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
    stage.plan(told.invited, told.cohort, lambda: _invite(stage, told))
    if told.accepted is not None:
        stage.plan(told.accepted, told.who, lambda: _accept(stage, told))
    if told.approved is not None:
        stage.plan(told.approved, "head", lambda: _approve(stage, told))
    if told.withdrawn is not None:
        stage.plan(told.withdrawn, told.cohort, lambda: _withdraw(stage, told))


def _lead(stage: Stage, told: Candidate) -> str:
    return next(one.lead for one in stage.school.cohorts if one.key == told.cohort)


def _invite(stage: Stage, told: Candidate) -> None:
    cohort = queries.cohort(stage.session, stage.cohorts[told.cohort])
    (invited,) = places.invite(
        stage.session, stage.acting(_lead(stage, told)), cohort, [stage.person(told.who).id]
    )
    stage.candidates[told.who] = invited.id


def _accept(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    places.accept(stage.session, stage.acting(told.who), candidate)


def _approve(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    places.approve(stage.session, stage.acting(stage.school.head), candidate)
    if told.mentor:
        mentor = stage.person(told.mentor)
        places.assign_mentor(stage.session, stage.acting(_lead(stage, told)), candidate, mentor.id)


def _withdraw(stage: Stage, told: Candidate) -> None:
    candidate = queries.candidate(stage.session, stage.candidates[told.who])
    places.withdraw(stage.session, stage.acting(_lead(stage, told)), candidate, told.grounds)
