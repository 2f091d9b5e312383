"""What was written to standards that the cohort's version no longer has."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission
from tenants.changeovers.queries import kept_aside, views_aside
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.standards.queries import framework


@blueprint.get("/portfolios/<uuid:candidate_id>/kept-aside")
@needs(Permission.PORTFOLIO_READ, portfolio)
def aside(portfolio: Portfolio) -> ResponseReturnValue:
    session, candidate_id = current.session, portfolio.candidate_id
    return render_template(
        "portfolios/kept_aside.html",
        portfolio=portfolio,
        claims=[
            (one, framework(session, one.from_edition_id).standard(one.claim.standard_number))
            for one in kept_aside(session, candidate_id)
        ],
        views=[
            (one, framework(session, one.from_edition_id).standard(one.entry.standard_number))
            for one in views_aside(session, candidate_id)
        ],
    )
