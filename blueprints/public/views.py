"""Pages for anyone: what Lectern is, the papers, and checking an award."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.public.forms import CodeForm
from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.keeping import kept_a_minute
from blueprints.shared.limits import limiter
from tenants.awards import queries
from tenants.awards.rules import in_groups, plain_code
from tenants.standards.queries import framework, newest_edition

blueprint = Blueprint("public", __name__, template_folder="templates")


@blueprint.get("/")
@public
@kept_a_minute
def front() -> ResponseReturnValue:
    return render_template("public/front.html")


@blueprint.get("/standards")
@public
@kept_a_minute
def standards() -> ResponseReturnValue:
    newest = framework(current.session, newest_edition(current.session).id)
    return render_template("public/standards.html", framework=newest)


@blueprint.get("/privacy")
@public
@kept_a_minute
def privacy() -> ResponseReturnValue:
    return render_template("public/privacy.html")


@blueprint.get("/accessibility")
@public
@kept_a_minute
def accessibility() -> ResponseReturnValue:
    return render_template("public/accessibility.html")


@blueprint.get("/help")
@public
@kept_a_minute
def help() -> ResponseReturnValue:  # noqa: A001
    return render_template("public/help.html")


@blueprint.get("/contact")
@public
@kept_a_minute
def contact() -> ResponseReturnValue:
    return render_template("public/contact.html", contact_address=current.outside.contact)


@blueprint.route("/verify", methods=["GET", "POST"])
@limiter.limit("30/minute")
@public
def verify() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        return redirect(url_for("public.verified", code=plain_code(form.code.data) or "0"), 303)
    return form_page("public/verify.html", form)


@blueprint.get("/verify/<code>")
@limiter.limit("30/minute")
@public
def verified(code: str) -> ResponseReturnValue:
    """Unknown codes get one answer, whatever they look like."""
    plain = plain_code(code)
    found = queries.found_by_code(current.session, plain)
    if found is None:
        return render_template("public/unknown_award.html"), 404
    return render_template("public/verified.html", award=found.award, code=in_groups(plain))


@blueprint.get("/robots.txt")
@public
@kept_a_minute
def robots() -> ResponseReturnValue:
    closed = ("/schools/", "/operator/", "/verify/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
