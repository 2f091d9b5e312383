"""Who comes in how, and for how long: decided by a head."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.connections.policy_form import PoliciesForm
from blueprints.connections.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.fields import offered
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.sign_in.actions import policies as actions
from tenants.sign_in.policies import as_value, kept_policies
from tenants.sign_in.policy_rules import Policies
from tenants.sign_in.queries import open_connections, proven_domains
from tenants.staff.queries import heads, people


@blueprint.route("/school-sign-in/policies", methods=["GET", "POST"])
@needs(Permission.SIGN_IN_POLICY)
def policies() -> ResponseReturnValue:
    form = _form(current.session)
    if form.taken(lambda: _keep(form)):
        flash("Your choices are saved, and hold from now on.", "success")
        return redirect(url_for("connections.index"), 303)
    return form_page(
        "connections/policies.html",
        form,
        connections_on=len(open_connections(current.session)),
        domains=sorted(proven_domains(current.session)),
    )


def _form(session: Session) -> PoliciesForm:
    kept = kept_policies(session)
    standing = as_value(kept)
    form = PoliciesForm(
        data={
            **vars(standing),
            "named_heads": [str(one) for one in standing.named_heads],
            "idle_minutes": str(standing.idle_minutes),
            "longest_minutes": str(standing.longest_minutes),
            "version": kept.version if kept else 1,
        }
    )
    form.named_heads.choices = offered([(str(one.id), one.name) for one in people(session, heads(session))])
    return form


def _keep(form: PoliciesForm) -> None:
    given = Policies(
        school_sign_in_required=form.school_sign_in_required.data,
        named_heads=tuple(UUID(one) for one in form.named_heads.data or ()),
        join_by_domain=form.join_by_domain.data,
        sign_out_of_account=form.sign_out_of_account.data,
        idle_minutes=int(form.idle_minutes.data),
        longest_minutes=int(form.longest_minutes.data),
    )
    actions.change(current.session, current.actor, given, version=form.version.data or 0)
