"""The school's own sign-in, for who looks after it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.connections.forms import KINDS, ConfirmForm, DetailsForm, KindForm, details_form
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.school_sign_in import callback_url, for_it_lead
from tenants.base.errors import Refused
from tenants.base.permissions import Permission
from tenants.outside.oidc.connection import Kind
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.sign_in import check
from tenants.sign_in import queries
from tenants.sign_in.actions import connections
from tenants.sign_in.models import Connection

blueprint = Blueprint("connections", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/school-sign-in")
@needs(Permission.CONNECTION_MANAGE)
def show() -> ResponseReturnValue:
    connection = queries.own_connection(current.session)
    if connection is None:
        return render_template("connections/none.html")
    return _shown(connection, ConfirmForm())


def _shown(connection: Connection, form: LecternForm) -> ResponseReturnValue:
    return form_page("connections/show.html", form, **_facts(connection))


def _facts(connection: Connection) -> dict[str, object]:
    return {
        "connection": connection,
        "kind": KINDS[Kind(connection.kind)],
        "callback_url": callback_url(connection.id),
        "linked": queries.linked_accounts(current.session, connection),
    }


@blueprint.route("/school-sign-in/kind", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE)
def kind() -> ResponseReturnValue:
    known = queries.own_connection(current.session)
    form = KindForm(obj=known)
    if form.taken(lambda: connections.choose_kind(current.session, current.actor, Kind(form.kind.data))):
        return redirect(url_for("connections.details"), 303)
    return form_page("connections/kind.html", form, known=known)


@blueprint.route("/school-sign-in/settings", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def details(connection: Connection) -> ResponseReturnValue:
    form = details_form(connection)
    if form.taken(lambda: _keep(form, connection)):
        flash("The settings are saved.", "success")
        return redirect(url_for("connections.show"), 303)
    return form_page("connections/details.html", form, **_facts(connection))


def _keep(form: DetailsForm, connection: Connection) -> None:
    connections.change_details(
        current.session,
        current.actor,
        connection,
        form.given,
        version=form.version.data or 0,
        outbound=current.outside.providers.outbound,
    )


@blueprint.post("/school-sign-in/on")
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def switch_on(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: _look_and_switch_on(connection)):
        flash("The school sign-in is on. Try it yourself before you tell your colleagues.", "success")
        return redirect(url_for("connections.show"), 303)
    return _shown(connection, form)


def _look_and_switch_on(connection: Connection) -> None:
    value = connection.at(callback_url(connection.id))
    try:
        with outside_call():
            check(value, current.outside.providers)
    except SignInFailed as failed:
        raise Refused(for_it_lead(failed)) from failed
    connections.switch_on(
        current.session,
        current.actor,
        queries.connection(current.session),
        checked_version=connection.version,
    )


@blueprint.route("/school-sign-in/off", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def switch_off(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: connections.switch_off(current.session, current.actor, connection)):
        flash("The school sign-in is off. Everybody can still sign in with a link by e-mail.", "success")
        return redirect(url_for("connections.show"), 303)
    return form_page(
        "connections/off.html", form, linked=queries.linked_accounts(current.session, connection)
    )
