import pytest
from cryptography.fernet import Fernet

from app.settings import BadSettings, read

ENVIRONMENT = {
    "DATABASE_URL": "postgresql://",
    "OPERATOR_DATABASE_URL": "postgresql://",
    "REDIS_URL": "redis://",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "PUBLIC_URL": "http://localhost:8000",
    "FILES_URL": "memory://",
    "SMTP_URL": "smtp://localhost",
    "MAIL_FROM": "lectern@lectern.example",
}


def test_issuers_on_loopback_may_be_allowed() -> None:
    told = read({**ENVIRONMENT, "LECTERN_ALLOWED_ISSUERS": "localhost:4001, 127.0.0.1:4002"})
    assert told.allowed_issuers == ("localhost:4001", "127.0.0.1:4002")


@pytest.mark.parametrize(
    "issuer", ["10.0.0.1:80", "provider.example:443", "localhost", "http://localhost:1", "a@localhost:1"]
)
def test_an_allowed_issuer_anywhere_else_stops_the_start(issuer: str) -> None:
    with pytest.raises(BadSettings, match="LECTERN_ALLOWED_ISSUERS"):
        read({**ENVIRONMENT, "LECTERN_ALLOWED_ISSUERS": f"localhost:4001,{issuer}"})


def test_issuers_are_never_allowed_on_a_public_server() -> None:
    public = {**ENVIRONMENT, "PUBLIC_URL": "https://lectern.example"}
    with pytest.raises(BadSettings, match="loopback"):
        read({**public, "LECTERN_ALLOWED_ISSUERS": "localhost:4001"})


def test_stand_ins_for_google_and_microsoft_are_spoken_to_on_loopback() -> None:
    told = read({**ENVIRONMENT, "LECTERN_STAND_INS": "google=localhost:4001, microsoft=localhost:4002"})
    assert (told.stand_ins.google, told.stand_ins.microsoft) == (
        "http://localhost:4001",
        "http://localhost:4002",
    )
    assert told.exceptions == ("localhost:4001", "localhost:4002")


def test_without_stand_ins_the_real_ones_are_meant_and_nothing_on_loopback_is_called() -> None:
    told = read(ENVIRONMENT)
    assert told.stand_ins.google == "https://accounts.google.com"
    assert told.exceptions == ()


@pytest.mark.parametrize(
    "given", ["google=10.0.0.1:80", "google=evil.example:443", "apple=localhost:1", "localhost:1"]
)
def test_a_stand_in_anywhere_else_stops_the_start(given: str) -> None:
    with pytest.raises(BadSettings, match="LECTERN_"):
        read({**ENVIRONMENT, "LECTERN_STAND_INS": given})


@pytest.mark.parametrize(
    "given", [{"LECTERN_STAND_INS": "google=localhost:4001"}, {"LECTERN_DNS_SERVER": "127.0.0.1:53"}]
)
def test_a_public_server_has_no_stand_ins_and_no_name_server_of_its_own(given: dict[str, str]) -> None:
    public = {**ENVIRONMENT, "PUBLIC_URL": "https://lectern.example"}
    with pytest.raises(BadSettings, match="loopback"):
        read({**public, **given})


def test_a_name_server_elsewhere_stops_the_start() -> None:
    with pytest.raises(BadSettings, match="LECTERN_DNS_SERVER"):
        read({**ENVIRONMENT, "LECTERN_DNS_SERVER": "10.0.0.1:53"})


@pytest.mark.parametrize("token", ["short", "changeme" * 5])
def test_a_token_for_the_measures_that_can_be_guessed_stops_the_start(token: str) -> None:
    with pytest.raises(BadSettings, match="METRICS_TOKEN"):
        read({**ENVIRONMENT, "METRICS_TOKEN": token})
