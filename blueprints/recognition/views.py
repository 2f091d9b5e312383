"""Earlier awards: what somebody brings along from another school or scheme."""

from contextlib import nullcontext
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.recognition.forms import CodeForm, ElsewhereForm, Press
from blueprints.shared.access import needs
from blueprints.shared.current import current, signed_in
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_key, form_page
from blueprints.shared.limits import by_school, limiter
from blueprints.shared.outside_calls import outside_call
from tenants.awards.queries import Found, found_by_code
from tenants.awards.rules import plain_code
from tenants.base.codes import in_groups
from tenants.base.permissions import Permission, allowed
from tenants.recognition import queries
from tenants.recognition.actions import claims
from tenants.recognition.models import AwardClaim

blueprint = Blueprint("recognition", __name__, template_folder="templates", url_prefix="/schools/<slug>")


def by_person() -> str:
    actor = signed_in()
    return f"person:{actor.staff_id if actor else ''}:{request.endpoint}"


@blueprint.get("/earlier-awards")
@needs(Permission.CLAIM_MAKE)
def index() -> ResponseReturnValue:
    own = queries.claims_of(current.session, current.actor.person_id)
    return render_template(
        "recognition/index.html", claims=own, runs=allowed(current.actor, Permission.CLAIMS_LIST)
    )


@blueprint.get("/earlier-awards/everybody")
@needs(Permission.CLAIMS_LIST)
def everybody() -> ResponseReturnValue:
    after: UUID | None = form_key(request.args.get("after"))
    page = queries.claims_here(current.session, after)
    return render_template("recognition/everybody.html", page=page, first=after is None)


@blueprint.route("/earlier-awards/code", methods=["GET", "POST"])
@limiter.limit("10/minute", methods=["POST"])
@limiter.limit("30/day", key_func=by_person, methods=["POST"])
@limiter.limit("200/hour", key_func=by_school, methods=["POST"])
@needs(Permission.CLAIM_MAKE)
def by_code() -> ResponseReturnValue:
    form, made = CodeForm(), list[AwardClaim]()
    code = plain_code(form.code.data or "")
    found = _looked_up(code) if form.validate_on_submit() else None
    if form.taken(lambda: made.append(claims.claim_by_code(current.session, current.actor, code, found))):
        flash("Your award is attached. It counts here when it is confirmed.", "success")
        return redirect(url_for("recognition.show", claim_id=made[0].id), 303)
    return form_page("recognition/code.html", form)


def _looked_up(code: str) -> Found | None:
    """In the school that made the award, whichever that is: so not in this school's transaction."""
    with outside_call():
        return found_by_code(current.session, code)


@blueprint.route("/earlier-awards/elsewhere", methods=["GET", "POST"])
@needs(Permission.CLAIM_MAKE)
def elsewhere() -> ResponseReturnValue:
    form, made = ElsewhereForm(), list[AwardClaim]()
    if form.taken(lambda: made.append(_claim(form))):
        flash("Your award is attached. It counts here when Lectern has confirmed it.", "success")
        return redirect(url_for("recognition.show", claim_id=made[0].id), 303)
    return form_page("recognition/elsewhere.html", form)


def _claim(form: ElsewhereForm) -> AwardClaim:
    proof = form.proof()
    with proof or nullcontext():
        return claims.claim_from_elsewhere(
            current.session, current.actor, form.told, proof, current.outside.files
        )


@blueprint.get("/earlier-awards/<uuid:claim_id>")
@needs(Permission.CLAIM_READ, queries.own_claim)
def show(claim: AwardClaim) -> ResponseReturnValue:
    return render_template(
        "recognition/show.html",
        claim=claim,
        own=claim.staff_id == current.actor.staff_id,
        code=in_groups(claim.code) if claim.code else None,
    )


@blueprint.get("/earlier-awards/<uuid:claim_id>/proof")
@needs(Permission.CLAIM_READ, queries.own_claim)
def proof(claim: AwardClaim) -> Response:
    return attachment(queries.proof(claim))


@blueprint.route("/earlier-awards/<uuid:claim_id>/withdrawal", methods=["GET", "POST"])
@needs(Permission.CLAIM_WITHDRAW, queries.own_claim)
def withdraw(claim: AwardClaim) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: claims.withdraw(current.session, current.actor, claim)):
        flash("Taken back. Nobody will be asked about it any more.", "success")
        return redirect(url_for("recognition.index"), 303)
    return form_page("recognition/withdrawal.html", form, claim=claim)
