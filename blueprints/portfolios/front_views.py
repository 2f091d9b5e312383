"""The front pages: the candidate's own, and the mentor's view of what was shared."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.next_steps import next_step_for
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.maps import map_rows
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission
from tenants.changeovers.queries import has_aside
from tenants.cohorts.focus import focus_on
from tenants.cohorts.leading import mentors_of
from tenants.groups.queries.groups import belongings
from tenants.portfolios.queries.audits import audit_of
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.pool import pooled_items
from tenants.portfolios.queries.portfolios import Portfolio, portfolio, portfolios
from tenants.portfolios.queries.submissions import submissions_of
from tenants.portfolios.queries.tallies import Tally, tallies
from tenants.portfolios.rules.way import Facts, stages
from tenants.projects.queries.projects import shown_to_mentor
from tenants.staff.queries import staff_member
from tenants.standards.queries import framework


@blueprint.get("/portfolio")
@needs(Permission.HOME_READ)
def mine() -> ResponseReturnValue:
    own = portfolios(current.session, current.actor.subjects(Appointment.CANDIDATE))
    if len(own) == 1:
        return redirect(url_for("portfolios.show", candidate_id=own[0].candidate_id))
    return render_template("portfolios/mine.html", portfolios=own)


@blueprint.get("/portfolios/<uuid:candidate_id>")
@needs(Permission.PORTFOLIO_READ, portfolio)
def show(portfolio: Portfolio) -> ResponseReturnValue:
    whole = framework(current.session, portfolio.cohort.edition_id)
    tally = tallies(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    facts = facts_of(portfolio, tally, len(whole.standards))
    recent = items(current.session, portfolio.candidate_id)
    covered = coverage(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    return render_template(
        "portfolios/show.html",
        portfolio=portfolio,
        framework=whole,
        covered=covered,
        rows=map_rows(whole.standards, covered.levels, covered.pieces),
        standing=covered.standing(whole.rule),
        tally=tally,
        stages=stages(facts),
        step=next_step_for(portfolio, facts, recent),
        handed_in=next(iter(submissions_of(current.session, portfolio.candidate_id)), None),
        recent=recent[:5],
        total=len(recent),
        mentor=mentors_of(current.session, [portfolio.candidate_id]).get(portfolio.candidate_id),
        focus=focus_on(current.session, current.actor, portfolio.cohort_id, clock.today()),
        groups=belongings(current.session, [portfolio.candidate_id]).get(portfolio.candidate_id, []),
        has_aside=has_aside(current.session, portfolio.candidate_id),
    )


@blueprint.get("/portfolios/<uuid:candidate_id>/shared")
@needs(Permission.SHARED_READ, portfolio)
def shared(portfolio: Portfolio) -> ResponseReturnValue:
    whole = framework(current.session, portfolio.cohort.edition_id)
    tally = tallies(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    return render_template(
        "portfolios/shared.html",
        portfolio=portfolio,
        tally=tally,
        stages=stages(facts_of(portfolio, tally, len(whole.standards))),
        framework=whole,
        audit=audit_of(current.session, portfolio, only_shared=True),
        items=items(current.session, portfolio.candidate_id, only_shared=True),
        pooled=pooled_items(current.session, portfolio.candidate_id, only_shared=True),
        person=staff_member(current.session, portfolio.staff_id),
        project=shown_to_mentor(current.session, portfolio.candidate_id),
    )


def facts_of(portfolio: Portfolio, tally: Tally, standards: int) -> Facts:
    return Facts(
        approved=portfolio.approved,
        standards=standards,
        audited=tally.audited,
        items=tally.items,
        drafts=tally.drafts,
        unclaimed=tally.unclaimed,
        submission=portfolio.submission,
        again=portfolio.resubmit_by is not None,
    )
