"""The evidence map of one's own portfolio, and one standard of it."""

from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.maps import map_rows
from blueprints.submissions.blueprint import blueprint
from tenants.base.permissions import Permission
from tenants.portfolios.queries.coverage import Drilled, coverage, drilled
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.standards.queries import framework


@blueprint.get("/portfolios/<uuid:candidate_id>/map")
@needs(Permission.PORTFOLIO_READ, portfolio)
def evidence_map(portfolio: Portfolio) -> ResponseReturnValue:
    known = framework(current.session, portfolio.cohort.edition_id)
    covered = coverage(current.session, [portfolio.candidate_id])[portfolio.candidate_id]
    leads = partial(_standard_page, portfolio)
    return render_template(
        "portfolios/map.html",
        portfolio=portfolio,
        framework=known,
        coverage=covered,
        standing=covered.standing(known.rule),
        rows=map_rows(known.standards, covered.levels, covered.pieces, leads),
    )


@blueprint.get("/portfolios/<uuid:candidate_id>/map/<int(max=99):number>")
@needs(Permission.PORTFOLIO_READ, drilled)
def standard(drilled: Drilled) -> ResponseReturnValue:
    return render_template("portfolios/map_standard.html", drilled=drilled, portfolio=drilled.portfolio)


def _standard_page(portfolio: Portfolio, number: int) -> str:
    return url_for("submissions.standard", candidate_id=portfolio.candidate_id, number=number)
