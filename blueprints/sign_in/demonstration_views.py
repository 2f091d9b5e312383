"""The demonstration's door: sign in as any persona. It exists only on a demonstration's own machine."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.forms import form_key
from blueprints.sign_in import cookie
from blueprints.sign_in.views import blueprint
from tenants.base.errors import NotFound
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tenants.staff import actors


@blueprint.post("/schools/<slug>/sign-in/demonstration")
@public
def demonstration() -> ResponseReturnValue:
    chosen = form_key(request.form.get("person"))
    if not current.outside.demonstration or chosen is None:
        raise NotFound
    person = actors.actor(current.session, chosen)
    cookie.remember(current.school.slug, begin_session(current.session, person.person_id, Door.DEMONSTRATION))
    return redirect(url_for("home.show"), 303)
