"""What the house is told by its environment, checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tenants.outside.addresses import loopback_exceptions

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAMPLES = ("changeme", "secret", "dev", "sample", "example")


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

    @property
    def secure(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

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
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    key = settings.secret_key
    if len(key) < 32 or any(sample in key.lower() for sample in SAMPLES):
        raise BadSettings("SECRET_KEY is short or a sample: set 32 or more random characters.")
    if not settings.encryption_keys:
        raise BadSettings("ENCRYPTION_KEYS is empty: set at least one Fernet key.")
    if not settings.secure and not settings.on_loopback:
        raise BadSettings("PUBLIC_URL must be https, except on this machine's own loopback address.")
    if settings.demonstration and not settings.on_loopback:
        raise BadSettings("LECTERN_DEMO opens every persona to whoever asks: it runs on loopback only.")
    if settings.allowed_issuers and not settings.on_loopback:
        raise BadSettings("LECTERN_ALLOWED_ISSUERS is for this machine's own loopback address only.")
    try:
        loopback_exceptions(settings.allowed_issuers)
    except ValueError as wrong:
        raise BadSettings(f"LECTERN_ALLOWED_ISSUERS: {wrong}") from wrong


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise BadSettings(f"{name} is not set.")
    return value


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())
