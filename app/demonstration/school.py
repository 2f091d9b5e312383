"""A school is set up: dates, papers, standards, staff and roles."""

from datetime import date

from app.demonstration.days import begins, inset_days
from app.demonstration.stage import Stage
from app.demonstration.told import Earlier
from blueprints.school.progress import progress
from tenants.awards.rules import expires
from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.operators.actions.visits import open_visit
from tenants.schools import actions, papers
from tenants.schools.nations import usual_half_terms, usual_year
from tenants.schools.queries import planned_years, this_school
from tenants.schools.rules import HALVES, Closure, Paper, Term
from tenants.sign_in import staff_lists
from tenants.staff.actions import lists
from tenants.staff.actions.roles import grant_role
from tenants.staff.models import Standing, StandingSource
from tenants.staff.rules.lists import read_table
from tenants.staff.rules.tables import guess
from tenants.standards.actions import adopt
from tenants.standards.queries import newest_edition


def plan_set_up(stage: Stage) -> None:
    founded = stage.school.founded
    stage.plan(founded, "head", lambda: _check_particulars(stage))
    stage.plan(founded - 1, "head", lambda: _keep_years(stage))
    stage.plan(founded - 2, "head", lambda: _accept_papers(stage))
    stage.plan(founded - 3, "head", lambda: _bring_staff(stage))
    stage.plan(founded - 4, "head", lambda: _give_roles(stage))
    stage.plan(founded - 4, "head", lambda: _finish(stage))
    for one in stage.school.earlier:
        stage.plan(one.since, "operator", lambda one=one: _recognise(stage, one))  # type: ignore[misc]
    if stage.school.support:
        stage.plan(1, "head", lambda: _ask_for_support(stage))
    if stage.school.deputy:
        stage.plan(60, "head", lambda: _appoint_deputy(stage))


def _head(stage: Stage) -> Actor:
    return stage.acting(stage.school.head)


def _check_particulars(stage: Stage) -> None:
    told = stage.school
    actions.change_particulars(
        stage.session, _head(stage), name=told.name, urn=told.urn, town=told.town, version=1
    )


def _keep_years(stage: Stage) -> None:
    for year in begins(stage.days.today):
        actions.open_year(stage.session, _head(stage), usual_year(year))
        for term in Term:
            _keep_term(stage, date(year, 9, 1), term, year)
        _keep_inset_days(stage, year)


def _keep_term(stage: Stage, starts_on: date, term: Term, begins_in: int) -> None:
    known = next(one for one in planned_years(stage.session) if one.span.starts_on == starts_on)
    spans = usual_half_terms(begins_in)
    first, second = (spans[code] for code in HALVES[term])
    actions.set_term(stage.session, _head(stage), known.id, term, (first, second), known.year.version)
    stage.session.flush()


def _keep_inset_days(stage: Stage, begins_in: int) -> None:
    known = next(one for one in planned_years(stage.session) if one.span.starts_on.year == begins_in)
    for day in inset_days(begins_in):
        actions.close_day(stage.session, _head(stage), known.id, day, Closure.INSET, "Staff training")
        stage.session.flush()


def _accept_papers(stage: Stage) -> None:
    for paper in Paper:
        actions.accept_paper(stage.session, _head(stage), paper, papers.CURRENT[paper])
    adopt(stage.session, _head(stage), newest_edition(stage.session))


def _bring_staff(stage: Stage) -> None:
    head = _head(stage)
    table = read_table(stage.school.staff)
    kept = lists.keep_table(stage.session, head, table)
    lists.choose_columns(stage.session, head, kept, guess(table))
    lists.confirm(stage.session, head, kept, lists.planned(stage.session, head, kept).digest)
    staff_lists.bring_in(stage.session, kept, lambda done, total: None)
    stage.session.expire_all()


def _give_roles(stage: Stage) -> None:
    for key, names in stage.school.roles.items():
        for name in names:
            grant_role(stage.session, _head(stage), stage.person(key), Role(name))


def _recognise(stage: Stage, told: Earlier) -> None:
    """Recorded and confirmed in one: the operator has seen its proof."""
    since = clock.today()
    stage.session.add(
        Standing(
            staff_id=stage.person(told.who).id,
            source=StandingSource.EARLIER_AWARD.value,
            proof=told.proof,
            valid_from=since,
            valid_until=expires(since, 3),
            confirmed_at=clock.now(),
        )
    )


def _finish(stage: Stage) -> None:
    school = this_school(stage.session)
    actions.finish_set_up(stage.session, _head(stage), progress(stage.session, school).left)


def _appoint_deputy(stage: Stage) -> None:
    told = stage.school
    grant_role(
        stage.session,
        _head(stage),
        stage.person(told.deputy or ""),
        Role.DEPUTY,
        stage.days.day(told.deputy_until),
    )


def _ask_for_support(stage: Stage) -> None:
    open_visit(stage.session, _head(stage), "7d", stage.school.support or "")
