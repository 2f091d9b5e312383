"""Codes that open something or name it, made to be read from paper and typed: no letter looks like another."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 characters: five random bits each."""
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", " ": "", "-": ""})


def new_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def plain_code(typed: str, length: int) -> str:
    """The code as it was made: case, spaces and look-alikes forgiven. One letter too many stays too many."""
    return typed.strip().upper().translate(MISREAD)[: length + 1]


def in_groups(code: str) -> str:
    """Easier to read and to type."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))
