"""Rate limits, counted in Valkey; while it is away each process counts for itself."""

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    in_memory_fallback_enabled=True,
    swallow_errors=True,
    headers_enabled=True,
)


def by_school() -> str:
    return f"school:{(request.view_args or {}).get('slug', '')}:{request.path.split('/')[2:3]}"


def by_address_typed() -> str:
    """The e-mail address in the form: one account can't be flooded from many places."""
    return f"typed:{request.path}:{request.form.get('email', '').strip().lower()}"
