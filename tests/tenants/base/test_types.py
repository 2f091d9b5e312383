"""Secrets at rest, and what happens to them when keys are rotated."""

import pytest
from cryptography.fernet import Fernet, InvalidToken

from tenants.base.types import Keyring

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def ring(*keys: str) -> Keyring:
    made = Keyring()
    made.load(list(keys))
    return made


def test_a_key_rotation_keeps_secrets_readable() -> None:
    sealed = ring(OLD).encrypt("a client secret")
    assert b"client" not in sealed
    assert ring(NEW, OLD).decrypt(sealed) == "a client secret"


def test_what_is_sealed_after_a_rotation_needs_the_old_key_no_longer() -> None:
    sealed = ring(NEW, OLD).encrypt("a client secret")
    assert ring(NEW).decrypt(sealed) == "a client secret"
    with pytest.raises(InvalidToken):
        ring(OLD).decrypt(sealed)
