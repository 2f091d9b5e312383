"""Passkeys: `begin_…` says what to ask the browser's authenticator, `complete_…` judges its answer.

The caller keeps the challenge on the server and gives it back once, for the browser that it was made for.
The authenticator must have checked that it is the person (PIN, finger, face), so a passkey is two factors."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

Answer = dict[str, Any]
T = TypeVar("T")

LONGEST_ANSWER = 32_768
LONGEST_ID = 1023
MINUTES_TO_ANSWER = 5
_TIMEOUT = MINUTES_TO_ANSWER * 60 * 1000
_PERSON_CHECKED = UserVerificationRequirement.REQUIRED


class PasskeyRefused(Exception):
    """The answer proves nothing. The reason is for the log: it names no person and holds no secret."""


class PasskeyCopied(PasskeyRefused):
    """Signed by the right key, but its counter went back: somebody has a copy of the passkey."""


@dataclass(frozen=True)
class Site:
    """Who asks. A passkey belongs to the host name alone; an answer must also come from the very origin."""

    host: str
    origin: str
    name: str = "Lectern"

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers tie passkeys to a name, never to a bare IP address."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


@dataclass(frozen=True)
class Holder:
    """For whom a passkey is made. `handle` is what it will say of them: an id, never an address."""

    handle: bytes
    name: str
    display_name: str


@dataclass(frozen=True)
class Challenge:
    """`secret` stays on the server; `options` goes to the browser as JSON."""

    secret: bytes = field(repr=False)
    options: dict[str, Any]


@dataclass(frozen=True)
class Passkey:
    """What is kept of a passkey: nothing in it is a secret."""

    id: bytes
    public_key: bytes
    sign_count: int
    synced: bool


def site(public_url: str) -> Site:
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port not in (None, {"https": 443, "http": 80}.get(parts.scheme)) else ""
    return Site(host=host, origin=f"{parts.scheme}://{shown}{port}")


def begin_registration(site: Site, holder: Holder, known: Iterable[bytes] = ()) -> Challenge:
    """`known`: the ids of the holder's passkeys, so that one authenticator is not asked twice."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=holder.handle,
        user_name=holder.name,
        user_display_name=holder.display_name,
        timeout=_TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_PERSON_CHECKED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return Challenge(options.challenge, options_to_json_dict(options))


def complete_registration(site: Site, challenge: bytes, answer: Answer) -> Passkey:
    def judge() -> Passkey:
        _refuse_frames(answer)
        proved = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(proved.credential_public_key))
        if len(proved.credential_id) > LONGEST_ID:
            raise PasskeyRefused("the credential's id is too long")
        return Passkey(
            id=proved.credential_id,
            public_key=proved.credential_public_key,
            sign_count=proved.sign_count,
            synced=proved.credential_backed_up,
        )

    return _judged(judge)


def begin_authentication(site: Site) -> Challenge:
    """Names no passkey: which there are is nobody's business, and the browser offers those it has."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, timeout=_TIMEOUT, user_verification=_PERSON_CHECKED
    )
    return Challenge(options.challenge, options_to_json_dict(options))


def claimed_id(answer: Answer) -> bytes:
    """Whose passkey the answer says it is; nothing is proved yet."""
    return _judged(lambda: parse_authentication_credential_json(answer).raw_id)


def complete_authentication(
    site: Site, challenge: bytes, answer: Answer, passkey: Passkey, handle: bytes
) -> int:
    """Returns the new count of its uses, to be kept. `handle`: of the person to whom it belongs."""

    def judge() -> int:
        _refuse_frames(answer)
        given = parse_authentication_credential_json(answer)
        if given.raw_id != passkey.id or given.response.user_handle != handle:
            raise PasskeyRefused("the answer is of another passkey or person")
        proved = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        return proved.new_sign_count

    count = _judged(judge)
    # Judged here and not by the library, which looks at it before the signature. Zero: it does not count.
    if (count or passkey.sign_count) and count <= passkey.sign_count:
        raise PasskeyCopied(f"its counter says {count} after {passkey.sign_count}")
    return count


def answer_in(text: str) -> Answer:
    """The answer as a form carries it."""
    if len(text) > LONGEST_ANSWER:
        raise PasskeyRefused("the answer is too long")
    given = _judged(lambda: json.loads(text))
    if not isinstance(given, dict):
        raise PasskeyRefused("the answer is no object")
    return given


def _refuse_frames(answer: Answer) -> None:
    """Made inside somebody else's page."""
    told = parse_client_data_json(base64url_to_bytes(answer["response"]["clientDataJSON"]))
    if told.cross_origin:
        raise PasskeyRefused("made inside a page of another origin")


def _judged(judge: Callable[[], T]) -> T:
    """An answer is whatever somebody sent: all that it can do to the code that reads it is a refusal."""
    try:
        return judge()
    except PasskeyRefused:
        raise
    except Exception as error:
        raise PasskeyRefused(f"{type(error).__name__}: {str(error)[:200]}") from error
