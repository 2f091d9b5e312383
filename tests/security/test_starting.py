"""The house does not start on settings that would let strangers in."""

import secrets

import pytest
from cryptography.fernet import Fernet

from app.settings import BadSettings, read

KEY = secrets.token_hex(32)
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://",
    "OPERATOR_DATABASE_URL": "postgresql://",
    "REDIS_URL": "redis://",
    "SECRET_KEY": KEY,
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "PUBLIC_URL": "https://lectern.example",
    "FILES_URL": "memory://",
    "SMTP_URL": "smtp://localhost",
    "MAIL_FROM": "lectern@lectern.example",
}
WEAK_KEYS = {
    "empty": "",
    "short": KEY[:31],
    "a sample": "please-change-me-before-you-go-live-0123456789",
    "a documented example": f"example-{KEY}",
    "one letter again and again": "k" * 64,
    "a short word again and again": "abcd1234" * 8,
}


def test_whole_settings_are_taken() -> None:
    assert read(ENVIRONMENT).secure


@pytest.mark.parametrize("name", ENVIRONMENT)
@pytest.mark.parametrize("given", [None, ""])
def test_a_missing_setting_stops_the_start_and_is_named(name: str, given: str | None) -> None:
    told = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(BadSettings, match=name):
        read(told if given is None else {**told, name: given})


@pytest.mark.parametrize("kind", WEAK_KEYS)
def test_a_secret_key_that_can_be_guessed_stops_the_start(kind: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY"):
        read({**ENVIRONMENT, "SECRET_KEY": WEAK_KEYS[kind]})


@pytest.mark.parametrize("kind", [kind for kind in WEAK_KEYS if kind != "empty"])
def test_an_old_key_that_can_be_guessed_stops_the_start_too(kind: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY_FALLBACKS"):
        read({**ENVIRONMENT, "SECRET_KEY_FALLBACKS": f"{KEY},{WEAK_KEYS[kind]}"})


def test_random_keys_are_never_taken_for_samples() -> None:
    for _ in range(5000):
        read({**ENVIRONMENT, "SECRET_KEY": secrets.token_urlsafe(32)})


def test_no_complaint_repeats_a_key() -> None:
    for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ENCRYPTION_KEYS"):
        with pytest.raises(BadSettings) as told:
            read({**ENVIRONMENT, name: "not-a-good-key"})
        assert "not-a-good-key" not in str(told.value)


def test_settings_shown_in_a_traceback_hold_no_secret() -> None:
    told = repr(read({**ENVIRONMENT, "SMTP_URL": "smtps://us:hush@mail.example"}))
    assert not any(secret in told for secret in (KEY, ENVIRONMENT["ENCRYPTION_KEYS"], "hush"))


@pytest.mark.parametrize("address", ["https://lectern.example", "https://10.0.0.7"])
def test_the_demonstration_runs_nowhere_but_on_loopback(address: str) -> None:
    with pytest.raises(BadSettings, match="LECTERN_DEMO"):
        read({**ENVIRONMENT, "PUBLIC_URL": address, "LECTERN_DEMO": "1"})


@pytest.mark.parametrize("address", ["http://lectern.example", "http://127.0.0.1.lectern.example"])
def test_plain_http_runs_nowhere_but_on_loopback(address: str) -> None:
    with pytest.raises(BadSettings, match="https"):
        read({**ENVIRONMENT, "PUBLIC_URL": address})


@pytest.mark.parametrize("number", ["-1", "one", "1.5"])
def test_a_number_of_proxies_that_is_none_stops_the_start(number: str) -> None:
    with pytest.raises(BadSettings, match="LECTERN_PROXIES"):
        read({**ENVIRONMENT, "LECTERN_PROXIES": number})
