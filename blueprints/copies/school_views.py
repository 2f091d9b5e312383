"""For heads: all of the school's data in one file."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.copies.forms import Press
from blueprints.copies.views import blueprint, packed
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.copies.actions import copies as actions
from tenants.copies.models import Copy
from tenants.copies.queries import copies as queries
from tenants.copies.rules.copies import KEPT_DAYS


@blueprint.route("/school/data", methods=["GET", "POST"])
@needs(Permission.COPY_SCHOOL)
def school() -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.ask_for_school(current.session, current.actor)):
        flash("The school's data is being put into one file. An email says when it is ready.", "success")
        return redirect(url_for("copies.school"), 303)
    return form_page(
        "copies/school.html", form, copies=queries.school_copies(current.session), days=KEPT_DAYS
    )


@blueprint.get("/school/data/<uuid:school_copy_id>")
@needs(Permission.COPY_SCHOOL, queries.school_copy)
def download_school(copy: Copy) -> Response:
    actions.note_fetching(current.session, current.actor, copy)
    return packed(copy, "school-data")
