from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.awards.forms import ReleaseForm, RevocationForm
from blueprints.shared import fields
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_key, form_page
from tenants.assessment.queries.outcomes import Decided, waiting_for_release
from tenants.awards import actions, queries
from tenants.awards.models import Award
from tenants.base.codes import in_groups
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import cohort
from tenants.recognition import award_changes

blueprint = Blueprint("awards", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/awards")
@needs(Permission.AWARDS_LIST)
def index() -> ResponseReturnValue:
    after: UUID | None = form_key(request.args.get("after"))
    awards, older = queries.register(current.session, current.actor, after)
    return render_template(
        "awards/index.html",
        awards=awards,
        older=older,
        first=after is None,
        confirms=allowed(current.actor, Permission.CLAIMS_LIST),
    )


@blueprint.get("/awards/<uuid:award_id>")
@needs(Permission.AWARD_READ, queries.award)
def show(award: Award) -> ResponseReturnValue:
    return render_template(
        "awards/show.html",
        award=award,
        own=award.staff_id == current.actor.staff_id,
        lists=allowed(current.actor, Permission.AWARDS_LIST),
        revokes=allowed(current.actor, Permission.AWARD_REVOKE, award),
        address=f"{current.outside.public_url}{url_for('public.verified', code=award.code)}",
        code=in_groups(award.code),
    )


@blueprint.get("/awards/<uuid:award_id>/certificate")
@needs(Permission.AWARD_READ, queries.award)
def certificate(award: Award) -> ResponseReturnValue:
    """As an attachment, so that no browser runs it in our name."""
    if award.certificate_key is None:
        raise NotFound
    answer = Response(current.outside.files.stream(award.certificate_key), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{award.number}.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@blueprint.route("/awards/<uuid:award_id>/revocation", methods=["GET", "POST"])
@needs(Permission.AWARD_REVOKE, queries.award)
def revocation(award: Award) -> ResponseReturnValue:
    form = RevocationForm()
    if form.taken(lambda: award_changes.revoke(current.session, current.actor, award, form.reason.data)):
        flash("The award is revoked. Its public page says so from now on.", "success")
        return redirect(url_for("awards.show", award_id=award.id), 303)
    return form_page("awards/revocation.html", form, award=award)


@blueprint.route("/cohorts/<uuid:cohort_id>/release", methods=["GET", "POST"])
@needs(Permission.OUTCOME_RELEASE, cohort)
def release(cohort: Cohort) -> ResponseReturnValue:
    waiting = waiting_for_release(current.session, current.actor, cohort.id)
    form = ReleaseForm()
    form.outcomes.choices = fields.offered([(str(one.outcome.id), _words(one)) for one in waiting])
    if form.taken(lambda: _release(form, waiting)):
        flash("Released. The candidates get an email, and certificates are being drawn.", "success")
        return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    return form_page("awards/release.html", form, cohort=cohort, waiting=waiting)


RESULTS = {
    "accredited": "accredited",
    "referred": "more evidence needed",
    "not_accredited": "not accredited",
}


def _words(decided: Decided) -> str:
    again = "" if decided.attempt == 1 else f", attempt {decided.attempt}"
    return f"{decided.candidate}: {RESULTS[decided.outcome.result]}{again}"


def _release(form: ReleaseForm, waiting: Sequence[Decided]) -> None:
    chosen = form.chosen()
    outcomes = [one.outcome for one in waiting if one.outcome.id in chosen]
    actions.release(current.session, current.actor, outcomes)
