"""Which priorities of the improvement plan an item serves."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import NamingForm, named, naming_form
from tenants.base.permissions import Permission
from tenants.portfolios.actions import priorities as actions
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.evidence import item
from tenants.portfolios.queries.priorities import threads_of


@blueprint.route("/evidence/<uuid:evidence_id>/priorities", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, item)
def priorities(item: Evidence) -> ResponseReturnValue:
    whole = open_item(current.session, current.actor, item)
    claimed = claims(current.session, item.id, whole.candidate_id)
    threads = threads_of(current.session, current.actor, item, claimed, whole.cohort.edition_id)
    form = naming_form(threads, item.priorities_named_at)
    if named(form, lambda: _name(item, form), lambda: _follow(item)):
        flash("Saved.", "success")
        return redirect(url_for("portfolios.item", evidence_id=item.id), 303)
    return form_page("portfolios/priorities.html", form, item=item, threads=threads)


def _name(item: Evidence, form: NamingForm) -> None:
    actions.name_priorities(current.session, current.actor, item, form.wanted, form.seen_at)


def _follow(item: Evidence) -> None:
    actions.follow_mapping(current.session, current.actor, item)
