"""Calls to the outside from inside a request: no transaction stays open across them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, g, redirect, request
from werkzeug.wrappers import Response

from blueprints.shared.current import current, signed_in
from blueprints.shared.forms import form_key
from tenants.base import receipts
from tenants.base.isolation import school_transaction


@contextmanager
def outside_call() -> Iterator[None]:
    """What was done before is kept, whatever the answer will be; the request goes on in a new transaction,
    and knows no record of the old one."""
    if "form_key" in g:
        receipts.drop(current.session, g.pop("form_key"))
    g.pop("work").__exit__(None, None, None)
    try:
        yield
    finally:
        g.work = school_transaction(current.session, current.school.id)
        g.work.__enter__()
    if request.method == "POST" and (first := led_to_first_post()):
        abort(first)


def led_to_first_post() -> Response | None:
    """None for the first post of a form, which takes its key; a second one is sent where the first led."""
    actor, key = signed_in(), form_key(request.form.get("form_key"))
    if actor is None or key is None:
        return None
    if receipts.take(current.session, actor.person_id, key):
        g.form_key = key
        return None
    return redirect(receipts.led_to(current.session, actor.person_id, key) or request.path, 303)
