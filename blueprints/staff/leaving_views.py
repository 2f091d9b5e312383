from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.staff.forms import ConfirmForm
from blueprints.staff.views import blueprint
from tenants.access.resting import all_resting_on
from tenants.base.permissions import Permission
from tenants.sign_in import staff_changes
from tenants.staff import queries
from tenants.staff.actions import people
from tenants.staff.models import Staff


@blueprint.route("/staff/<uuid:staff_id>/leaving", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, queries.staff_member)
def leave(person: Staff) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: staff_changes.deactivate(current.session, current.actor, person)):
        flash(f"{person.name} can no longer sign in.", "success")
        return redirect(url_for("staff.show", staff_id=person.id), 303)
    return form_page(
        "staff/leave.html",
        form,
        person=person,
        around=queries.around(current.session, person),
        resting=all_resting_on(current.session, current.actor, person),
    )


@blueprint.route("/staff/<uuid:staff_id>/return", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, queries.staff_member)
def come_back(person: Staff) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: people.reactivate(current.session, current.actor, person)):
        flash(f"{person.name} can sign in again.", "success")
        return redirect(url_for("staff.show", staff_id=person.id), 303)
    return form_page(
        "staff/come_back.html", form, person=person, roles=queries.roles_of(current.session, person.id)
    )


@blueprint.post("/staff/<uuid:staff_id>/invitation")
@needs(Permission.STAFF_MANAGE, queries.staff_member)
def invite(person: Staff) -> ResponseReturnValue:
    if ConfirmForm().taken(lambda: staff_changes.invite(current.session, current.actor, person)):
        flash(f"An invitation is on its way to {person.email}.", "success")
    return redirect(url_for("staff.show", staff_id=person.id), 303)
