"""A copy of one's own work, to keep."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.copies.forms import AddressForm, Press
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from tenants.base.errors import NotFound
from tenants.base.outbox import progress_of
from tenants.base.permissions import Permission
from tenants.copies.actions import copies as actions
from tenants.copies.jobs import PackCopy
from tenants.copies.models import Copy
from tenants.copies.queries import copies as queries
from tenants.copies.rules.copies import CopyState

blueprint = Blueprint("copies", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.route("/copies", methods=["GET", "POST"])
@needs(Permission.COPY_ASK)
def index() -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.ask_for_copy(current.session, current.actor)):
        flash("Your copy is being packed. An email says when it is ready.", "success")
        return redirect(url_for("copies.index"), 303)
    own = queries.own_copies(current.session, current.actor.person_id)
    packing = next((one for one in own if one.state is CopyState.PACKING), None)
    return form_page(
        "copies/index.html",
        form,
        copies=own,
        progress=packing and progress_of(current.session, PackCopy, str(packing.id)),
        address=queries.private_address(current.session, current.actor.person_id),
    )


@blueprint.route("/copies/address", methods=["GET", "POST"])
@needs(Permission.COPY_ASK)
def address() -> ResponseReturnValue:
    named = queries.private_address(current.session, current.actor.person_id)
    form = AddressForm(address=named)
    if form.taken(lambda: actions.name_address(current.session, current.actor, form.address.data or "")):
        flash("Saved.", "success")
        return redirect(url_for("copies.index"), 303)
    return form_page("copies/address.html", form)


@blueprint.get("/copies/<uuid:copy_id>")
@needs(Permission.COPY_READ, queries.own_copy)
def download(copy: Copy) -> Response:
    return packed(copy)


@dataclass(frozen=True)
class Archive:
    key: str
    size: int
    name: str
    media_type: str = "application/zip"


def packed(copy: Copy, called: str = "my-work") -> Response:
    """The file of a copy whose time is not over."""
    if copy.state is not CopyState.READY or not copy.key or not copy.size:
        raise NotFound
    name = f"{called}-{current.school.slug}-{copy.asked_at:%Y-%m-%d}.zip"
    return attachment(Archive(copy.key, copy.size, name))
