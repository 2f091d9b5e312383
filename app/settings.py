"""What the house is told by its environment, checked before anything starts."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from tenants.base.types import Keyring
from tenants.outside.addresses import loopback_exceptions
from tenants.outside.oidc.connection import PRESETS, Presets

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAMPLES = ("changeme", "change-me", "secret", "sample", "example", "password")
"""Six letters or more: shorter ones turn up by chance in keys that are random."""
SHORTEST_KEY, FEWEST_CHARACTERS = 32, 10


class BadSettings(Exception):
    """The house must not start like this; the message says what to set."""


@dataclass(frozen=True)
class Settings:
    database_url: str = field(repr=False)
    operator_database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    public_url: str
    files_url: str
    smtp_url: str = field(repr=False)
    mail_from: str
    demonstration: bool
    allowed_issuers: tuple[str, ...]
    clamd_socket: str | None
    stand_ins: Presets = PRESETS
    """Where Google and Microsoft are: elsewhere only on loopback."""
    dns_server: str | None = None
    """One resolver on loopback, instead of the machine's own."""
    proxies: int = 0
    """How many of our own stand in front, each adding the address it was called from."""
    metrics_token: str | None = field(default=None, repr=False)
    """Opens the measures to who is not on this machine."""

    @property
    def secure(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def exceptions(self) -> tuple[str, ...]:
        """What on loopback may be called."""
        standing_in = {self.stand_ins.google, self.stand_ins.microsoft} - {PRESETS.google, PRESETS.microsoft}
        return (*self.allowed_issuers, *(url.removeprefix("http://") for url in sorted(standing_in)))

    @property
    def on_loopback(self) -> bool:
        return urlsplit(self.public_url).hostname in LOOPBACK


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    settings = Settings(
        database_url=_required(environment, "DATABASE_URL"),
        operator_database_url=_required(environment, "OPERATOR_DATABASE_URL"),
        redis_url=_required(environment, "REDIS_URL"),
        secret_key=_required(environment, "SECRET_KEY"),
        secret_key_fallbacks=_listed(environment, "SECRET_KEY_FALLBACKS"),
        encryption_keys=_listed(environment, "ENCRYPTION_KEYS"),
        public_url=_required(environment, "PUBLIC_URL").rstrip("/"),
        files_url=_required(environment, "FILES_URL"),
        smtp_url=_required(environment, "SMTP_URL"),
        mail_from=_required(environment, "MAIL_FROM"),
        demonstration=environment.get("LECTERN_DEMO") == "1",
        allowed_issuers=_listed(environment, "LECTERN_ALLOWED_ISSUERS"),
        clamd_socket=environment.get("CLAMD_SOCKET") or None,
        stand_ins=_stand_ins(environment.get("LECTERN_STAND_INS", "")),
        dns_server=environment.get("LECTERN_DNS_SERVER") or None,
        proxies=_number(environment, "LECTERN_PROXIES"),
        metrics_token=environment.get("METRICS_TOKEN") or None,
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    _check_keys(settings)
    if not settings.secure and not settings.on_loopback:
        raise BadSettings("PUBLIC_URL must be https, except on this machine's own loopback address.")
    if settings.demonstration and not settings.on_loopback:
        raise BadSettings("LECTERN_DEMO opens every persona to whoever asks: it runs on loopback only.")
    if settings.allowed_issuers and not settings.on_loopback:
        raise BadSettings("LECTERN_ALLOWED_ISSUERS is for this machine's own loopback address only.")
    if settings.stand_ins != PRESETS and not settings.on_loopback:
        raise BadSettings("LECTERN_STAND_INS is for this machine's own loopback address only.")
    if settings.dns_server and not settings.on_loopback:
        raise BadSettings("LECTERN_DNS_SERVER is for this machine's own loopback address only.")
    _check_loopback("LECTERN_ALLOWED_ISSUERS or LECTERN_STAND_INS", settings.exceptions)
    _check_loopback("LECTERN_DNS_SERVER", (settings.dns_server,) if settings.dns_server else ())


def _check_loopback(name: str, addresses: Sequence[str]) -> None:
    try:
        loopback_exceptions(addresses)
    except ValueError as wrong:
        raise BadSettings(f"{name}: {wrong}") from wrong


def _stand_ins(text: str) -> Presets:
    """`google=localhost:4001, microsoft=localhost:4002`: providers of tests, spoken to as if they were those."""
    given = dict(part.strip().partition("=")[::2] for part in text.split(",") if part.strip())
    if not given.keys() <= {"google", "microsoft"}:
        raise BadSettings("LECTERN_STAND_INS names google and microsoft, nobody else.")
    return replace(PRESETS, **{name: f"http://{address}" for name, address in given.items()})


def _check_keys(settings: Settings) -> None:
    if _guessable(settings.secret_key):
        raise BadSettings("SECRET_KEY is short or a sample: set 32 or more random characters.")
    if any(_guessable(key) for key in settings.secret_key_fallbacks):
        raise BadSettings(
            "SECRET_KEY_FALLBACKS has a key that is short or a sample: who guesses it signs in."
        )
    if settings.metrics_token and _guessable(settings.metrics_token):
        raise BadSettings("METRICS_TOKEN is short or a sample: set 32 or more random characters, or none.")
    if not settings.encryption_keys:
        raise BadSettings("ENCRYPTION_KEYS is empty: set at least one Fernet key.")
    try:
        Keyring().load(list(settings.encryption_keys))
    except ValueError as wrong:
        raise BadSettings("ENCRYPTION_KEYS has something that is no Fernet key.") from wrong


def _guessable(key: str) -> bool:
    sample = any(word in key.lower() for word in SAMPLES)
    return sample or len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS


def _number(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name) or "0"
    if not (value.isascii() and value.isdecimal()):
        raise BadSettings(f"{name} must be a whole number, and is {value!r}.")
    return int(value)


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSettings(f"{name} is not set.")
    return value


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())
