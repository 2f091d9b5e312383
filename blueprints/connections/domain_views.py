"""The school's own domains, proven by a TXT record."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.connections.forms import ConfirmForm, DomainForm
from blueprints.connections.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.outside_calls import outside_call
from tenants.base.errors import Refused
from tenants.base.permissions import Permission
from tenants.outside.text_records import Unresolved
from tenants.sign_in import queries
from tenants.sign_in.actions import domains
from tenants.sign_in.models import Domain
from tenants.sign_in.policy_rules import RECORD


@blueprint.route("/school-sign-in/domains", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE)
def domain_list() -> ResponseReturnValue:
    form, made = DomainForm(), list[Domain]()
    if form.taken(lambda: made.append(domains.add(current.session, current.actor, form.name.data))):
        return redirect(url_for("connections.domain", domain_id=made[0].id), 303)
    return form_page("connections/domains.html", form, domains=queries.domains(current.session))


@blueprint.route("/school-sign-in/domains/<uuid:domain_id>", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.domain)
def domain(domain: Domain) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: _look_and_prove(domain)):
        flash(f"{domain.name} is proven.", "success")
        return redirect(url_for("connections.domain_list"), 303)
    return form_page("connections/domain.html", form, domain=domain, record=f"{RECORD}{domain.token}")


def _look_and_prove(domain: Domain) -> None:
    try:
        with outside_call():
            records = current.outside.text_records.of(domain.name)
    except Unresolved as fault:
        raise Refused(
            "The domain's name servers did not answer. Try again in a few minutes, and check the domain."
        ) from fault
    domains.prove(current.session, current.actor, queries.domain(current.session, domain.id), records)


@blueprint.route("/school-sign-in/domains/<uuid:domain_id>/removal", methods=["GET", "POST"])
@needs(Permission.CONNECTION_MANAGE, queries.domain)
def remove_domain(domain: Domain) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: domains.remove(current.session, current.actor, domain)):
        flash(f"{domain.name} is taken off the list.", "success")
        return redirect(url_for("connections.domain_list"), 303)
    return form_page("connections/domain_removal.html", form, domain=domain)
