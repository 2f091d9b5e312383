"""Is this token the provider's answer, to us, to this attempt, now? Stricter than the libraries' defaults."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import TypeGuard, cast

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, MissingClaimError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.providers import Provider, Providers

LEEWAY_SECONDS = 30
OLDEST_SECONDS = 900  # Microsoft dates its tokens five minutes back
LONGEST_SUBJECT = 255

Claims = Mapping[str, object]

_HALF_HASH = {"EdDSA": hashlib.sha512, "Ed25519": hashlib.sha512}


class _Accepted(JWSRegistry):
    """Nothing but the accepted names; without the library's warning of EdDSA, the old name still in use."""

    def get_alg(self, name: str) -> JWSAlgModel:
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


def verified_claims(
    token: object, access_token: object, provider: Provider, providers: Providers, client_id: str, nonce: str
) -> Claims:
    if not isinstance(token, str) or not token:
        raise SignInFailed(Failure.GARBLED, "the answer has no ID token")
    signed = signed_token(token, provider, providers, "JWT")
    check_audience(signed.claims, provider.issuer, client_id)
    check_times(signed.claims)
    _check_nonce(signed.claims, nonce)
    _check_subject(signed.claims)
    _check_access_token(signed, access_token)
    return signed.claims


def signed_token(token: str, provider: Provider, providers: Providers, kind: str) -> jwt.Token:
    """`kind` is what its header must call it; only an ID token may leave that out."""
    try:
        signed = _decoded_with_newer_keys(token, provider, providers)
    except (JoseError, ValueError, TypeError, RecursionError) as fault:
        raise SignInFailed(Failure.BAD_SIGNATURE, type(fault).__name__) from fault
    if str(signed.header.get("typ", "JWT")).upper() != kind.upper():
        raise SignInFailed(Failure.GARBLED, "a token for another purpose")
    return signed


def _decoded_with_newer_keys(token: str, provider: Provider, providers: Providers) -> jwt.Token:
    """An unknown key id may be a new key: look once more."""
    try:
        return _decoded(token, providers.keys(provider), provider)
    except InvalidKeyIdError:
        return _decoded(token, providers.newer_keys(provider), provider)


def _decoded(token: str, keys: KeySet, provider: Provider) -> jwt.Token:
    registry = _Accepted(algorithms=provider.algorithms, strict_check_header=False)
    return jwt.decode(token, keys, registry=registry)


def check_audience(claims: Claims, issuer: str, client_id: str) -> None:
    if claims.get("iss") != issuer:
        raise SignInFailed(Failure.WRONG_ISSUER, "the token names another issuer")
    if claims.get("aud") not in (client_id, [client_id]):
        raise SignInFailed(Failure.WRONG_AUDIENCE, "the token is not for us alone")
    if claims.get("azp", client_id) != client_id:
        raise SignInFailed(Failure.WRONG_AUDIENCE, "the token was given to somebody else")


def check_times(claims: Claims) -> None:
    """Against real time: the movable clock has no say in what a provider signs."""
    now = int(time.time())
    times = {name: claims[name] for name in ("exp", "iat", "nbf") if name in claims}
    registry = jwt.JWTClaimsRegistry(now, LEEWAY_SECONDS, exp={"essential": True}, iat={"essential": True})
    try:
        registry.validate(times)
    except MissingClaimError as fault:
        raise SignInFailed(Failure.MISSING_CLAIM, fault.description) from fault
    except JoseError as fault:
        raise SignInFailed(Failure.CLOCK, fault.description) from fault
    if cast("float", claims["iat"]) < now - OLDEST_SECONDS - LEEWAY_SECONDS:
        raise SignInFailed(Failure.CLOCK, "the token was made long ago")


def _check_nonce(claims: Claims, nonce: str) -> None:
    if not same(claims.get("nonce"), nonce):
        raise SignInFailed(Failure.REPLAYED, "the token answers another attempt")


def _check_subject(claims: Claims) -> None:
    subject = claims.get("sub")
    if not is_identifier(subject):
        raise SignInFailed(Failure.MISSING_CLAIM, "sub")


def is_identifier(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and _is_plain(text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text.strip() == text and 0 < len(text) <= LONGEST_SUBJECT


def _check_access_token(signed: jwt.Token, access_token: object) -> None:
    """`at_hash` may be left out here, but where it stands it must fit."""
    if "at_hash" not in signed.claims:
        return
    digest = _HALF_HASH.get(signed.header["alg"], hashlib.sha256)(
        str(access_token).encode(errors="replace")
    ).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if not same(signed.claims["at_hash"], half):
        raise SignInFailed(Failure.GARBLED, "the access token is not the one that was signed")


def same(given: object, expected: str) -> bool:
    """Constant-time, and false for whatever is no text."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(errors="replace"), expected.encode())
