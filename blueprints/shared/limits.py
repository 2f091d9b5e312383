"""Rate limits, counted in Valkey; while it is away each process counts for itself. Only who knocked too often is
told of them (app/errors.py): to tell everybody took two more questions for each page."""

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from blueprints.shared.current import signed_in
from tenants.outside.passkeys import PasskeyRefused, answer_in, claimed_id

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    in_memory_fallback_enabled=True,
    swallow_errors=True,
)


def by_school() -> str:
    return f"school:{(request.view_args or {}).get('slug', '')}:{request.path.split('/')[2:3]}"


def by_passkey() -> str:
    """The passkey that the form says it is: nobody can try one from many places."""
    try:
        claimed = claimed_id(answer_in(request.form.get("answer", ""))).hex()
    except PasskeyRefused:
        claimed = f"none:{get_remote_address()}"
    return f"passkey:{request.path}:{claimed}"


def by_address_typed() -> str:
    """The email address in the form: one account can't be flooded from many places."""
    return f"typed:{request.path}:{_typed()}"


def no_address_typed() -> bool:
    """Nobody's account is named, and no letter goes out: else all who forget their address would share one limit."""
    return not _typed()


def _typed() -> str:
    return request.form.get("email", "").strip().lower()


def by_person() -> str:
    """Who is signed in; a visitor by where they are."""
    actor = signed_in()
    return f"person:{actor.staff_id}" if actor else f"visitor:{get_remote_address()}"
