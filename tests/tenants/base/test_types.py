"""Secrets at rest, and what happens to them when keys are rotated."""

import pytest
from cryptography.fernet import Fernet

from tenants.base.types import KeyNotGiven, Keyring, Seal

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
    with pytest.raises(KeyNotGiven, match="ENCRYPTION_KEYS"):
        ring(OLD).decrypt(sealed)


def test_a_secret_is_known_by_the_key_that_opens_it() -> None:
    sealed = ring(OLD).encrypt("")
    assert ring(OLD).seal_of(sealed) is Seal.NEWEST
    assert ring(NEW, OLD).seal_of(sealed) is Seal.OLDER
    assert ring(NEW).seal_of(sealed) is Seal.LOST
    assert ring(NEW).seal_of(ring(NEW, OLD).reseal(sealed)) is Seal.NEWEST
