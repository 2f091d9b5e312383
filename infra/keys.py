"""The secrets this machine's Lectern needs, drawn once and kept in a file that only its owner reads."""

import os
import secrets
import shlex
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from infra.servers import new_password

DRAWN: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_hex(32),
    "ENCRYPTION_KEYS": lambda: Fernet.generate_key().decode(),
    "POSTGRES_PASSWORD": new_password,
    "OWNER_PASSWORD": new_password,
    "MAINTENANCE_PASSWORD": new_password,
    "APP_PASSWORD": new_password,
    "OPERATOR_PASSWORD": new_password,
}


def kept(file: Path) -> dict[str, str]:
    known = read(file)
    missing = {name: draw() for name, draw in DRAWN.items() if name not in known}
    if missing:
        write(file, known | missing)
    return known | missing


def read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    return dict(word.split("=", 1) for word in shlex.split(file.read_text()))


def write(file: Path, values: dict[str, str]) -> None:
    """As a shell reads it; never readable to others, not even for a moment, and never half written."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.writelines(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
    fresh.rename(file)
