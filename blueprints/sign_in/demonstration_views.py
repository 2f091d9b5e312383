"""The demonstration's door: sign in as any persona. It exists only on a demonstration's own machine."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.forms import form_key
from blueprints.sign_in.letting_in import let_in
from blueprints.sign_in.views import blueprint
from tenants.base.errors import NotFound
from tenants.sign_in.models import Door
from tenants.staff import actors


@blueprint.post("/schools/<slug>/sign-in/demonstration")
@public
def demonstration() -> ResponseReturnValue:
    chosen = form_key(request.form.get("person"))
    if not current.outside.demonstration or chosen is None:
        raise NotFound
    person = actors.actor(current.session, chosen)
    let_in(person.person_id, Door.DEMONSTRATION)
    return redirect(url_for("home.show"), 303)
