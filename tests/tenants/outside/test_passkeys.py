import json
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.outside.passkeys import (
    Challenge,
    Holder,
    Passkey,
    PasskeyCopied,
    PasskeyRefused,
    answer_in,
    begin_authentication,
    begin_registration,
    claimed_id,
    complete_authentication,
    complete_registration,
    site,
)
from tests.authenticator import Authenticator, decoded, encoded

HERE = site("https://lectern.example")
SIAN = Holder(handle=b"a staff id", name="sian@alder.example", display_name="Siân Price")


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(HERE.origin)


def registered(device: Authenticator) -> Passkey:
    asked = begin_registration(HERE, SIAN)
    return complete_registration(HERE, asked.secret, device.make(asked.options))


def used(device: Authenticator, passkey: Passkey, asked: Challenge | None = None, **lies: Any) -> int:
    asked = asked or begin_authentication(HERE)
    answer = device.use(asked.options, **lies)
    return complete_authentication(HERE, asked.secret, answer, passkey, SIAN.handle)


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://lectern.example", "lectern.example", "https://lectern.example"),
        ("https://Lectern.example:443/", "lectern.example", "https://lectern.example"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://[::1]:8000", "::1", "http://[::1]:8000"),
    ],
)
def test_the_site_is_that_of_the_public_address(address: str, host: str, origin: str) -> None:
    assert (site(address).host, site(address).origin) == (host, origin)


def test_a_bare_ip_address_can_have_no_passkeys() -> None:
    assert not site("http://127.0.0.1:8000").can_have_passkeys
    assert not site("http://[::1]:8000").can_have_passkeys
    assert HERE.can_have_passkeys


def test_a_registration_asks_for_a_passkey_that_checks_the_person() -> None:
    options = begin_registration(HERE, SIAN, [b"one that is known"]).options
    assert options["rp"] == {"id": "lectern.example", "name": "Lectern"}
    assert decoded(options["user"]["id"]) == SIAN.handle
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert [decoded(one["id"]) for one in options["excludeCredentials"]] == [b"one that is known"]
    json.dumps(options)


def test_a_sign_in_asks_without_naming_any_passkey() -> None:
    asked = begin_authentication(HERE)
    assert asked.options["allowCredentials"] == []
    assert asked.options["userVerification"] == "required"
    assert decoded(asked.options["challenge"]) == asked.secret


def test_each_challenge_is_new() -> None:
    assert len({begin_authentication(HERE).secret for _ in range(20)}) == 20
    assert all(len(begin_registration(HERE, SIAN).secret) >= 32 for _ in range(3))


def test_a_registered_passkey_signs_in_again_and_again(device: Authenticator) -> None:
    passkey = registered(device)
    assert used(device, passkey) == 1
    assert used(device, Passkey(passkey.id, passkey.public_key, 1, passkey.synced)) == 2


def test_a_passkey_that_never_counts_signs_in_again_and_again() -> None:
    device = Authenticator(HERE.origin, counts=False)
    passkey = registered(device)
    assert [used(device, passkey), used(device, passkey)] == [0, 0]


def test_whose_passkey_it_is_can_be_read_before_anything_is_proved(device: Authenticator) -> None:
    passkey = registered(device)
    assert claimed_id(device.use(begin_authentication(HERE).options)) == passkey.id


LIES: list[dict[str, Any]] = [
    {"origin": "https://evil.example"},
    {"origin": "http://lectern.example"},
    {"origin": "https://lectern.example:8443"},
    {"origin": "https://sub.lectern.example"},
    {"host": "evil.example"},
    {"challenge": encoded(b"another challenge, perhaps of yesterday")},
    {"verified": False},
    {"present": False},
    {"framed": True},
]


@pytest.mark.parametrize("lie", [*LIES, {"kind": "webauthn.get"}], ids=str)
def test_a_registration_with_a_lie_is_refused(device: Authenticator, lie: dict[str, Any]) -> None:
    asked = begin_registration(HERE, SIAN)
    with pytest.raises(PasskeyRefused):
        complete_registration(HERE, asked.secret, device.make(asked.options, **lie))


@pytest.mark.parametrize(
    "lie", [*LIES, {"kind": "webauthn.create"}, {"handle": b"somebody else"}, {"handle": None}], ids=str
)
def test_a_sign_in_with_a_lie_is_refused(device: Authenticator, lie: dict[str, Any]) -> None:
    passkey = registered(device)
    with pytest.raises(PasskeyRefused):
        used(device, passkey, **lie)


def test_an_answer_to_an_earlier_challenge_is_refused(device: Authenticator) -> None:
    passkey, first = registered(device), begin_authentication(HERE)
    answer, second = device.use(first.options), begin_authentication(HERE)
    with pytest.raises(PasskeyRefused):
        complete_authentication(HERE, second.secret, answer, passkey, SIAN.handle)


def test_a_signature_by_another_key_is_refused(device: Authenticator) -> None:
    passkey = registered(device)
    registered(device)
    mine, other = device.keys
    with pytest.raises(PasskeyRefused):
        used(device, passkey, key=mine, signer=other)


def test_another_passkey_than_the_one_looked_up_is_refused(device: Authenticator) -> None:
    first = registered(device)
    registered(device)
    with pytest.raises(PasskeyRefused):
        used(device, first, key=device.keys[1])


@pytest.mark.parametrize("count", [0, 6, 7])
def test_a_counter_that_went_back_tells_of_a_copy(device: Authenticator, count: int) -> None:
    passkey = registered(device)
    with pytest.raises(PasskeyCopied):
        used(device, Passkey(passkey.id, passkey.public_key, 7, passkey.synced), count=count)


def test_only_the_right_key_can_tell_of_a_copy(device: Authenticator) -> None:
    """Else anybody could have somebody's passkey suspected."""
    passkey = registered(device)
    stranger = Authenticator(HERE.origin)
    registered(stranger)
    with pytest.raises(PasskeyRefused) as refused:
        used(
            device,
            Passkey(passkey.id, passkey.public_key, 7, passkey.synced),
            count=1,
            signer=stranger.keys[0],
        )
    assert not isinstance(refused.value, PasskeyCopied)


def test_a_public_key_that_is_none_is_refused_at_once(device: Authenticator) -> None:
    """A point beside the curve would fail only when its holder comes back."""
    asked = begin_registration(HERE, SIAN)
    bent = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: bytes(31) + b"\x01", -3: bytes(31) + b"\x01"})
    with pytest.raises(PasskeyRefused):
        complete_registration(HERE, asked.secret, device.make(asked.options, cose=bent))


JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([[]]) | st.just({"a": {}})
PARTS = st.sampled_from(["id", "rawId", "type", "response", "authenticatorAttachment"])
RESPONSES = st.dictionaries(
    st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]),
    JSON | st.binary(max_size=120).map(encoded),
)


@given(st.dictionaries(PARTS, JSON | RESPONSES | st.just("public-key")))
def test_whatever_an_answer_holds_it_is_only_refused(answer: dict[str, Any]) -> None:
    passkey = Passkey(b"an id", b"no key", 0, synced=False)
    for judge in (
        lambda: complete_registration(HERE, b"a challenge", answer),
        lambda: complete_authentication(HERE, b"a challenge", answer, passkey, SIAN.handle),
    ):
        with pytest.raises(PasskeyRefused):
            judge()


@given(st.binary(max_size=300))
def test_whatever_an_authenticator_says_it_is_only_refused(said: bytes) -> None:
    asked, device = begin_registration(HERE, SIAN), Authenticator(HERE.origin)
    answer = device.make(asked.options)
    answer["response"]["attestationObject"] = encoded(said)
    with pytest.raises(PasskeyRefused):
        complete_registration(HERE, asked.secret, answer)


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "1", "null", "[" * 30_000, "x" * 40_000, '{"id": "\\ud800"']
)
def test_a_text_that_holds_no_answer_is_refused(text: str) -> None:
    with pytest.raises(PasskeyRefused):
        answer_in(text)


def test_an_answer_travels_as_text(device: Authenticator) -> None:
    asked = begin_registration(HERE, SIAN)
    text = json.dumps(device.make(asked.options))
    assert complete_registration(HERE, asked.secret, answer_in(text)).id == device.keys[0].id
