"""Pages for anyone: what the programme and Lectern are, the papers, help, and checking an award."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.public.forms import CodeForm
from blueprints.shared.access import View, public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.keeping import kept_a_minute
from blueprints.shared.limits import limiter
from blueprints.shared.site import SITE
from tenants.awards import queries
from tenants.awards.rules import plain_code
from tenants.base.codes import in_groups
from tenants.standards.queries import framework, newest_edition

blueprint = Blueprint("public", __name__, template_folder="templates")

JUST_WORDS = (
    "front",
    "individual_or_group",
    "for_schools",
    "learning_centres",
    "impact",
    "help",
    "help_candidate",
    "help_mentor",
    "help_assessor",
    "help_programme_lead",
    "help_headteacher",
    "help_business_manager",
    "help_it_lead",
    "privacy",
    "accessibility",
)
CLOSED = ("/schools/", "/operator/", "/verify/", "/get-involved/")


def _words(name: str) -> View:
    @public
    @kept_a_minute
    def shown() -> ResponseReturnValue:
        return render_template(f"public/{name}.html")

    return shown


for _name in JUST_WORDS:
    blueprint.add_url_rule(SITE[f"public.{_name}"].path, _name, _words(_name))


@blueprint.get("/accreditation")
@public
@kept_a_minute
def accreditation() -> ResponseReturnValue:
    return render_template("public/accreditation.html", edition=newest_edition(current.session))


@blueprint.get("/standards")
@public
@kept_a_minute
def standards() -> ResponseReturnValue:
    newest = framework(current.session, newest_edition(current.session).id)
    return render_template("public/standards.html", framework=newest)


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
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {_absolute('/sitemap.xml')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@public
@kept_a_minute
def sitemap() -> ResponseReturnValue:
    addresses = [_absolute(page.path) for page in SITE.values()]
    return Response(render_template("public/sitemap.xml", addresses=addresses), mimetype="application/xml")


def _absolute(path: str) -> str:
    """Of the address that we go by, never of the one a browser says it called."""
    return f"{current.outside.public_url}{path}"
