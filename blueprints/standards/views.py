from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.standards.forms import guidance_form
from tenants.base.permissions import Permission, allowed
from tenants.standards import actions, queries
from tenants.standards.queries import Guided

blueprint = Blueprint("standards", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/standards")
@needs(Permission.STANDARDS_READ)
def index() -> ResponseReturnValue:
    session = current.session
    newest = queries.newest_edition(session)
    adopted_id = queries.adopted_edition_id(session)
    edition_id = adopted_id or newest.id
    return render_template(
        "standards/index.html",
        framework=queries.framework(session, edition_id),
        guidance=queries.guidance(session, edition_id),
        newer=newest if adopted_id and newest.id != adopted_id else None,
        may_adopt=allowed(current.actor, Permission.SCHOOL_SETUP),
        may_guide=allowed(current.actor, Permission.GUIDANCE_KEEP),
    )


@blueprint.route("/standards/<int(max=99):number>/guidance", methods=["GET", "POST"])
@needs(Permission.GUIDANCE_KEEP, queries.guided)
def guidance(guided: Guided) -> ResponseReturnValue:
    form = guidance_form(guided.guidance, request.form)
    if form.taken(
        lambda: actions.keep_guidance(
            current.session,
            current.actor,
            guided,
            form.version.data,
            form.body.data or "",
            form.exemplars,
        )
    ):
        flash(f"Saved. Everybody reads it beside standard {guided.standard.number}.", "success")
        return redirect(url_for("standards.index"), 303)
    return form_page("standards/guidance.html", form, guided=guided, blocks=form.blocks)
