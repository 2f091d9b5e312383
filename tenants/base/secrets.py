"""Tokens that open something: random, told once, stored only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits in 43 characters that are safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """A token is random, so one round of SHA-256 is enough to make the stored form useless to a thief."""
    return hashlib.sha256(token.encode()).digest()
