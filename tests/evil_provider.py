"""A hostile identity provider on loopback: it answers what a test tells it to, and forges tokens for real."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs

from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSAlgModel, JWSRegistry

CLIENT_ID = "lectern"
CLIENT_SECRET = "a long secret that only we and the provider know"
ACCESS_TOKEN = "an access token"
DOMAIN = "alpha.example"
TENANT = "6f1d3a52-94c1-4d0e-8a55-0c2b9d1e7f10"
PERSON = "0b7a4d1c-2f3e-4a5b-9c6d-7e8f90a1b2c3"

MISSING = object()

RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed", "use": "sig"})
FOREIGN_RSA = RSAKey.generate_key(2048)
FOREIGN_EC = ECKey.generate_key("P-256")


class _Lax(JWSRegistry):
    """Signs whatever it is given; limits and checks are for those who read."""

    max_header_length = 100_000

    def get_alg(self, name: str) -> JWSAlgModel:
        return self.algorithms[name]


_LAX = _Lax(strict_check_header=False)

Page = tuple[int, Mapping[str, str], bytes]


@dataclass
class EvilProvider:
    """`metadata` and `keys` are what it publishes, `tokens` what its token endpoint says, `pages` raw answers
    by path. `asked` records each request: path, headers, form. `minutes_ahead`: how wrong its clock is."""

    metadata: dict[str, Any] = field(default_factory=dict)
    keys: list[Mapping[str, Any]] = field(default_factory=list)
    tokens: Any = None
    token_status: int = 200
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    minutes_ahead: int = 0

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.reset()
        return self

    def __exit__(self, *failure: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reset(self) -> None:
        """Back to an honest provider."""
        self.metadata = dict(self.honest_metadata)
        self.keys = [public(RSA), public(EC), public(ED)]
        self.tokens, self.token_status, self.minutes_ahead = {}, 200, 0
        self.pages.clear()
        self.asked.clear()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def issuer(self) -> str:
        return f"http://{self.host}"

    @cached_property
    def honest_metadata(self) -> Mapping[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "PS256", "EdDSA", "Ed25519"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def claims(self, nonce: str, /, **changes: Any) -> dict[str, Any]:
        now = int(time.time()) + 60 * self.minutes_ahead
        honest = {
            "iss": self.issuer,
            "sub": "person-1",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "name": "Ada Alpha",
            "email": f"ada@{DOMAIN}",
            "email_verified": True,
            "hd": DOMAIN,
            "tid": TENANT,
            "oid": PERSON,
        }
        return {name: value for name, value in {**honest, **changes}.items() if value is not MISSING}

    def gives(self, id_token: object) -> None:
        self.tokens = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token}

    def answer(self, path: str) -> Page:
        if path in self.pages:
            return self.pages[path]
        documents: Mapping[str, tuple[int, Any]] = {
            "/.well-known/openid-configuration": (200, self.metadata),
            "/keys": (200, {"keys": self.keys}),
            "/foreign-keys": (200, {"keys": [public(FOREIGN_RSA, kid="rsa")]}),
            "/token": (self.token_status, self.tokens),
        }
        status, document = documents.get(path, (404, {}))
        return status, {"Content-Type": "application/json"}, json.dumps(document).encode()

    def times_asked(self, path: str) -> int:
        return sum(asked == path for asked, _headers, _form in self.asked)


def _handler(provider: EvilProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            provider.asked.append((self.path, dict(self.headers), form))
            status, headers, body = provider.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string((timestamp or time.time()) + 60 * provider.minutes_ahead)

        def log_message(self, *words: object) -> None:
            pass

    return Handler


def public(key: Key, **changes: Any) -> Mapping[str, Any]:
    return {**key.as_dict(private=False), **changes}


def signed(claims: Any, key: Key = RSA, **header: Any) -> str:
    """A properly signed token with any header; a header of MISSING is left out."""
    full = {"alg": "RS256", "kid": key.kid, "typ": "JWT", **header}
    protected = {name: value for name, value in full.items() if value is not MISSING}
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    return jws.serialize_compact(protected, payload, key, registry=_LAX)


def by_hand(header: Mapping[str, Any], claims: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """For what the library refuses to make."""
    text = b".".join(_b64(json.dumps(part).encode()) for part in (header, claims))
    return b".".join((text, _b64(sign(text)))).decode()


def hmac_with(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda text: hmac.new(secret, text, hashlib.sha256).digest()


def unsigned(_text: bytes) -> bytes:
    return b""


def with_payload(token: str, claims: Mapping[str, Any]) -> str:
    """Another's signature under a payload of our own."""
    header, _payload, signature = token.split(".")
    return f"{header}.{_b64(json.dumps(claims).encode()).decode()}.{signature}"


def half_hash(text: str, digest: Callable[..., Any] = hashlib.sha256) -> str:
    whole: bytes = digest(text.encode()).digest()
    return _b64(whole[: len(whole) // 2]).decode()


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
