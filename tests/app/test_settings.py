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
