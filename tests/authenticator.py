"""An authenticator in software: makes passkeys and signs with them for real, and lies where a test tells it to."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, SYNCABLE, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Key:
    """One passkey inside the authenticator."""

    host: str
    handle: bytes
    id: bytes = field(default_factory=lambda: uuid4().bytes)
    count: int = 0
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def cose(self) -> bytes:
        point = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})


@dataclass
class Authenticator:
    """In a browser that shows a page of `origin`. `verifies`: whether it checks that it is the person."""

    origin: str
    verifies: bool = True
    counts: bool = True
    keys: list[Key] = field(default_factory=list)

    def make(self, options: dict[str, Any], **lies: Any) -> dict[str, Any]:
        """Answers the options of a registration."""
        key = Key(options["rp"]["id"], decoded(options["user"]["id"]))
        self.keys.append(key)
        cose = lies.get("cose", key.cose)
        attested = bytes(16) + len(key.id).to_bytes(2) + key.id + cose
        said = cbor2.dumps(
            {"fmt": "none", "attStmt": {}, "authData": self._data(key, ATTESTED, **lies) + attested}
        )
        told = self._told({"kind": "webauthn.create", "challenge": options["challenge"], **lies})
        return _answer(key, {"clientDataJSON": encoded(told), "attestationObject": encoded(said)})

    def use(self, options: dict[str, Any], key: Key | None = None, **lies: Any) -> dict[str, Any]:
        """Answers the options of a sign-in, with the newest passkey of that host."""
        chosen = key or next(one for one in reversed(self.keys) if one.host == options["rpId"])
        chosen.count += self.counts
        told = self._told({"kind": "webauthn.get", "challenge": options["challenge"], **lies})
        data = self._data(chosen, 0, **lies)
        signed = lies.get("signer", chosen).private.sign(
            data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256())
        )
        handle = lies.get("handle", chosen.handle)
        response = {
            "clientDataJSON": encoded(told),
            "authenticatorData": encoded(data),
            "signature": encoded(signed),
            "userHandle": None if handle is None else encoded(handle),
        }
        return _answer(chosen, response)

    def _data(self, key: Key, flags: int, **lies: Any) -> bytes:
        checked = VERIFIED if lies.get("verified", self.verifies) else 0
        present = PRESENT if lies.get("present", True) else 0
        host = hashlib.sha256(lies.get("host", key.host).encode()).digest()
        count: int = lies.get("count", key.count)
        return host + bytes([flags | checked | present]) + count.to_bytes(4)

    def _told(self, told: dict[str, Any]) -> bytes:
        return json.dumps(
            {
                "type": told["kind"],
                "challenge": told["challenge"],
                "origin": told.get("origin", self.origin),
                "crossOrigin": told.get("framed", False),
            }
        ).encode()


def _answer(key: Key, response: dict[str, Any]) -> dict[str, Any]:
    return {"id": encoded(key.id), "rawId": encoded(key.id), "type": "public-key", "response": response}
