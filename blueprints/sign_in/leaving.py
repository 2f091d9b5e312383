"""Signing out of Lectern, and where the school wants it, of the school account behind it."""

import logging

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.current import current
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.school_sign_in import callback_url, label, signed_out_url
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.logout import logout_url
from tenants.sign_in.actions.logout import AccountToLeave, account_to_leave
from tenants.sign_in.sessions import end_session

log = logging.getLogger(__name__)


def leave(token: str) -> ResponseReturnValue:
    """The session here ends first, whatever the provider says. Then by a page in between: a form may not lead
    to another host."""
    account = account_to_leave(current.session, token)
    end_session(current.session, token)
    g.pop("actor", None)
    url = _logout_url(account) if account else None
    if account is None or url is None:
        return redirect(url_for("sign_in.doors"), 303)
    return render_template("shared/onward.html", url=url, to=label(account.connection), leaving=True)


def _logout_url(account: AccountToLeave) -> str | None:
    value = account.connection.at(callback_url(account.connection.id))
    try:
        with outside_call():
            return logout_url(value, current.outside.providers, account.id_token, signed_out_url())
    except SignInFailed as failed:
        log.warning("signing out at the account of %s: %s", current.school.slug, failed)
        return None
