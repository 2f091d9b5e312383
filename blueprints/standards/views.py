from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission
from tenants.standards import queries

blueprint = Blueprint("standards", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/standards")
@needs(Permission.STANDARDS_READ)
def index() -> ResponseReturnValue:
    edition_id = queries.adopted_edition_id(current.session) or queries.newest_edition(current.session).id
    return render_template("standards/index.html", framework=queries.framework(current.session, edition_id))
