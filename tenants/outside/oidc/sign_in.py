"""Sign-in with the school's own account: `begin` sends the person there, `complete` judges what comes back.

The caller keeps the attempt on the server and gives it back once, for the browser and the connection that
began it."""

import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from tenants.outside.oidc.connection import Connection, Kind, faults
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.identity import Identity, identity_of
from tenants.outside.oidc.providers import Provider, Providers
from tenants.outside.oidc.tokens import same, verified_claims
from tenants.outside.outbound import Answer

SCOPE = "openid email profile"
ATTEMPT_SECONDS = 900
ANSWERS = range(200, 500)

# The provider knows us no longer: a matter for the IT lead, not for the person who signs in.
_OUR_FAULT = frozenset({"invalid_client", "unauthorized_client", "invalid_request", "invalid_scope"})


@dataclass(frozen=True)
class Attempt:
    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    issuer: str
    callback_url: str
    began_at: int


@dataclass(frozen=True)
class SignInRequest:
    url: str
    attempt: Attempt


def begin(connection: Connection, providers: Providers) -> SignInRequest:
    provider = _provider(connection, providers)
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        code_verifier=secrets.token_urlsafe(48),
        issuer=connection.issuer,
        callback_url=connection.callback_url,
        began_at=int(time.time()),
    )
    return SignInRequest(_sign_in_url(connection, provider, attempt), attempt)


def check(connection: Connection, providers: Providers) -> None:
    """Raises SignInFailed unless the provider is there and publishes what signing in needs."""
    providers.keys(_provider(connection, providers))


def complete(
    connection: Connection, attempt: Attempt, callback: Mapping[str, str], providers: Providers
) -> Identity:
    _check_attempt(connection, attempt, callback)
    provider = _provider(connection, providers)
    _check_answer(callback, provider)
    answer = _exchange(connection, attempt, callback["code"], provider, providers)
    tokens = _tokens(answer)
    with _telling_the_time(answer):
        claims = verified_claims(
            tokens.get("id_token"),
            tokens.get("access_token"),
            provider,
            providers,
            connection.client_id,
            attempt.nonce,
        )
    return replace(identity_of(claims, connection), id_token=str(tokens["id_token"]))


def _provider(connection: Connection, providers: Providers) -> Provider:
    found = faults(connection, providers.outbound)
    if "issuer" in found:
        raise SignInFailed(Failure.ADDRESS_REFUSED, found["issuer"])
    if found:
        raise SignInFailed(Failure.MISCONFIGURED, ", ".join(found))
    return providers.provider(connection.issuer)


def _sign_in_url(connection: Connection, provider: Provider, attempt: Attempt) -> str:
    """Google's `hd` only shortens the list of accounts: the signed claim is what counts."""
    only_domain = next(iter(connection.domains)) if len(connection.domains) == 1 else None
    return str(
        prepare_grant_uri(
            provider.authorization_endpoint,
            connection.client_id,
            "code",
            redirect_uri=connection.callback_url,
            scope=SCOPE,
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.code_verifier),
            code_challenge_method="S256",
            hd=only_domain if connection.kind is Kind.GOOGLE else None,
        )
    )


def _check_attempt(connection: Connection, attempt: Attempt, callback: Mapping[str, str]) -> None:
    if not same(callback.get("state"), attempt.state):
        raise SignInFailed(Failure.REPLAYED, "the answer belongs to another attempt")
    if (attempt.issuer, attempt.callback_url) != (connection.issuer, connection.callback_url):
        raise SignInFailed(Failure.REPLAYED, "the attempt was begun with another connection")
    if time.time() - attempt.began_at > ATTEMPT_SECONDS:
        raise SignInFailed(Failure.TOO_LATE)


def _check_answer(callback: Mapping[str, str], provider: Provider) -> None:
    """The sender first (RFC 9207): a code from another provider must not reach this one's token endpoint."""
    if not same(callback.get("iss", "" if provider.names_itself else provider.issuer), provider.issuer):
        raise SignInFailed(Failure.WRONG_ISSUER, "the answer comes from another provider")
    if "error" in callback:
        raise _refusal(callback["error"])
    if not callback.get("code"):
        raise SignInFailed(Failure.GARBLED, "the answer has no code")


def _exchange(
    connection: Connection, attempt: Attempt, code: str, provider: Provider, providers: Providers
) -> Answer:
    method = "client_secret_post" if provider.secret_in_form else "client_secret_basic"
    auth = ClientAuth(connection.client_id, connection.client_secret, method)
    form = prepare_token_request(
        "authorization_code",
        redirect_uri=attempt.callback_url,
        code=code,
        code_verifier=attempt.code_verifier,
    )
    url, headers, form = auth.prepare("POST", provider.token_endpoint, {}, form)
    return providers.post_form(url, form, headers)


def _tokens(answer: Answer) -> Mapping[str, object]:
    if answer.status not in ANSWERS or not isinstance(answer.document, dict):
        raise SignInFailed(Failure.UNREACHABLE, f"the token endpoint answered {answer.status}")
    if answer.status != 200 or "error" in answer.document:
        raise _refusal(answer.document.get("error"))
    return answer.document


@contextmanager
def _telling_the_time(answer: Answer) -> Iterator[None]:
    """Whose clock is wrong, and by how much: the first thing that is asked when a token's times do not fit."""
    try:
        yield
    except SignInFailed as failed:
        if failed.kind is not Failure.CLOCK or answer.clock_ahead is None:
            raise
        raise SignInFailed(failed.kind, f"{failed.detail}; {_difference(answer.clock_ahead)}") from failed


def _difference(ahead: int) -> str:
    if abs(ahead) < 60:
        return "by the date of its answer the provider's clock agrees with ours to the minute"
    way = "ahead of" if ahead > 0 else "behind"
    return f"by the date of its answer the provider's clock is {round(abs(ahead) / 60)} min {way} ours"


def _refusal(code: object) -> SignInFailed:
    known = code if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,60}", code) else "no reason given"
    kind = Failure.MISCONFIGURED if known in _OUR_FAULT else Failure.REFUSED_BY_PROVIDER
    return SignInFailed(kind, known)
