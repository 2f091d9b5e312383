from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.school.forms import AcceptForm, ConfirmForm, DetailsForm
from blueprints.school.progress import progress
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.edition_forms import EditionForm
from blueprints.shared.forms import form_page
from blueprints.shared.text import markdown
from tenants.base.permissions import Permission
from tenants.schools import actions, queries
from tenants.schools.papers import PaperText
from tenants.schools.rules import Paper
from tenants.staff.queries import names
from tenants.standards import queries as standards
from tenants.standards.actions import adopt_newest

blueprint = Blueprint("school", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/set-up")
@needs(Permission.SCHOOL_SETUP)
def show() -> ResponseReturnValue:
    found = progress(current.session, current.school)
    return render_template("school/show.html", progress=found, form=ConfirmForm())


@blueprint.post("/set-up")
@needs(Permission.SCHOOL_SETUP)
def finish() -> ResponseReturnValue:
    found, form = progress(current.session, current.school), ConfirmForm()
    if form.taken(lambda: actions.finish_set_up(current.session, current.actor, found.left)):
        flash("The set-up is finished. Now plan your first cohort.", "success")
        return redirect(url_for("cohorts.index"), 303)
    return form_page("school/show.html", form, progress=found)


@blueprint.route("/set-up/details", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP)
def details() -> ResponseReturnValue:
    form = DetailsForm(obj=current.school)
    if form.taken(lambda: _keep_details(form)):
        flash("The school's details are saved.", "success")
        return redirect(url_for("school.show"), 303)
    return form_page("school/details.html", form)


def _keep_details(form: DetailsForm) -> None:
    actions.change_particulars(
        current.session,
        current.actor,
        name=form.name.data,
        urn=form.urn.data or None,
        town=form.town.data or None,
        version=form.version.data,
    )


@blueprint.get("/set-up/papers")
@needs(Permission.SCHOOL_SETUP)
def papers() -> ResponseReturnValue:
    accepted = queries.acceptances(current.session)
    return render_template(
        "school/papers.html",
        papers=[queries.paper(current.session, one.value) for one in Paper],
        standing=queries.standing(accepted),
        accepted=accepted,
        names=names(current.session, {one.by for one in accepted}),
    )


@blueprint.route(
    "/set-up/papers/<any('data-processing-agreement', 'privacy-notice'):paper>", methods=["GET", "POST"]
)
@needs(Permission.SCHOOL_SETUP, queries.paper)
def paper(paper: PaperText) -> ResponseReturnValue:
    form = AcceptForm()
    if form.taken(lambda: actions.accept_paper(current.session, current.actor, paper.paper, paper.version)):
        flash(f"{paper.title} accepted.", "success")
        return redirect(url_for("school.papers"), 303)
    standing = queries.standing(queries.acceptances(current.session)).get(paper.paper)
    return form_page("school/paper.html", form, paper=paper, text=markdown(paper.text), standing=standing)


@blueprint.route("/set-up/standards", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP)
def adoption() -> ResponseReturnValue:
    form = EditionForm()
    if form.taken(lambda: adopt_newest(current.session, current.actor, form.seen_id)):
        flash("Your school has adopted the standards.", "success")
        return redirect(url_for("school.show"), 303)
    edition = standards.newest_edition(current.session)
    form.show(edition)
    adopted_id = standards.adopted_edition_id(current.session)
    other = adopted_id if adopted_id != edition.id else None
    return form_page(
        "school/standards.html",
        form,
        framework=standards.framework(current.session, edition.id),
        adopted=adopted_id == edition.id,
        before=standards.framework(current.session, other) if other else None,
        comparison=standards.comparison(current.session, other, edition.id) if other else None,
    )
