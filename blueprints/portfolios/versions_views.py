"""What an item said before."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import Press
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.portfolios.actions.evidence import restore_version
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries import evidence as queries
from tenants.portfolios.queries.contributions import members
from tenants.portfolios.rules.evidence import ASKED, LABELS, restored
from tenants.portfolios.rules.states import EvidenceKind


@blueprint.get("/evidence/<uuid:evidence_id>/versions")
@needs(Permission.EVIDENCE_WRITE, queries.item)
def versions(item: Evidence) -> ResponseReturnValue:
    return render_template(
        "portfolios/versions.html",
        item=item,
        versions=queries.versions(current.session, item.id),
        savers=_savers(item),
    )


def _savers(item: Evidence) -> dict[UUID, str]:
    """In a pool several people save; the names are those that the group's record has for them."""
    if item.group_id is None:
        return {}
    return {one.staff_id: one.name for one in members(current.session, item.group_id).values()}


@blueprint.route("/evidence/<uuid:evidence_id>/versions/<int(max=999999999):number>", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, queries.version)
def version(earlier: queries.Earlier) -> ResponseReturnValue:
    form = Press()
    item, number = earlier.item, earlier.kept.version
    if form.taken(lambda: restore_version(current.session, current.actor, item, number)):
        flash("The earlier version is back. What stood here before is kept as a version too.", "success")
        return redirect(url_for("portfolios.item", evidence_id=item.id), 303)
    return form_page(
        "portfolios/version.html",
        form,
        item=item,
        kept=earlier.kept,
        words=restored(earlier.kept.content),
        asked=ASKED[EvidenceKind(item.kind)],
        labels=LABELS,
    )
