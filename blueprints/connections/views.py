"""The school's own sign-in, for who looks after it: its connections, each from nothing to switched on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.connections.forms import KINDS, ConfirmForm, DetailsForm, KindForm, details_form
from blueprints.connections.policy_form import in_words
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.school_sign_in import callback_url, label, logout_url, outcome_in_words, signed_out_url
from tenants.base.permissions import Permission, allowed
from tenants.outside.oidc.connection import Kind
from tenants.sign_in import queries
from tenants.sign_in.actions import connections
from tenants.sign_in.models import Connection
from tenants.sign_in.policies import policies
from tenants.staff.queries import names

blueprint = Blueprint("connections", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/school-sign-in")
@needs(Permission.CONNECTION_MANAGE)
def index() -> ResponseReturnValue:
    found = queries.connections(current.session)
    decided = policies(current.session)
    return render_template(
        "connections/index.html",
        connections=found,
        label=label,
        length=in_words,
        kinds=KINDS,
        linked=queries.linked_accounts(current.session),
        policies=decided,
        heads=list(names(current.session, decided.named_heads).values()) if decided.named_heads else [],
        domains=queries.domains(current.session),
        decides=allowed(current.actor, Permission.SIGN_IN_POLICY),
    )


@blueprint.route("/school-sign-in/new", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE)
def new() -> ResponseReturnValue:
    form, made = KindForm(), list[Connection]()
    if form.taken(lambda: made.append(_add(form))):
        return redirect(url_for("connections.details", connection_id=made[0].id), 303)
    return form_page("connections/kind.html", form)


def _add(form: KindForm) -> Connection:
    return connections.add(current.session, current.actor, Kind(form.kind.data))


@blueprint.get("/school-sign-in/<uuid:connection_id>")
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def show(connection: Connection) -> ResponseReturnValue:
    return shown(connection, ConfirmForm())


def shown(connection: Connection, form: LecternForm) -> ResponseReturnValue:
    people = {one for one in (connection.asked_by, connection.tested_by) if one}
    return form_page(
        "connections/show.html",
        form,
        **_facts(connection),
        linked=queries.linked_accounts(current.session).get(connection.id, 0),
        outcome=outcome_in_words(connection),
        people=names(current.session, people) if people else {},
        switches=allowed(current.actor, Permission.CONNECTION_SWITCH_ON, connection),
        required=policies(current.session).school_sign_in_required,
    )


def _facts(connection: Connection) -> dict[str, object]:
    return {
        "connection": connection,
        "label": label(connection),
        "kind": KINDS[Kind(connection.kind)],
        "callback_url": callback_url(connection.id),
        "signed_out_url": signed_out_url(),
        "logout_url": logout_url(connection.id),
    }


@blueprint.route("/school-sign-in/<uuid:connection_id>/settings", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def details(connection: Connection) -> ResponseReturnValue:
    form = details_form(connection)
    if form.taken(lambda: _keep(form, connection)):
        flash("The settings are saved.", "success")
        return redirect(url_for("connections.show", connection_id=connection.id), 303)
    if form.client_secret.data:
        form.client_secret.description = "Enter it again: it is never shown"
    return form_page("connections/details.html", form, **_facts(connection))


def _keep(form: DetailsForm, connection: Connection) -> None:
    connections.change_details(
        current.session,
        current.actor,
        connection,
        form.given,
        version=form.version.data or 0,
        outbound=current.outside.providers.outbound,
        presets=current.outside.presets,
    )


@blueprint.post("/school-sign-in/<uuid:connection_id>/on")
@needs(Permission.CONNECTION_SWITCH_ON, queries.connection)
def switch_on(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: connections.switch_on(current.session, current.actor, connection)):
        flash("The school sign-in is on. Your colleagues see it on the sign-in page from now on.", "success")
        return redirect(url_for("connections.show", connection_id=connection.id), 303)
    return shown(connection, form)


@blueprint.route("/school-sign-in/<uuid:connection_id>/off", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def switch_off(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: connections.switch_off(current.session, current.actor, connection)):
        flash("It is switched off.", "success")
        return redirect(url_for("connections.show", connection_id=connection.id), 303)
    linked = queries.linked_accounts(current.session).get(connection.id, 0)
    required = policies(current.session).school_sign_in_required
    return form_page("connections/off.html", form, linked=linked, required=required, **_facts(connection))


@blueprint.route("/school-sign-in/<uuid:connection_id>/removal", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def remove(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: connections.remove(current.session, current.actor, connection)):
        flash("The connection is removed.", "success")
        return redirect(url_for("connections.index"), 303)
    linked = queries.linked_accounts(current.session).get(connection.id, 0)
    return form_page("connections/removal.html", form, linked=linked, **_facts(connection))
