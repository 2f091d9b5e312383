"""What a provider publishes about itself, endpoints and keys: fetched through the guard, kept for a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from tenants.outside.addresses import AddressRefused
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.outbound import Answer, Outbound, Unreachable

ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA", "Ed25519")  # the last is the newer name of EdDSA
KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
SHORTEST_MODULUS = 342  # characters of a 2048-bit number in base64url
KEEP_SECONDS = 3600.0
REFETCH_SECONDS = 60.0  # an unknown key id may make us look again, but not more often than this
MOST_KEPT = 2000

T = TypeVar("T")


@dataclass(frozen=True)
class Provider:
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    secret_in_form: bool
    names_itself: bool  # sends `iss` with its answer (RFC 9207)
    end_session_endpoint: str = ""


class Providers:
    """One per process. What is kept is keyed by address and public, so schools may share it."""

    def __init__(self, outbound: Outbound, clock: Callable[[], float] = time.monotonic) -> None:
        self.outbound = outbound
        self._metadata: Kept[Provider] = Kept(clock)
        self._keys: Kept[KeySet] = Kept(clock)

    def provider(self, issuer: str) -> Provider:
        return self._metadata.get(issuer, KEEP_SECONDS, lambda: self._discover(issuer))

    def keys(self, provider: Provider) -> KeySet:
        return self._keys.get(provider.jwks_uri, KEEP_SECONDS, lambda: self._fetch_keys(provider))

    def newer_keys(self, provider: Provider) -> KeySet:
        return self._keys.get(provider.jwks_uri, REFETCH_SECONDS, lambda: self._fetch_keys(provider))

    def forget(self, issuer: str) -> None:
        """For who has just changed something there and wants to try it."""
        if known := self._metadata.drop(issuer):
            self._keys.drop(known.jwks_uri)

    def post_form(self, url: str, form: str, headers: Mapping[str, str]) -> Answer:
        return _told(lambda: self.outbound.post_form(url, form, headers))

    def _discover(self, issuer: str) -> Provider:
        document = self._document(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != issuer:
            raise SignInFailed(Failure.WRONG_ISSUER, "the discovery document names another issuer")
        return _provider(document, self._endpoint, self._end_session(document))

    def _end_session(self, document: Mapping[str, object]) -> str:
        """Signing in does not hang on it: what may not be called counts as not there."""
        url = document.get("end_session_endpoint")
        try:
            self.outbound.check(url if isinstance(url, str) else "")
        except AddressRefused:
            return ""
        return str(url)

    def _endpoint(self, document: Mapping[str, object], name: str) -> str:
        url = document.get(name)
        if not isinstance(url, str):
            raise SignInFailed(Failure.MISCONFIGURED, f"the discovery document has no {name}")
        _told(lambda: self.outbound.check(url))
        return url

    def _fetch_keys(self, provider: Provider) -> KeySet:
        published = self._document(provider.jwks_uri).get("keys")
        keys = [key for jwk in _list(published) if (key := _signing_key(jwk))]
        if not keys:
            raise SignInFailed(Failure.MISCONFIGURED, "the provider publishes no usable key")
        return KeySet(keys)

    def _document(self, url: str) -> Mapping[str, object]:
        document = _told(lambda: self.outbound.fetch_json(url))
        if not isinstance(document, dict):
            raise SignInFailed(Failure.MISCONFIGURED, "the document is no JSON object")
        return document


class Kept(Generic[T]):
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def get(self, address: str, seconds: float, fetch: Callable[[], T]) -> T:
        """The entry if it is younger than that, else a new one. Failures are not kept."""
        with self._lock:
            fetched_at, entry = self._entries.get(address, (0.0, None))
        if entry is not None and self._clock() - fetched_at < seconds:
            return entry
        return self._keep(address, fetch())

    def drop(self, address: str) -> T | None:
        with self._lock:
            return self._entries.pop(address, (0.0, None))[1]

    def _keep(self, address: str, entry: T) -> T:
        with self._lock:
            self._entries[address] = (self._clock(), entry)
            self._entries.move_to_end(address)
            while len(self._entries) > MOST_KEPT:
                self._entries.popitem(last=False)
        return entry


def _told(call: Callable[[], T]) -> T:
    try:
        return call()
    except AddressRefused as refused:
        raise SignInFailed(Failure.ADDRESS_REFUSED, str(refused)) from refused
    except Unreachable as fault:
        raise SignInFailed(Failure.UNREACHABLE, str(fault)) from fault


def _provider(
    document: Mapping[str, object], endpoint: Callable[[Mapping[str, object], str], str], end_session: str
) -> Provider:
    methods = document.get("token_endpoint_auth_methods_supported")
    return Provider(
        issuer=str(document["issuer"]),
        authorization_endpoint=endpoint(document, "authorization_endpoint"),
        token_endpoint=endpoint(document, "token_endpoint"),
        jwks_uri=endpoint(document, "jwks_uri"),
        algorithms=_algorithms(document),
        # Where both are offered, in the form: servers disagree on how to escape a secret in the Basic header.
        secret_in_form="client_secret_post" in _list(methods),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        end_session_endpoint=end_session,
    )


def _algorithms(document: Mapping[str, object]) -> tuple[str, ...]:
    offered = _list(document.get("id_token_signing_alg_values_supported", ["RS256"]))
    common = tuple(name for name in ALGORITHMS if name in offered)
    if not common:
        raise SignInFailed(Failure.MISCONFIGURED, "the provider offers no signature that we accept")
    return common


def _signing_key(jwk: object) -> Key | None:
    """Keys that we cannot use are passed over: a provider may publish others for others."""
    if not isinstance(jwk, dict) or str(jwk.get("kty")) not in KEY_TYPES or jwk.get("use", "sig") != "sig":
        return None
    if jwk["kty"] == "OKP" and jwk.get("crv") != "Ed25519":
        return None
    if jwk["kty"] == "RSA" and len(str(jwk.get("n", ""))) < SHORTEST_MODULUS:
        return None
    try:
        return JWKRegistry.import_key(jwk)
    except (JoseError, ValueError, TypeError):
        return None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
