from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.operator.views import blueprint
from blueprints.operator.words import deed
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from tenants.operators.queries.operators import history as deeds


@blueprint.get("/history")
@for_operators()
def history() -> ResponseReturnValue:
    """What operators did, and with `looks` also which pages they looked at."""
    looks = "looks" in request.args
    school_id, after = request.args.get("school", type=UUID), request.args.get("after", type=UUID)
    page = deeds(current.platform, after, school_id, looks=looks)
    return render_template("operator/history.html", page=page, deed=deed, looks=looks, school_id=school_id)
