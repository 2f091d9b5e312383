"""What a group says of itself: name and focus, charter, priorities."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.groups.blueprint import blueprint
from blueprints.groups.forms import AgreeForm, CharterForm, DetailsForm, WorkingForForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.groups.actions import answering, writing
from tenants.groups.models import Group
from tenants.groups.queries.focus import works_for
from tenants.groups.queries.groups import group, seats
from tenants.groups.rules.charter import written


@blueprint.route("/groups/<uuid:group_id>/details", methods=["GET", "POST"])
@needs(Permission.GROUP_WORK, group)
def details(one: Group) -> ResponseReturnValue:
    form = DetailsForm(data={"version": one.version, "name": one.name, "focus": one.focus})
    if form.taken(
        lambda: writing.describe(
            current.session, current.actor, one, form.version.data, form.name.data, form.focus.data or ""
        )
    ):
        flash("Saved.", "success")
        return _back(one)
    return form_page("groups/details.html", form, group=one)


@blueprint.route("/groups/<uuid:group_id>/charter", methods=["GET", "POST"])
@needs(Permission.GROUP_WORK, group)
def charter(one: Group) -> ResponseReturnValue:
    texts = {"who_does_what": one.who_does_what, "how_we_decide": one.how_we_decide}
    form = CharterForm(data={"version": one.version, **texts})
    if form.taken(lambda: _write(one, form)):
        flash("Saved. Where it has changed, everybody is asked to agree again.", "success")
        return _back(one)
    return form_page("groups/charter.html", form, group=one)


def _write(one: Group, form: CharterForm) -> None:
    who, how = form.who_does_what.data or "", form.how_we_decide.data or ""
    writing.write_charter(current.session, current.actor, one, form.version.data, who, how)


@blueprint.route("/groups/<uuid:group_id>/agreement", methods=["GET", "POST"])
@needs(Permission.GROUP_WORK, group)
def agreement(one: Group) -> ResponseReturnValue:
    form = AgreeForm(data={"version": one.charter_version})
    if form.taken(lambda: answering.agree(current.session, current.actor, one, form.version.data)):
        flash("Thank you. The others see that you agree.", "success")
        return _back(one)
    form.shows(one.charter_version)
    return form_page(
        "groups/agreement.html",
        form,
        group=one,
        seats=seats(current.session, one.id),
        written=written(one.who_does_what, one.how_we_decide),
    )


@blueprint.route("/groups/<uuid:group_id>/priorities", methods=["GET", "POST"])
@needs(Permission.GROUP_WORK, group)
def priorities(one: Group) -> ResponseReturnValue:
    threads = works_for(current.session, current.actor, one, clock.today())
    form = WorkingForForm.of(threads, version=one.version)
    if form.taken(
        lambda: writing.focus_group(current.session, current.actor, one, form.version.data, form.wanted)
    ):
        flash("Saved.", "success")
        return _back(one)
    return form_page("groups/priorities.html", form, group=one, threads=threads)


def _back(one: Group) -> ResponseReturnValue:
    return redirect(url_for("groups.show", group_id=one.id), 303)
