"""Signing out at the school's own account: we send the person there, or the provider tells us behind our back."""

from dataclasses import dataclass

from authlib.common.urls import add_params_to_uri

from tenants.outside.oidc.connection import Connection
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.providers import Providers
from tenants.outside.oidc.tokens import Claims, check_audience, check_times, is_identifier, signed_token

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_TOKEN = 16_384
LONGEST_HINT = 4_000  # it travels in an address


@dataclass(frozen=True)
class Logout:
    """Who is signed out: one session at the provider, or all of a subject's when there is none."""

    token_id: str
    subject: str | None
    session: str | None


def verified_logout(token: object, connection: Connection, providers: Providers) -> Logout:
    """Raises SignInFailed. Whether the same token came before is for the caller to know."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
        raise SignInFailed(Failure.GARBLED, "no logout token")
    provider = providers.provider(connection.issuer)
    claims = signed_token(token, provider, providers, "logout+jwt").claims
    check_audience(claims, provider.issuer, connection.client_id)
    check_times(claims)
    _check_purpose(claims)
    return Logout(_token_id(claims), _of(claims, "sub"), _of(claims, "sid"))


def _check_purpose(claims: Claims) -> None:
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise SignInFailed(Failure.GARBLED, "the token speaks of no logout")
    if "nonce" in claims:
        raise SignInFailed(Failure.GARBLED, "a logout token has no nonce")
    if "sub" not in claims and "sid" not in claims:
        raise SignInFailed(Failure.MISSING_CLAIM, "sub or sid")


def _token_id(claims: Claims) -> str:
    found = claims.get("jti")
    if not is_identifier(found):
        raise SignInFailed(Failure.MISSING_CLAIM, "jti")
    return found


def _of(claims: Claims, name: str) -> str | None:
    if name not in claims:
        return None
    found = claims[name]
    if not is_identifier(found):
        raise SignInFailed(Failure.GARBLED, name)
    return found


def logout_url(connection: Connection, providers: Providers, id_token: str | None, back: str) -> str | None:
    """None for a provider without such an address, as Google. Raises SignInFailed when it cannot be asked."""
    endpoint = providers.provider(connection.issuer).end_session_endpoint
    if not endpoint:
        return None
    asked = {"client_id": connection.client_id, "post_logout_redirect_uri": back}
    if id_token and len(id_token) <= LONGEST_HINT:
        asked["id_token_hint"] = id_token
    return str(add_params_to_uri(endpoint, list(asked.items())))
