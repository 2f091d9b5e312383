"""Column types."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
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


class Seal(StrEnum):
    """Which key opens a secret."""

    NEWEST = "newest"
    OLDER = "older"
    LOST = "lost"


class KeyNotGiven(RuntimeError):
    """A stored secret was sealed with a key that ENCRYPTION_KEYS names no longer (or it was tampered with)."""

    def __init__(self) -> None:
        super().__init__(
            "a stored secret needs a key that is not in ENCRYPTION_KEYS: put the key back as the last one and "
            "run `flask --app app secrets reseal`; `secrets check` names the schools"
        )


class Keyring:
    """Keys for secrets at rest, newest first; rotating adds one in front."""

    def __init__(self) -> None:
        self._keys: list[Fernet] = []

    def load(self, keys: list[str]) -> None:
        self._keys = [Fernet(key) for key in keys]

    def encrypt(self, text: str) -> bytes:
        return self._loaded.encrypt(text.encode())

    def decrypt(self, sealed: bytes) -> str:
        try:
            return self._loaded.decrypt(sealed).decode()
        except InvalidToken as wrong:
            raise KeyNotGiven from wrong

    def reseal(self, sealed: bytes) -> bytes:
        return self._loaded.rotate(sealed)

    def seal_of(self, sealed: bytes) -> Seal:
        if not _opens(self._loaded, sealed):
            return Seal.LOST
        return Seal.NEWEST if _opens(self._keys[0], sealed) else Seal.OLDER

    @property
    def _loaded(self) -> MultiFernet:
        if not self._keys:
            raise RuntimeError("no encryption keys were loaded: set ENCRYPTION_KEYS")
        return MultiFernet(self._keys)


def _opens(key: Fernet | MultiFernet, sealed: bytes) -> bool:
    try:
        key.decrypt(sealed)
    except InvalidToken:
        return False
    return True


keyring = Keyring()


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring.encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.decrypt(value)
