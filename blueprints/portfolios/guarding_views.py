"""Files that somebody asked to have looked at: what their owner can do, and what headteachers decide."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.files_views import checked_upload
from blueprints.portfolios.forms import DecideForm, ExplainForm, UploadForm
from blueprints.shared.access import needs
from blueprints.shared.concerns import concern_page
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.portfolios.actions import guarding as actions
from tenants.portfolios.actions.opening import open_portfolio
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.queries import guarding as queries
from tenants.portfolios.queries.files import HeldFile, held_file
from tenants.portfolios.queries.guarding import Asked, opened
from tenants.portfolios.queries.portfolios import portfolio


@blueprint.route("/files/<uuid:file_id>/concern", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_READ, held_file)
def raise_concern(held: HeldFile) -> ResponseReturnValue:
    file = opened(current.actor, held.file)
    back = url_for("portfolios.item", evidence_id=held.item.id)
    return concern_page(Permission.EVIDENCE_READ, held, file, back)


@blueprint.get("/files/<uuid:closed_id>/question")
@needs(Permission.PORTFOLIO_READ, queries.last_asked)
def question(asked: Asked) -> ResponseReturnValue:
    """For its owner: what is asked, and what became of it."""
    whole = portfolio(current.session, asked.candidate_id)
    return render_template("portfolios/question.html", asked=asked, portfolio=whole)


@blueprint.route("/concerns/<uuid:concern_id>/explanation", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, queries.asked)
def explain(asked: Asked) -> ResponseReturnValue:
    form = ExplainForm(explanation=asked.concern.explanation)
    if form.taken(lambda: _explain(asked.concern, form)):
        flash("Thank you. A headteacher or deputy reads it and decides.", "success")
        return redirect(url_for("portfolios.question", closed_id=asked.file.id), 303)
    return form_page("portfolios/explain.html", form, asked=asked)


@blueprint.route("/concerns/<uuid:concern_id>/replacement", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, queries.asked)
def replace(asked: Asked) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, asked.candidate_id)
    form = UploadForm()
    if form.taken(lambda: _replace(asked.concern, form)):
        flash("The new file is in its place.", "success")
        return redirect(url_for("portfolios.item", evidence_id=asked.file.evidence_id), 303)
    return form_page("portfolios/replace.html", form, asked=asked)


@blueprint.get("/files-to-check")
@needs(Permission.FILE_GUARD)
def to_check() -> ResponseReturnValue:
    return render_template(
        "portfolios/to_check.html",
        waiting=queries.to_decide(current.session, current.actor),
        decided=queries.decided(current.session, current.actor),
    )


@blueprint.get("/concerns/<uuid:concern_id>/review")
@needs(Permission.FILE_GUARD, queries.asked)
def review(asked: Asked) -> ResponseReturnValue:
    return render_template("portfolios/review.html", asked=asked)


@blueprint.get("/concerns/<uuid:concern_id>/file")
@needs(Permission.FILE_GUARD, queries.asked)
def look(asked: Asked) -> ResponseReturnValue:
    actions.note_look(current.session, current.actor, asked.concern)
    return attachment(opened(current.actor, asked.file))


@blueprint.route("/concerns/<uuid:concern_id>/release", methods=["GET", "POST"])
@needs(Permission.FILE_GUARD, queries.asked)
def release(asked: Asked) -> ResponseReturnValue:
    form = DecideForm()
    if form.taken(lambda: _decide(actions.release, asked.concern, form)):
        flash("The file is open again for those who could read it before.", "success")
        return redirect(url_for("portfolios.to_check"), 303)
    return form_page("portfolios/release.html", form, asked=asked)


@blueprint.route("/concerns/<uuid:concern_id>/take-down", methods=["GET", "POST"])
@needs(Permission.FILE_GUARD, queries.asked)
def take_down(asked: Asked) -> ResponseReturnValue:
    form = DecideForm()
    if form.taken(lambda: _decide(actions.take_down, asked.concern, form)):
        flash("The file is taken down. Its bytes are deleted for good.", "success")
        return redirect(url_for("portfolios.to_check"), 303)
    return form_page("portfolios/take_down.html", form, asked=asked)


def _explain(concern: FileConcern, form: ExplainForm) -> None:
    actions.explain(current.session, current.actor, concern, form.explanation.data or "")


def _replace(concern: FileConcern, form: UploadForm) -> None:
    with checked_upload(form) as checked:
        actions.replace(
            current.session, current.actor, concern, checked, form.declared, current.outside.files
        )


def _decide(decide: actions.Decide, concern: FileConcern, form: DecideForm) -> None:
    decide(current.session, current.actor, concern, form.decision.data or "")
