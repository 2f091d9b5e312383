"""The messages that somebody got themselves."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.messages.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission
from tenants.messages.queries import received as queries
from tenants.messages.queries.received import Received
from tenants.notices import actions as notices
from tenants.notices.queries import notice


@blueprint.get("/messages")
@needs(Permission.ACCOUNT_OPEN)
def received() -> ResponseReturnValue:
    after = request.args.get("after", type=UUID)
    page = queries.page_of(current.session, current.actor.person_id, after)
    return render_template("messages/received.html", page=page, after=after)


@blueprint.get("/messages/received/<uuid:received_id>")
@needs(Permission.MESSAGE_READ, queries.received)
def read(received: Received) -> ResponseReturnValue:
    """Who comes by the letter's button has read it as much as who comes by the notice."""
    if received.notice_id is not None and received.read_at is None:
        notices.read(current.session, current.actor, notice(current.session, received.notice_id))
    return render_template("messages/read.html", received=received, read=received.reading)
