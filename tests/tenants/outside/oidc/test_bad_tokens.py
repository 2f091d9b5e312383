"""Every bad token is refused for its own reason, and the honest one beside it is accepted."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tenants.outside.oidc.connection import CONSUMER_DIRECTORY, Connection, Kind
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.identity import Identity
from tests.evil_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    EC,
    ED,
    FOREIGN_EC,
    FOREIGN_RSA,
    MISSING,
    RSA,
    EvilProvider,
    by_hand,
    half_hash,
    hmac_with,
    public,
    signed,
    unsigned,
    with_payload,
)
from tests.tenants.outside.oidc.conftest import Forge

HOUR = 3600
DAY = 24 * HOUR
SignIn = Callable[[Connection, Forge], Identity]
Connect = Callable[..., Connection]


@dataclass(frozen=True)
class Bad:
    name: str
    forge: Forge
    failure: Failure
    detail: str
    kind: Kind = Kind.ANY


def honest(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce))


def claiming(**changes: Any) -> Forge:
    return lambda evil, nonce: signed(evil.claims(nonce, **changes))


def at(seconds: int, *names: str, **changes: Any) -> Forge:
    """Properly signed, with these times so many seconds from now."""
    return lambda evil, nonce: signed(
        evil.claims(nonce, **{name: int(time.time()) + seconds for name in names}, **changes)
    )


def headed(key: Any = RSA, **header: Any) -> Forge:
    return lambda evil, nonce: signed(evil.claims(nonce), key, **header)


def forged(alg: str, sign: Callable[[bytes], bytes]) -> Forge:
    return lambda evil, nonce: by_hand({"alg": alg, "kid": "rsa"}, evil.claims(nonce), sign)


def giving(token: object) -> Forge:
    return lambda _evil, _nonce: token


def other_issuer(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce, iss=f"{evil.issuer}/"))


def pointing_at_foreign_keys(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce), FOREIGN_RSA, kid="rsa", jku=f"{evil.issuer}/foreign-keys")


def carrying_a_foreign_key(evil: EvilProvider, nonce: str) -> str:
    return signed(evil.claims(nonce), FOREIGN_EC, alg="ES256", kid="ec", jwk=public(FOREIGN_EC))


def tampered(evil: EvilProvider, nonce: str) -> str:
    return with_payload(honest(evil, nonce), evil.claims(nonce, sub="the-head"))


def signature_taken_off(evil: EvilProvider, nonce: str) -> str:
    return honest(evil, nonce).rpartition(".")[0] + "."


def unknown_critical_header(evil: EvilProvider, nonce: str) -> str:
    header = {"alg": "RS256", "kid": "rsa", "crit": ["burn-after-reading"], "burn-after-reading": True}
    return by_hand(header, evil.claims(nonce), lambda text: RSA.private_key.sign(text, PKCS1v15(), SHA256()))


def encrypted_instead(evil: EvilProvider, nonce: str) -> str:
    return honest(evil, nonce) + ".more.parts"


ISSUER, AUDIENCE, CLOCK = Failure.WRONG_ISSUER, Failure.WRONG_AUDIENCE, Failure.CLOCK
SIGNATURE, GARBLED, CLAIM = Failure.BAD_SIGNATURE, Failure.GARBLED, Failure.MISSING_CLAIM
REPLAYED, TENANT, EMAIL = Failure.REPLAYED, Failure.WRONG_TENANT, Failure.UNVERIFIED_EMAIL

BAD = (
    # Who it is from, and for whom
    Bad("issuer of somebody else", claiming(iss="https://evil.example"), ISSUER, "another issuer"),
    Bad("issuer missing", claiming(iss=MISSING), ISSUER, "another issuer"),
    Bad("issuer with a slash more", other_issuer, ISSUER, "another issuer"),
    Bad("issuer in a list", claiming(iss=["https://evil.example"]), ISSUER, "another issuer"),
    Bad("audience somebody else", claiming(aud="other"), AUDIENCE, "not for us alone"),
    Bad("audience missing", claiming(aud=MISSING), AUDIENCE, "not for us alone"),
    Bad("audience empty", claiming(aud=[]), AUDIENCE, "not for us alone"),
    Bad("audience other, party us", claiming(aud="other", azp=CLIENT_ID), AUDIENCE, "not for us alone"),
    Bad(
        "audience us and another", claiming(aud=[CLIENT_ID, "b"], azp=CLIENT_ID), AUDIENCE, "not for us alone"
    ),
    Bad("party somebody else", claiming(azp="other"), AUDIENCE, "given to somebody else"),
    # When
    Bad("expired an hour ago", at(-HOUR, "exp"), CLOCK, "expired"),
    Bad("expired ninety seconds ago", at(-90, "exp"), CLOCK, "expired"),
    Bad("expiry missing", claiming(exp=MISSING), CLAIM, "exp"),
    Bad("expiry as text", claiming(exp="4102444800"), CLOCK, "NumericDate"),
    Bad("expiry true", claiming(exp=True), CLOCK, "NumericDate"),
    Bad("expiry infinite", claiming(exp=float("inf")), CLOCK, "NumericDate"),
    Bad("issued in the future", at(HOUR, "iat"), CLOCK, "in the future"),
    Bad("issued two days ago, not expired", at(-2 * DAY, "iat"), CLOCK, "long ago"),
    Bad("issue time missing", claiming(iat=MISSING), CLAIM, "iat"),
    Bad("issue time as text", claiming(iat="now"), CLOCK, "NumericDate"),
    Bad("not valid before tomorrow", at(DAY, "nbf"), CLOCK, "not yet valid"),
    # To which attempt
    Bad("nonce of another attempt", claiming(nonce="another"), REPLAYED, "another attempt"),
    Bad("nonce missing", claiming(nonce=MISSING), REPLAYED, "another attempt"),
    Bad("nonce a number", claiming(nonce=1), REPLAYED, "another attempt"),
    Bad("nonce half a character", claiming(nonce="\ud800"), REPLAYED, "another attempt"),
    # By whose hand
    Bad("unsigned", forged("none", unsigned), SIGNATURE, "UnsupportedAlgorithm"),
    Bad("unsigned, oddly spelled", forged("nOnE", unsigned), SIGNATURE, "UnsupportedAlgorithm"),
    Bad("signature taken off", signature_taken_off, SIGNATURE, "BadSignature"),
    Bad(
        "HS256 with the public key",
        forged("HS256", hmac_with(RSA.as_pem(private=False))),
        SIGNATURE,
        "UnsupportedAlgorithm",
    ),
    Bad(
        "HS256 with the client secret",
        forged("HS256", hmac_with(CLIENT_SECRET.encode())),
        SIGNATURE,
        "UnsupportedAlgorithm",
    ),
    Bad("foreign key, same id", headed(FOREIGN_RSA, kid="rsa"), SIGNATURE, "BadSignature"),
    Bad("foreign key, unknown id", headed(FOREIGN_RSA, kid="other"), SIGNATURE, "InvalidKeyId"),
    Bad("foreign key, no id", headed(FOREIGN_RSA, kid=MISSING), SIGNATURE, "InvalidKeyId"),
    Bad("foreign key in the header", carrying_a_foreign_key, SIGNATURE, "BadSignature"),
    Bad("foreign keys by address", pointing_at_foreign_keys, SIGNATURE, "BadSignature"),
    Bad("another kind of key by id", headed(alg="RS256", kid="ec"), SIGNATURE, "InvalidKeyType"),
    Bad("payload changed", tampered, SIGNATURE, "BadSignature"),
    Bad("RS512, which was not offered", headed(alg="RS512"), SIGNATURE, "UnsupportedAlgorithm"),
    Bad("critical header unknown to us", unknown_critical_header, SIGNATURE, "UnsupportedHeader"),
    Bad("five parts", encrypted_instead, SIGNATURE, "Decode"),
    Bad("garbage", giving("certainly.not.a-token"), SIGNATURE, "Decode"),
    Bad("payload a list", lambda _evil, _nonce: signed([1, 2]), SIGNATURE, "InvalidPayload"),
    Bad("payload no JSON", lambda _evil, _nonce: signed(b"{"), SIGNATURE, "InvalidPayload"),
    Bad("payload endlessly nested", lambda _evil, _nonce: signed(b"[" * 90_000), SIGNATURE, "Recursion"),
    Bad("no token", giving(None), GARBLED, "no ID token"),
    Bad("empty token", giving(""), GARBLED, "no ID token"),
    Bad("token a number", giving(7), GARBLED, "no ID token"),
    Bad("logout token", headed(typ="logout+jwt"), GARBLED, "another purpose"),
    Bad("other access token", claiming(at_hash=half_hash("another")), GARBLED, "access token"),
    Bad("access token's hash null", claiming(at_hash=None), GARBLED, "access token"),
    # Of whom it speaks
    Bad("subject missing", claiming(sub=MISSING), CLAIM, "sub"),
    Bad("subject empty", claiming(sub=""), CLAIM, "sub"),
    Bad("subject blank", claiming(sub=" "), CLAIM, "sub"),
    Bad("subject with space around", claiming(sub=" person-1"), CLAIM, "sub"),
    Bad("subject beyond ASCII", claiming(sub="pérson-1"), CLAIM, "sub"),
    Bad("subject a number", claiming(sub=1), CLAIM, "sub"),
    Bad("subject too long", claiming(sub="s" * 256), CLAIM, "sub"),
    Bad("subject with a control character", claiming(sub="a\u0000b"), CLAIM, "sub"),
    Bad("email missing", claiming(email=MISSING), CLAIM, "email"),
    Bad("email a list", claiming(email=["ada@alpha.example"]), CLAIM, "email"),
    Bad("email without a name", claiming(email="@alpha.example"), CLAIM, "email"),
    Bad("email with a space", claiming(email="a da@alpha.example"), CLAIM, "email"),
    Bad("email with a line break", claiming(email="a\n@alpha.example"), CLAIM, "email"),
    Bad("email not verified", claiming(email_verified=False), EMAIL, ""),
    Bad("email verified as text", claiming(email_verified="false"), EMAIL, ""),
    Bad("email verified 'true' as text", claiming(email_verified="true"), EMAIL, ""),
    Bad("email verified missing", claiming(email_verified=MISSING), EMAIL, ""),
    # Of which school
    Bad("Google: another domain", claiming(hd="beta.example"), TENANT, "Google domain", Kind.GOOGLE),
    Bad("Google: domain below", claiming(hd="a.alpha.example"), TENANT, "Google domain", Kind.GOOGLE),
    Bad("Google: personal account", claiming(hd=MISSING), TENANT, "private one", Kind.GOOGLE),
    Bad("Google: domains in a list", claiming(hd=["alpha.example"]), TENANT, "Google domain", Kind.GOOGLE),
    Bad("Google: email not verified", claiming(email_verified=False), EMAIL, "", Kind.GOOGLE),
    Bad(
        "Microsoft: another directory, right email",
        claiming(tid="11111111-1111-4111-8111-111111111111"),
        TENANT,
        "another directory",
        Kind.ENTRA,
    ),
    Bad(
        "Microsoft: personal account",
        claiming(tid=str(CONSUMER_DIRECTORY)),
        TENANT,
        "another directory",
        Kind.ENTRA,
    ),
    Bad("Microsoft: directory missing", claiming(tid=MISSING), CLAIM, "tid", Kind.ENTRA),
    Bad("Microsoft: person missing", claiming(oid=MISSING), CLAIM, "oid", Kind.ENTRA),
    Bad("Microsoft: person empty", claiming(oid=""), CLAIM, "oid", Kind.ENTRA),
)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name.replace(" ", "_"))
def test_a_bad_token_is_refused_where_the_honest_one_is_accepted(
    bad: Bad, connect: Connect, sign_in: SignIn
) -> None:
    connection = connect(bad.kind)
    assert sign_in(connection, honest).name == "Ada Alpha"

    with pytest.raises(SignInFailed) as failed:
        sign_in(connection, bad.forge)

    assert (failed.value.kind, bad.detail in failed.value.detail) == (bad.failure, True), failed.value


GOOD = (
    ("signed with ES256", headed(EC, alg="ES256")),
    ("signed with PS256", headed(alg="PS256")),
    ("signed with EdDSA", headed(ED, alg="EdDSA")),
    ("signed with Ed25519", headed(ED, alg="Ed25519")),
    ("audience in a list of one", claiming(aud=[CLIENT_ID])),
    ("party us", claiming(azp=CLIENT_ID)),
    ("expired within the leeway", at(-20, "exp")),
    ("from a clock a little fast", at(20, "iat", "nbf")),
    ("dated five minutes back", at(-300, "iat", "nbf")),
    ("right access token", claiming(at_hash=half_hash("an access token"))),
    ("extra header", headed(x5t="abc", vendor="says so")),
)


@pytest.mark.parametrize(
    "forge", [forge for _, forge in GOOD], ids=[name.replace(" ", "_") for name, _ in GOOD]
)
def test_a_good_token_of_another_form_is_accepted(forge: Forge, connect: Connect, sign_in: SignIn) -> None:
    assert sign_in(connect(), forge).subject == "person-1"


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
def test_an_ed25519_token_is_held_to_its_own_hash_of_the_access_token(
    alg: str, connect: Connect, sign_in: SignIn
) -> None:
    fitting = half_hash("an access token", hashlib.sha512)

    signed_in = sign_in(connect(), lambda e, n: signed(e.claims(n, at_hash=fitting), ED, alg=alg))

    assert signed_in.subject == "person-1"


def test_a_token_without_a_key_id_is_checked_with_the_only_key(
    evil: EvilProvider, connect: Connect, sign_in: SignIn
) -> None:
    evil.keys = [public(RSA)]
    assert sign_in(connect(), headed(kid=MISSING)).subject == "person-1"

    with pytest.raises(SignInFailed) as failed:
        sign_in(connect(), headed(FOREIGN_RSA, kid=MISSING))

    assert (failed.value.kind, failed.value.detail) == (Failure.BAD_SIGNATURE, "BadSignatureError")
