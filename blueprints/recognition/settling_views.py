"""For heads of the school that made an award which somebody elsewhere says is theirs."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.recognition.forms import Press, RefusalForm
from blueprints.recognition.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_key, form_page
from tenants.base.permissions import Permission
from tenants.recognition import queries
from tenants.recognition.actions import settling
from tenants.recognition.models import AwardClaim


@blueprint.get("/awards/claims")
@needs(Permission.CLAIMS_LIST)
def asked() -> ResponseReturnValue:
    after: UUID | None = form_key(request.args.get("after"))
    page = queries.claims_on_ours(current.session, after)
    return render_template("recognition/asked.html", page=page, first=after is None)


@blueprint.get("/awards/claims/<uuid:asked_id>")
@needs(Permission.CLAIM_SETTLE, queries.claim_on_ours)
def question(claim: AwardClaim) -> ResponseReturnValue:
    return render_template(
        "recognition/question.html",
        claim=claim,
        award=queries.award_claimed(current.session, claim),
        school_there=queries.claiming_school(current.session, claim),
        others=queries.other_claims(current.session, claim),
    )


@blueprint.route("/awards/claims/<uuid:asked_id>/confirmation", methods=["GET", "POST"])
@needs(Permission.CLAIM_SETTLE, queries.claim_on_ours)
def confirm(claim: AwardClaim) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: settling.confirm(current.session, current.actor, claim)):
        flash(f"Confirmed. {claim.name} is told by email.", "success")
        return redirect(url_for("recognition.asked"), 303)
    return form_page("recognition/confirmation.html", form, claim=claim)


@blueprint.route("/awards/claims/<uuid:asked_id>/refusal", methods=["GET", "POST"])
@needs(Permission.CLAIM_SETTLE, queries.claim_on_ours)
def refuse(claim: AwardClaim) -> ResponseReturnValue:
    form = RefusalForm()
    if form.taken(lambda: settling.decline(current.session, current.actor, claim, form.reason.data or "")):
        flash(f"Not confirmed. {claim.name} is told by email.", "success")
        return redirect(url_for("recognition.asked"), 303)
    return form_page("recognition/refusal.html", form, claim=claim)
