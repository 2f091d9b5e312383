"""What a hostile provider publishes about itself, and how long we believe it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import OctKey, OKPKey, RSAKey

from tenants.outside.addresses import loopback_exceptions
from tenants.outside.oidc.connection import Connection
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.identity import Identity
from tenants.outside.oidc.providers import KEEP_SECONDS, MOST_KEPT, REFETCH_SECONDS, Kept, Providers
from tenants.outside.outbound import Outbound
from tests.evil_provider import (
    CLIENT_SECRET,
    EC,
    FOREIGN_RSA,
    RSA,
    EvilProvider,
    by_hand,
    hmac_with,
    public,
    signed,
    unsigned,
)
from tests.tenants.outside.oidc.conftest import Forge

SignIn = Callable[[Connection, Forge], Identity]
Connect = Callable[..., Connection]
DISCOVERY = "/.well-known/openid-configuration"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Trick:
    name: str
    play: Callable[[EvilProvider], object]
    failure: Failure
    detail: str


def publishing(**changes: Any) -> Callable[[EvilProvider], object]:
    return lambda evil: evil.metadata.update(changes)


def publishing_at(
    path: str, status: int, body: bytes = b"{}", **headers: str
) -> Callable[[EvilProvider], object]:
    return lambda evil: evil.pages.update({path: (status, JSON | headers, body)})


def with_keys(*keys: Any) -> Callable[[EvilProvider], object]:
    def play(evil: EvilProvider) -> None:
        evil.keys = list(keys)

    return play


def weak_key() -> dict[str, Any]:
    with pytest.warns(SecurityWarning):
        return dict(public(RSAKey.generate_key(1024)))


def issuer_with_a_slash(evil: EvilProvider) -> None:
    evil.metadata["issuer"] += "/"


ISSUER, SETTINGS = Failure.WRONG_ISSUER, Failure.MISCONFIGURED
ADDRESS, UNREACHABLE = Failure.ADDRESS_REFUSED, Failure.UNREACHABLE
COMMON = "https://login.microsoftonline.com/{tenantid}/v2.0"

TRICKS = (
    Trick("another issuer", publishing(issuer="https://evil.example"), ISSUER, "discovery document"),
    Trick("issuer with a slash more", issuer_with_a_slash, ISSUER, "discovery document"),
    Trick(
        "issuer a pattern, as of Microsoft's /common", publishing(issuer=COMMON), ISSUER, "discovery document"
    ),
    Trick("issuer missing", publishing(issuer=None), ISSUER, "discovery document"),
    Trick(
        "offers only unsigned and shared-secret tokens",
        publishing(id_token_signing_alg_values_supported=["none", "HS256"]),
        SETTINGS,
        "no signature",
    ),
    Trick(
        "token endpoint inside our network",
        publishing(token_endpoint="https://10.0.0.1/token"),
        ADDRESS,
        "public web server",
    ),
    Trick(
        "token endpoint without encryption",
        publishing(token_endpoint="http://evil.example/token"),
        ADDRESS,
        "https",
    ),
    Trick("keys on another loopback port", publishing(jwks_uri="http://127.0.0.1:1/keys"), ADDRESS, "https"),
    Trick("keys in a file", publishing(jwks_uri="file:///etc/passwd"), ADDRESS, "https"),
    Trick("a script to send people to", publishing(authorization_endpoint="javascript:x"), ADDRESS, "https"),
    Trick("no token endpoint", publishing(token_endpoint=None), SETTINGS, "token_endpoint"),
    Trick("a list", publishing_at(DISCOVERY, 200, b"[]"), SETTINGS, "no JSON object"),
    Trick("a page", publishing_at(DISCOVERY, 200, b"<html>"), UNREACHABLE, ""),
    Trick("an error", publishing_at(DISCOVERY, 500), UNREACHABLE, "500"),
    Trick("nothing", publishing_at(DISCOVERY, 404), UNREACHABLE, "404"),
    Trick(
        "a way into our network",
        publishing_at(DISCOVERY, 302, Location="http://169.254.169.254/latest"),
        UNREACHABLE,
        "redirected",
    ),
    Trick("a document too long", publishing_at(DISCOVERY, 200, b" " * 600_000), UNREACHABLE, "too long"),
    Trick("keys that lead elsewhere", publishing_at("/keys", 307, Location="/x"), UNREACHABLE, "redirected"),
    Trick("keys that are no list", publishing_at("/keys", 200, b'{"keys": {}}'), SETTINGS, "no usable key"),
    Trick("no keys", with_keys(), SETTINGS, "no usable key"),
    Trick("a shared secret as key", with_keys(OctKey.generate_key(256).as_dict()), SETTINGS, "no usable key"),
    Trick(
        "a curve we do not know",
        with_keys(OKPKey.generate_key("Ed448").as_dict(private=False)),
        SETTINGS,
        "no usable key",
    ),
    Trick("a key too weak", lambda evil: with_keys(weak_key())(evil), SETTINGS, "no usable key"),
    Trick("a key for something else", with_keys(public(RSA, use="enc")), SETTINGS, "no usable key"),
    Trick("broken keys", with_keys({"kty": "EC", "crv": "P-256"}, "?", 1), SETTINGS, "no usable key"),
)


def honest(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce))


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.name.replace(" ", "_"))
def test_a_trick_of_the_provider_is_refused(
    trick: Trick, evil: EvilProvider, connect: Connect, sign_in: SignIn
) -> None:
    trick.play(evil)

    with pytest.raises(SignInFailed) as failed:
        sign_in(connect(), honest)

    assert (failed.value.kind, trick.detail in failed.value.detail) == (trick.failure, True), failed.value


def test_the_same_provider_without_tricks_signs_in(connect: Connect, sign_in: SignIn) -> None:
    assert sign_in(connect(), honest).subject == "person-1"


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_offering_a_bad_signature_beside_good_ones_does_not_make_it_accepted(
    alg: str, evil: EvilProvider, connect: Connect, sign_in: SignIn
) -> None:
    evil.metadata["id_token_signing_alg_values_supported"] += [alg]
    sign = unsigned if alg == "none" else hmac_with(CLIENT_SECRET.encode())

    with pytest.raises(SignInFailed) as failed:
        sign_in(connect(), lambda e, nonce: by_hand({"alg": alg}, e.claims(nonce), sign))

    assert (failed.value.kind, failed.value.detail) == (Failure.BAD_SIGNATURE, "UnsupportedAlgorithmError")


def test_what_a_provider_does_not_offer_is_refused_even_if_we_know_it(
    evil: EvilProvider, connect: Connect, sign_in: SignIn
) -> None:
    evil.metadata["id_token_signing_alg_values_supported"] = ["RS256"]

    with pytest.raises(SignInFailed) as failed:
        sign_in(connect(), lambda e, nonce: signed(e.claims(nonce), EC, alg="ES256"))

    assert failed.value.detail == "UnsupportedAlgorithmError"


def test_unusable_keys_are_passed_over_beside_a_usable_one(
    evil: EvilProvider, connect: Connect, sign_in: SignIn
) -> None:
    with_keys({"kty": "AKP"}, {"kty": ["RSA"]}, weak_key(), {"kty": "RSA"}, public(RSA))(evil)

    assert sign_in(connect(), honest).subject == "person-1"


class Hands:
    """A clock for what is kept, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def providers(evil: EvilProvider, hands: Hands) -> Providers:
    return Providers(Outbound(loopback_exceptions([evil.host])), clock=hands)


def test_what_a_provider_publishes_is_fetched_once_in_a_while(
    evil: EvilProvider, connect: Connect, sign_in: SignIn, hands: Hands
) -> None:
    sign_in(connect(), honest)
    hands.now += KEEP_SECONDS - 1
    sign_in(connect(), honest)
    assert (evil.times_asked(DISCOVERY), evil.times_asked("/keys")) == (1, 1)

    hands.now += 1
    sign_in(connect(), honest)

    assert (evil.times_asked(DISCOVERY), evil.times_asked("/keys")) == (2, 2)


def test_what_is_kept_does_not_grow_without_end(hands: Hands) -> None:
    kept: Kept[str] = Kept(hands)
    for number in range(MOST_KEPT + 1):
        kept.get(f"https://{number}.example", KEEP_SECONDS, lambda: "first")

    assert kept.get(f"https://{MOST_KEPT}.example", KEEP_SECONDS, lambda: "again") == "first"
    assert kept.get("https://0.example", KEEP_SECONDS, lambda: "again") == "again"


def test_a_failure_to_fetch_is_not_kept(evil: EvilProvider, connect: Connect, sign_in: SignIn) -> None:
    publishing_at(DISCOVERY, 503)(evil)
    with pytest.raises(SignInFailed):
        sign_in(connect(), honest)

    evil.pages.clear()

    assert sign_in(connect(), honest).subject == "person-1"


def rolled(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce), FOREIGN_RSA, kid="new")


def test_a_new_key_of_the_provider_is_found_at_once(
    evil: EvilProvider, connect: Connect, sign_in: SignIn, hands: Hands
) -> None:
    sign_in(connect(), honest)
    with_keys(public(FOREIGN_RSA, kid="new"))(evil)
    hands.now += REFETCH_SECONDS

    assert sign_in(connect(), rolled).subject == "person-1"


def test_unknown_key_ids_do_not_make_us_fetch_keys_again_and_again(
    evil: EvilProvider, connect: Connect, sign_in: SignIn, hands: Hands
) -> None:
    sign_in(connect(), honest)
    hands.now += REFETCH_SECONDS
    for _ in range(5):
        with pytest.raises(SignInFailed):
            sign_in(connect(), rolled)

    assert evil.times_asked("/keys") == 2


def test_a_key_that_the_provider_took_back_is_refused_when_the_keys_are_fetched_again(
    evil: EvilProvider, connect: Connect, sign_in: SignIn, hands: Hands
) -> None:
    sign_in(connect(), honest)
    with_keys(public(FOREIGN_RSA, kid="new"))(evil)
    hands.now += KEEP_SECONDS

    with pytest.raises(SignInFailed) as failed:
        sign_in(connect(), honest)

    assert failed.value.detail == "InvalidKeyIdError"
