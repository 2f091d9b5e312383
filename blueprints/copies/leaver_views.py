"""For heads: the copy that goes after somebody who left."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.copies.forms import Press, SendForm
from blueprints.copies.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.copies.actions import copies as actions
from tenants.copies.models import Copy
from tenants.copies.queries import copies as queries
from tenants.copies.rules.copies import masked
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member


@blueprint.route("/staff/<uuid:staff_id>/copy", methods=["GET", "POST"])
@needs(Permission.COPY_SEND, staff_member)
def send(person: Staff) -> ResponseReturnValue:
    form = SendForm()
    if form.taken(lambda: actions.send_copy(current.session, current.actor, person, form.address.data or "")):
        flash("The copy is being packed. Its link goes out by email.", "success")
        return redirect(url_for("copies.send", staff_id=person.id), 303)
    named = queries.private_address(current.session, person.id)
    return form_page(
        "copies/send.html",
        form,
        person=person,
        named=masked(named) if named else None,
        sent=queries.sent_copies(current.session, person.id),
    )


@blueprint.route("/copies/<uuid:sent_id>/end", methods=["GET", "POST"])
@needs(Permission.COPY_SEND, queries.sent_copy)
def end(copy: Copy) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.end_link(current.session, current.actor, copy)):
        flash("Taken back. The link opens nothing any more.", "success")
        return redirect(url_for("copies.send", staff_id=copy.staff_id), 303)
    return form_page("copies/end.html", form, copy=copy)
