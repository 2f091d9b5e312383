"""Codes of an app, held against another implementation of the same standard."""

import time
from base64 import b32decode

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tenants.outside.authenticator import SECONDS, address, new_secret, step_of


def code_at(secret: str, shift: int) -> str:
    totp = TOTP(b32decode(secret), 6, SHA1(), SECONDS, enforce_key_length=True)
    return totp.generate(int(time.time()) + shift * SECONDS).decode()


def test_the_code_of_now_is_good_and_names_its_step() -> None:
    secret = new_secret()
    step = step_of(secret, code_at(secret, 0), None)
    assert step is not None
    assert step_of(secret, f" {code_at(secret, 0)[:3]} {code_at(secret, 0)[3:]}", None) == step


def test_a_code_is_good_once() -> None:
    secret = new_secret()
    code = code_at(secret, 0)
    assert step_of(secret, code, step_of(secret, code, None)) is None


@pytest.mark.parametrize("shift", [-4, 4])
def test_a_code_of_another_time_is_not_good(shift: int) -> None:
    secret = new_secret()
    assert step_of(secret, code_at(secret, shift), None) is None


@pytest.mark.parametrize("code", ["", "0", "abcdef", "1234567", "１２３４５６"])
def test_what_is_no_code_is_not_good(code: str) -> None:
    assert step_of(new_secret(), code, None) is None


def test_secrets_are_long_and_differ() -> None:
    assert len(b32decode(new_secret())) == 20
    assert new_secret() != new_secret()


def test_the_app_is_told_whose_code_it_is() -> None:
    secret = new_secret()
    told = f"otpauth://totp/Lectern:ada%40lectern.example?secret={secret}"
    assert address(secret, "ada@lectern.example").startswith(told)
