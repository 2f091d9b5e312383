"""Whom a verified token speaks of. What proves the school and the email differs by provider."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tenants.outside.oidc.connection import Connection, Kind
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.tokens import Claims

LONGEST_EMAIL = 254
LONGEST_NAME = 200


@dataclass(frozen=True)
class Identity:
    """Accounts are keyed by (school, connection, issuer, subject), never by `email`, which people and
    providers change. `email` may link a first sign-in to a member of staff only if it is verified."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    claims: Mapping[str, object] = field(repr=False)
    id_token: str = field(default="", repr=False)


def identity_of(claims: Claims, connection: Connection) -> Identity:
    return _RULES[connection.kind](claims, connection)


def _google(claims: Claims, connection: Connection) -> Identity:
    """Google names the domain of school accounts only: a private account has none."""
    if _optional(claims, "hd").lower() not in connection.domains:
        raise SignInFailed(Failure.WRONG_TENANT, "an account of another Google domain, or a private one")
    return _any(claims, connection)


def _entra(claims: Claims, connection: Connection) -> Identity:
    """Microsoft's email is whatever an administrator typed, and its `sub` differs by application: the
    person is `oid`, and the address counts only inside the school's own domains."""
    if _text(claims, "tid").lower() != connection.tenant_id.lower():
        raise SignInFailed(Failure.WRONG_TENANT, "an account of another directory")
    email = _email(claims)
    owned = claims.get("xms_edov", True) in (True, "1", "true", "True")
    verified = owned and email.rpartition("@")[2].lower() in connection.domains
    return _identity(claims, _text(claims, "oid"), email, verified)


def _any(claims: Claims, _connection: Connection) -> Identity:
    email = _email(claims)
    if not email:
        raise SignInFailed(Failure.MISSING_CLAIM, "email")
    if claims.get("email_verified") is not True:
        raise SignInFailed(Failure.UNVERIFIED_EMAIL)
    return _identity(claims, _text(claims, "sub"), email, verified=True)


def _identity(claims: Claims, subject: str, email: str, verified: bool) -> Identity:
    return Identity(
        issuer=_text(claims, "iss"),
        subject=subject,
        email=email,
        email_verified=verified,
        name="".join(filter(str.isprintable, _optional(claims, "name")))[:LONGEST_NAME],
        claims=claims,
    )


def _email(claims: Claims) -> str:
    email = _optional(claims, "email")
    local, at, domain = email.rpartition("@")
    whole = bool(local and at and domain) and email.isprintable() and " " not in email
    return email if whole and len(email) <= LONGEST_EMAIL else ""


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SignInFailed(Failure.MISSING_CLAIM, name)
    return value


def _optional(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


_RULES: Mapping[Kind, Callable[[Claims, Connection], Identity]] = {
    Kind.GOOGLE: _google,
    Kind.ENTRA: _entra,
    Kind.ANY: _any,
}
