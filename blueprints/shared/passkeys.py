"""What a browser says back when it was asked for a passkey, and what it was asked."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from blueprints.shared.forms import form_key
from tenants.outside.passkeys import answer_in
from tenants.sign_in.passkeys import Asked, Given


def asked_of_browser(asked: Asked) -> ResponseReturnValue:
    """As static/js/passkeys.js takes it."""
    return jsonify(challenge=str(asked.id), options=asked.challenge.options)


def given_by_browser(challenge: str | None, answer: str | None, browser: str) -> Given:
    """Raises PasskeyRefused for a text that holds no answer."""
    return Given(form_key(challenge), answer_in(answer or ""), browser)
