from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.staff.forms import ConfirmForm, RoleForm
from blueprints.staff.views import blueprint
from tenants.access import actions as access
from tenants.access.resting import resting_on
from tenants.base.actor import Role
from tenants.base.permissions import Permission
from tenants.staff import queries
from tenants.staff.actions import roles as actions
from tenants.staff.models import Staff
from tenants.staff.queries import RoleHolder
from tenants.staff.rules.roles import MEANINGS, TITLES, rank_problem


@blueprint.route("/staff/<uuid:staff_id>/roles", methods=["GET", "POST"])
@needs(Permission.ROLE_GRANT, queries.staff_member)
def roles(person: Staff) -> ResponseReturnValue:
    form = RoleForm()
    form.offer([role for role in Role if rank_problem(role, current.actor.roles) is None])
    if form.taken(lambda: _grant(form, person)):
        flash(f"{person.name} now has the role ‘{TITLES[Role(form.role.data)]}’.", "success")
        return redirect(url_for("staff.roles", staff_id=person.id), 303)
    held = queries.roles_of(current.session, person.id)
    return form_page("staff/roles.html", form, person=person, held=held, meanings=MEANINGS)


def _grant(form: RoleForm, person: Staff) -> None:
    until: date | None = form.until.data
    actions.grant_role(current.session, current.actor, person, Role(form.role.data), until)


@blueprint.route(f"/staff/<uuid:staff_id>/roles/<any({', '.join(Role)}):role>", methods=["GET", "POST"])
@needs(Permission.ROLE_GRANT, queries.role_holder)
def take_role(holder: RoleHolder) -> ResponseReturnValue:
    form, person = ConfirmForm(), holder.person
    if form.taken(lambda: access.take_role(current.session, current.actor, person, holder.role)):
        flash(f"{person.name} no longer has the role ‘{TITLES[holder.role]}’.", "success")
        return redirect(url_for("staff.roles", staff_id=person.id), 303)
    resting = resting_on(current.session, current.actor, person, holder.role)
    return form_page("staff/take_role.html", form, person=person, role=holder.role, resting=resting)
