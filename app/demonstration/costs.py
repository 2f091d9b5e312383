"""The office writes down what the programme costs."""

from functools import partial

from sqlalchemy import select

from app.demonstration.stage import Stage
from app.demonstration.told_costs import Costing
from tenants.base import clock
from tenants.base.isolation import here
from tenants.coverage.actions.costs import enter_cost
from tenants.schools.models import AcademicYear


def plan_cost(stage: Stage, told: Costing) -> None:
    stage.plan(told.ago, f"{told.by} costs {told.what}", partial(_enter, stage, told))


def _enter(stage: Stage, told: Costing) -> None:
    session, actor = stage.session, stage.acting(told.by)
    if told.cohort:
        enter_cost(session, actor, told.what, told.pence, cohort_id=stage.cohorts[told.cohort])
        return
    year = session.scalars(
        select(AcademicYear)
        .where(here(session, AcademicYear), AcademicYear.starts_on <= clock.today())
        .order_by(AcademicYear.starts_on.desc())
    ).first()
    if year is not None:
        enter_cost(session, actor, told.what, told.pence, year_id=year.id)
