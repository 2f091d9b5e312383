"""What comes back from the browser and from the token endpoint, when it is not what it should be."""

from collections.abc import Callable, Mapping

import pytest

from tenants.outside.oidc.connection import Connection, Kind
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.providers import Providers
from tenants.outside.oidc.sign_in import Attempt, begin, complete
from tests.evil_provider import ACCESS_TOKEN, CLIENT_SECRET, EvilProvider, half_hash, signed

Connect = Callable[..., Connection]
Headers = Mapping[str, str]
Form = Mapping[str, str]


def refusal(connection: Connection, providers: Providers, **back: str) -> tuple[Failure, str]:
    attempt = begin(connection, providers).attempt
    with pytest.raises(SignInFailed) as failed:
        complete(connection, attempt, {"state": attempt.state, **back}, providers)
    return failed.value.kind, failed.value.detail


@pytest.mark.parametrize(
    ("status", "answer", "kind", "detail"),
    [
        (400, {"error": "invalid_grant"}, Failure.REFUSED_BY_PROVIDER, "invalid_grant"),
        (401, {"error": "invalid_client"}, Failure.MISCONFIGURED, "invalid_client"),
        (200, {"error": "access_denied", "id_token": "x"}, Failure.REFUSED_BY_PROVIDER, "access_denied"),
        (400, {"id_token": "x"}, Failure.REFUSED_BY_PROVIDER, "no reason given"),
        (400, {"error": ["invalid_client"]}, Failure.REFUSED_BY_PROVIDER, "no reason given"),
        (400, {"error": "<b>\r\nforged log line"}, Failure.REFUSED_BY_PROVIDER, "no reason given"),
        (400, {"error": "a" * 61}, Failure.REFUSED_BY_PROVIDER, "no reason given"),
        (500, {"error": "invalid_client"}, Failure.UNREACHABLE, "the token endpoint answered 500"),
        (503, {}, Failure.UNREACHABLE, "the token endpoint answered 503"),
        (200, [], Failure.UNREACHABLE, "the token endpoint answered 200"),
        (200, None, Failure.UNREACHABLE, "the token endpoint answered 200"),
        (200, {}, Failure.GARBLED, "the answer has no ID token"),
    ],
)
def test_an_answer_without_tokens_is_told_apart(
    status: int,
    answer: object,
    kind: Failure,
    detail: str,
    evil: EvilProvider,
    connect: Connect,
    providers: Providers,
) -> None:
    evil.token_status, evil.tokens = status, answer

    assert refusal(connect(), providers, code="a code") == (kind, detail)


def test_tokens_beside_an_error_status_are_not_taken(
    evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    attempt = begin(connect(), providers).attempt
    evil.gives(signed(evil.claims(attempt.nonce)))
    evil.token_status = 403

    with pytest.raises(SignInFailed) as failed:
        complete(connect(), attempt, {"state": attempt.state, "code": "a code"}, providers)

    assert failed.value.kind is Failure.REFUSED_BY_PROVIDER


@pytest.mark.parametrize("access_token", ["\ud800", None, 7, ["an access token"]])
def test_an_access_token_of_another_form_fits_no_hash(
    access_token: object, evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    attempt = begin(connect(), providers).attempt
    evil.gives(signed(evil.claims(attempt.nonce, at_hash=half_hash(ACCESS_TOKEN))))
    evil.tokens["access_token"] = access_token

    with pytest.raises(SignInFailed) as failed:
        complete(connect(), attempt, {"state": attempt.state, "code": "a code"}, providers)

    assert failed.value.kind is Failure.GARBLED


@pytest.mark.parametrize("back", [{}, {"code": ""}])
def test_an_answer_without_a_code_goes_nowhere(
    back: dict[str, str], evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    assert refusal(connect(), providers, **back) == (Failure.GARBLED, "the answer has no code")
    assert evil.times_asked("/token") == 0


def test_an_error_beside_a_code_is_an_error(
    evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    back = {"code": "a code", "error": "access_denied"}

    assert refusal(connect(), providers, **back) == (Failure.REFUSED_BY_PROVIDER, "access_denied")
    assert evil.times_asked("/token") == 0


def test_a_provider_that_did_not_promise_to_name_itself_may_yet_not_name_another(
    evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    kind, _ = refusal(connect(), providers, code="a code", iss="https://evil.example")

    assert kind is Failure.WRONG_ISSUER
    assert evil.times_asked("/token") == 0


@pytest.mark.parametrize(
    ("kind", "domains", "hinted"),
    [
        (Kind.GOOGLE, {"alpha.example"}, True),
        (Kind.GOOGLE, {"alpha.example", "alpha.sch.example"}, False),
        (Kind.ANY, {"alpha.example"}, False),
    ],
)
def test_google_is_told_the_domain_where_there_is_one(
    kind: Kind, domains: set[str], hinted: bool, connect: Connect, providers: Providers
) -> None:
    url = begin(connect(kind, domains=frozenset(domains)), providers).url

    assert ("hd=alpha.example" in url) is hinted


def posted(evil: EvilProvider, connection: Connection, providers: Providers) -> tuple[Attempt, Headers, Form]:
    """What a good sign-in sends to the token endpoint."""
    attempt = begin(connection, providers).attempt
    evil.gives(signed(evil.claims(attempt.nonce)))
    complete(connection, attempt, {"state": attempt.state, "code": "a & b"}, providers)
    return attempt, *next(asked for path, *asked in evil.asked if path == "/token")


@pytest.mark.parametrize(
    "offered", [["client_secret_basic"], ["client_secret_post", "client_secret_basic"], None]
)
def test_the_secret_goes_as_the_provider_wants_it_and_never_both_ways(
    offered: list[str] | None, evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    evil.metadata["token_endpoint_auth_methods_supported"] = offered

    _, headers, form = posted(evil, connect(), providers)

    in_form = bool(offered and "client_secret_post" in offered)
    assert (form.get("client_secret") == CLIENT_SECRET, "Authorization" in headers) == (in_form, not in_form)


def test_the_code_goes_with_the_verifier_of_the_attempt(
    evil: EvilProvider, connect: Connect, providers: Providers
) -> None:
    attempt, _, form = posted(evil, connect(), providers)

    assert form["code"] == "a & b"
    assert form["code_verifier"] == attempt.code_verifier
    assert form["redirect_uri"] == attempt.callback_url
