"""The page of a group for its members; and who carries its work, for whoever runs the cohort as well."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.groups.blueprint import blueprint
from blueprints.groups.next_steps import Standing as Stands
from blueprints.groups.next_steps import steps
from blueprints.shared.access import needs
from blueprints.shared.charts import Series, stacked_bars
from blueprints.shared.current import current
from tenants.audit.deeds import ACTIONS
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.groups.models import Group
from tenants.groups.queries.focus import works_for
from tenants.groups.queries.groups import Seat, group, seats
from tenants.groups.rules.charter import written
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.group_doings import Tally, group_work, tallies_of
from tenants.portfolios.queries.joint import open_joint, waits_for
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.contributions import Standing as Said
from tenants.portfolios.rules.risks import Carried, Standing, risks
from tenants.standards.queries import framework

AMBER, GREEN, RED = 1, 2, 3
"""As the tags, by their places in the palette of drawings."""
STANDS = {
    Said.CONFIRMED: ("Confirmed", "green"),
    Said.SAID: ("Nobody’s word yet", "amber"),
    Said.QUESTIONED: ("Questioned", "red"),
}


@blueprint.get("/groups/<uuid:group_id>")
@needs(Permission.GROUP_WORK, group)
def show(one: Group) -> ResponseReturnValue:
    standing = seats(current.session, one.id)
    mine = next(each for each in standing if each.person.id == current.actor.staff_id)
    own = portfolio(current.session, mine.candidate_id)
    work = group_work(current.session, one.id, mine.candidate_id)
    joint = open_joint(current.session, one.id)
    signs = joint is not None and waits_for(current.session, joint, own)
    limits, writes, speaks = own.cohort.limits.groups, own.closed is None, own.silent is None
    stands = Stands(one, mine, standing, work, limits, writes, speaks, signs)
    return render_template(
        "groups/show.html",
        group=one,
        mine=mine,
        seats=standing,
        names={each.candidate_id: each.name for each in standing},
        steps=steps(stands),
        work=work,
        own=own,
        joint=joint,
        writes=writes,
        speaks=speaks,
        may_read_project=work.project and allowed(current.actor, Permission.PROJECT_READ, work.project),
        threads=works_for(current.session, current.actor, one, clock.today()),
        written=written(one.who_does_what, one.how_we_decide),
        convenes=allowed(current.actor, Permission.GROUP_CONVENE, one),
        stands=STANDS,
        deeds=ACTIONS,
    )


@blueprint.get("/groups/<uuid:group_id>/balance")
@needs(Permission.GROUP_READ, group)
def overview(one: Group) -> ResponseReturnValue:
    """Numbers and levels, and no word of the evidence."""
    standing = seats(current.session, one.id)
    members = [each for each in standing if each.works]
    cohort = cohorts.cohort(current.session, one.cohort_id)
    whole = framework(current.session, cohort.edition_id)
    counted, pieces = tallies_of(current.session, one.id)
    covered = coverage(current.session, [each.candidate_id for each in members])
    carried = [_carried(each, counted.get(each.candidate_id, Tally())) for each in members]
    levels = [(each.name, covered[each.candidate_id].levels) for each in members]
    facts = Standing(
        carried=carried,
        asked={each.name: clock.school_date(each.member.asked_at) for each in standing if each.asked},
        standards=[each.number for each in whole.standards],
        claimed={number for _, told in levels for number, level in told.items() if level},
        charter_written=written(one.who_does_what, one.how_we_decide),
        pieces=pieces,
    )
    return render_template(
        "groups/overview.html",
        group=one,
        cohort=cohort,
        seats=standing,
        carried=carried,
        drawing=_balance(carried),
        levels=levels,
        framework=whole,
        risks=risks(facts, clock.today()),
        pieces=pieces,
        saves={each.candidate_id: counted[each.candidate_id].saved for each in members},
        works=allowed(current.actor, Permission.GROUP_WORK, one),
        convenes=allowed(current.actor, Permission.GROUP_CONVENE, one),
        runs=allowed(current.actor, Permission.GROUP_FORM, cohort),
    )


def _carried(one: Seat, told: Tally) -> Carried:
    since: date | None = clock.school_date(told.waits_since) if told.waits_since else None
    return Carried(
        name=one.name,
        confirmed=told.standings[Said.CONFIRMED],
        said=told.standings[Said.SAID],
        questioned=told.standings[Said.QUESTIONED],
        saved=told.saved,
        waits_since=since,
        agrees=one.agrees,
    )


def _balance(carried: list[Carried]) -> str:
    return stacked_bars(
        "Who carries the work",
        [one.name for one in carried],
        [
            Series("Confirmed contributions", [one.confirmed for one in carried], GREEN),
            Series("Nobody’s word yet", [one.said for one in carried], AMBER),
            Series("Questioned", [one.questioned for one in carried], RED),
        ],
    )
