"""Column types."""

from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import DateTime, Dialect, LargeBinary, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A point in time: timestamptz, always UTC in Python; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


class Keyring:
    """Keys for secrets at rest, newest first; rotating adds one in front."""

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None

    def load(self, keys: list[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, text: str) -> bytes:
        return self._loaded.encrypt(text.encode())

    def decrypt(self, sealed: bytes) -> str:
        return self._loaded.decrypt(sealed).decode()

    @property
    def _loaded(self) -> MultiFernet:
        if self._fernet is None:
            raise RuntimeError("no encryption keys were loaded: set ENCRYPTION_KEYS")
        return self._fernet


keyring = Keyring()


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring.encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.decrypt(value)
