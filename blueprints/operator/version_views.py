"""Versions of the standards: those that schools have, and beginning, publishing and retiring one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import ConfirmForm
from blueprints.operator.version_forms import BeginForm, PressForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.standards import drafts as actions
from tenants.standards import queries, versions
from tenants.standards.models import Edition, EditionDraft
from tenants.standards.versions import Published


@blueprint.get("/versions")
@for_operators()
def versions_list() -> ResponseReturnValue:
    published = versions.published(current.platform)
    titles = {one.edition.id: one.edition.title for one in published}
    return render_template(
        "operator/versions.html",
        published=published,
        drafts=versions.drafts(current.platform),
        titles=titles,
    )


@blueprint.route("/versions/new", methods=["GET", "POST"])
@for_operators()
def new_version() -> ResponseReturnValue:
    form, follows = BeginForm(begins="copy"), versions.last_published(current.platform)
    made = list[EditionDraft]()
    if form.taken(lambda: made.append(_begin(form, follows))):
        return redirect(url_for("operator.draft", draft_id=made[0].id), 303)
    return form_page("operator/version_new.html", form, follows=follows)


def _begin(form: BeginForm, follows: Edition) -> EditionDraft:
    return actions.begin(current.platform, current.operator, follows, copied=form.begins.data == "copy")


@blueprint.get("/versions/<uuid:edition_id>")
@for_operators(versions.published_one)
def version(published: Published) -> ResponseReturnValue:
    session, edition_id = current.platform, published.edition.id
    followed = versions.followed_by(session, edition_id)
    return render_template(
        "operator/version.html",
        published=published,
        framework=queries.framework(session, edition_id),
        followed=followed,
        comparison=queries.comparison(session, followed.id, edition_id) if followed else None,
    )


@blueprint.route("/versions/<uuid:edition_id>/retirement", methods=["GET", "POST"])
@for_operators(versions.published_one)
def retirement(published: Published) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.retire(current.platform, current.operator, published.edition)):
        flash("This version is retired. The cohorts that have it keep it.", "success")
        return redirect(url_for("operator.versions_list"), 303)
    return form_page("operator/version_retirement.html", form, published=published)


@blueprint.get("/drafts/<uuid:draft_id>/preview")
@for_operators(versions.draft)
def draft_preview(draft: EditionDraft) -> ResponseReturnValue:
    return render_template(
        "operator/draft_preview.html",
        draft=draft,
        framework=actions.drawn(draft.whole),
        standing=versions.standing(current.platform, draft),
    )


@blueprint.route("/drafts/<uuid:draft_id>/publication", methods=["GET", "POST"])
@for_operators(versions.draft)
def publication(draft: EditionDraft) -> ResponseReturnValue:
    form = PressForm(version=draft.version)
    if form.taken(lambda: actions.publish(current.platform, current.operator, draft, form.version.data)):
        flash(
            "Published. Schools read of it on their page of the standards, and decide themselves.", "success"
        )
        return redirect(url_for("operator.versions_list"), 303)
    form.show(draft)
    standing = versions.standing(current.platform, draft)
    return form_page("operator/draft_publication.html", form, draft=draft, standing=standing)


@blueprint.route("/drafts/<uuid:draft_id>/removal", methods=["GET", "POST"])
@for_operators(versions.draft)
def draft_removal(draft: EditionDraft) -> ResponseReturnValue:
    form = PressForm(version=draft.version)
    if form.taken(lambda: actions.discard(current.platform, current.operator, draft, form.version.data)):
        flash("The draft is thrown away.", "success")
        return redirect(url_for("operator.versions_list"), 303)
    form.show(draft)
    return form_page("operator/draft_removal.html", form, draft=draft)
