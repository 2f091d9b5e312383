"""Earlier awards that somebody says they hold: looked at beside their proof, confirmed or declined."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import ConfirmForm, DeclineForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from tenants.operators.history import note
from tenants.recognition.actions import settling
from tenants.recognition.models import AwardClaim
from tenants.recognition.queries import any_claim, proof, waiting_for_operator


@blueprint.get("/earlier-awards")
@for_operators()
def claims_list() -> ResponseReturnValue:
    waiting, after = waiting_for_operator(current.platform, request.args.get("after", type=UUID))
    return render_template("operator/claims.html", waiting=waiting, after=after)


@blueprint.get("/earlier-awards/<uuid:claim_id>")
@for_operators(any_claim)
def claim(claim: AwardClaim) -> ResponseReturnValue:
    return _claim(claim, DeclineForm())


def _claim(claim: AwardClaim, form: DeclineForm) -> ResponseReturnValue:
    return form_page("operator/claim.html", form, claim=claim, confirming=ConfirmForm())


@blueprint.post("/earlier-awards/<uuid:claim_id>/confirmation")
@for_operators(any_claim)
def confirm_claim(claim: AwardClaim) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: settling.confirm_as_operator(current.platform, claim, current.operator.name)):
        return _settled(
            claim, "award_claim:confirm", "The award is confirmed. The person is told, and can assess."
        )
    flash(" ".join(form.form_errors), "warning")
    return redirect(url_for("operator.claim", claim_id=claim.id), 303)


@blueprint.post("/earlier-awards/<uuid:claim_id>/refusal")
@for_operators(any_claim)
def decline_claim(claim: AwardClaim) -> ResponseReturnValue:
    form, name = DeclineForm(), current.operator.name
    if form.taken(lambda: settling.decline_as_operator(current.platform, claim, name, form.reason.data)):
        return _settled(
            claim, "award_claim:decline", "The award is declined, and the person reads your reason."
        )
    return _claim(claim, form)


def _settled(claim: AwardClaim, action: str, words: str) -> ResponseReturnValue:
    note(current.platform, current.operator.id, action, claim, school_id=claim.school_id)
    flash(words, "success")
    return redirect(url_for("operator.claims_list"), 303)


@blueprint.get("/earlier-awards/<uuid:claim_id>/proof")
@for_operators(any_claim)
def claim_proof(claim: AwardClaim) -> ResponseReturnValue:
    return attachment(proof(claim))
