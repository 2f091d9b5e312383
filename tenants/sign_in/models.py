from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.types import Sealed
from tenants.outside.oidc import connection as oidc
from tenants.outside.oidc.connection import Kind
from tenants.sign_in.policy_rules import proof_ends_on
from tenants.sign_in.rules import IDLE_LIMIT, LONGEST


class Door(StrEnum):
    """How somebody came in."""

    LINK = "link"
    CONNECTION = "connection"
    PASSKEY = "passkey"
    DEMONSTRATION = "demonstration"


PASSED = "passed"
"""The outcome of a test sign-in that worked; else it is the kind of failure."""


class Purpose(StrEnum):
    """What a way to the provider and back is for."""

    SIGN_IN = "sign_in"
    TEST = "test"


class Connection(Identified):
    """A school's own identity provider. It exists before it is filled in: the provider asks for our redirect
    address, which names it, before it gives out a client ID and a secret.

    `tested_version` is the version that the last test sign-in was made with, and `test_outcome` what came of
    it; `asked_version` the one that the IT lead asked a headteacher to switch on."""

    __tablename__ = "connections"

    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    client_id: Mapped[str] = mapped_column(default="")
    client_secret: Mapped[str] = mapped_column(Sealed, default="")
    domains: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    tenant_id: Mapped[str] = mapped_column(default="")
    secret_expires_on: Mapped[date | None]
    secret_reminded: Mapped[int | None]
    enabled_at: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    tested_by: Mapped[UUID | None]
    tested_version: Mapped[int | None]
    test_outcome: Mapped[str | None]
    test_detail: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[UUID | None]
    asked_version: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("tested_by", "staff"),
        within_school("asked_by", "staff"),
        one_of("kind", Kind),
    )

    @property
    def is_filled_in(self) -> bool:
        return bool(self.issuer and self.client_id and self.client_secret)

    @property
    def is_tested(self) -> bool:
        """As it stands now, and it worked."""
        return self.test_outcome == PASSED and self.tested_version == self.version

    @property
    def is_asked_for(self) -> bool:
        return self.enabled_at is None and self.asked_version == self.version

    def at(self, callback_url: str) -> oidc.Connection:
        """As the outside needs it."""
        return oidc.Connection(
            kind=Kind(self.kind),
            issuer=self.issuer,
            client_id=self.client_id,
            client_secret=self.client_secret,
            callback_url=callback_url,
            domains=frozenset(self.domains),
            tenant_id=self.tenant_id,
        )


class Identity(Identified):
    """Whom a provider means by a subject. Never found by email after the first, deliberate link."""

    __tablename__ = "identities"

    connection_id: Mapped[UUID]
    issuer: Mapped[str]
    subject: Mapped[str]
    staff_id: Mapped[UUID]
    linked_at: Mapped[datetime]

    __table_args__ = (
        within_school("connection_id", "connections"),
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "connection_id", "issuer", "subject"),
        UniqueConstraint("school_id", "connection_id", "issuer", "staff_id"),
    )


class ConnectionAttempt(Identified):
    """A sign-in under way at a provider; `browser_hash` ties it to the browser that began it. `began_at` is
    real time, as everything that is checked against a provider."""

    __tablename__ = "connection_attempts"

    connection_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(default=Purpose.SIGN_IN.value)
    tester_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
    state_hash: Mapped[bytes]
    browser_hash: Mapped[bytes]
    nonce: Mapped[str] = mapped_column(Sealed)
    code_verifier: Mapped[str] = mapped_column(Sealed)
    issuer: Mapped[str]
    callback_url: Mapped[str]
    began_at: Mapped[datetime]
    next: Mapped[str]

    __table_args__ = (
        within_school("connection_id", "connections"),
        within_school("tester_id", "staff"),
        one_of("purpose", Purpose),
        UniqueConstraint("school_id", "state_hash"),
    )


class HeldPasskey:
    """The public half of a key that a device, or the devices of one person together, can sign with."""

    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    synced: Mapped[bool]
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Question:
    """What a browser's authenticator was asked to sign."""

    id: Mapped[UUID]
    secret: Mapped[bytes]
    browser_hash: Mapped[bytes]
    asked_at: Mapped[datetime]


class Passkey(Identified, HeldPasskey):
    """Of somebody at the school."""

    __tablename__ = "passkeys"

    staff_id: Mapped[UUID]

    __table_args__ = (
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "credential_id"),
        Index("ix_passkeys_staff", "school_id", "staff_id"),
    )


class PasskeyChallenge(Identified, Question):
    """To sign in, or (with a person) to add a passkey."""

    __tablename__ = "passkey_challenges"

    staff_id: Mapped[UUID | None]

    __table_args__ = (within_school("staff_id", "staff"),)


class LinkRequest(Identified):
    """Somebody asked for a sign-in link. Whether the address is known is found out by the worker, so that
    the answer and its timing are the same for all."""

    __tablename__ = "link_requests"

    email: Mapped[str]
    next: Mapped[str]
    asked_at: Mapped[datetime]


class SignInLink(Identified):
    __tablename__ = "sign_in_links"

    staff_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    next: Mapped[str]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]

    __table_args__ = (within_school("staff_id", "staff"), UniqueConstraint("school_id", "token_hash"))


class SignInSession(Identified):
    """One that was begun at a provider remembers which, and by what the provider will name it when it ends.
    `browser` is what it calls itself, in words; `browser_hash` is of the cookie that outlives sessions."""

    __tablename__ = "sessions"

    staff_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    door: Mapped[str]
    browser: Mapped[str] = mapped_column(default="")
    browser_hash: Mapped[bytes | None]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    connection_id: Mapped[UUID | None]
    provider_subject: Mapped[str | None]
    provider_session: Mapped[str | None]
    id_token: Mapped[str | None] = mapped_column(Sealed)

    __table_args__ = (
        within_school("staff_id", "staff"),
        within_school("connection_id", "connections"),
        UniqueConstraint("school_id", "token_hash"),
        Index("ix_sessions_staff", "school_id", "staff_id"),
        Index("ix_sessions_provider", "school_id", "connection_id", "provider_subject"),
        one_of("door", Door),
    )


class SignInPolicy(SchoolRecord):
    """How the school wants its people to come in: one row, made when somebody first decides something."""

    __tablename__ = "sign_in_policies"

    school_sign_in_required: Mapped[bool] = mapped_column(default=False)
    named_heads: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    join_by_domain: Mapped[bool] = mapped_column(default=False)
    sign_out_of_account: Mapped[bool] = mapped_column(default=False)
    idle_minutes: Mapped[int] = mapped_column(default=int(IDLE_LIMIT.total_seconds() // 60))
    longest_minutes: Mapped[int] = mapped_column(default=int(LONGEST.total_seconds() // 60))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("idle_minutes BETWEEN 15 AND 1440", name="idle"),
        CheckConstraint("longest_minutes BETWEEN 60 AND 43200", name="longest"),
    )


class Domain(Identified):
    """A domain that the school says is its own; `proven_at` once its TXT record was seen to carry the token,
    and `missing_since` when the record was looked for again and was gone."""

    __tablename__ = "domains"

    name: Mapped[str]
    token: Mapped[str]
    added_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    missing_since: Mapped[date | None]

    __table_args__ = (UniqueConstraint("school_id", "name"),)

    @property
    def stops_on(self) -> date | None:
        """The day from which nobody joins by it any more, unless the record is back by then."""
        return self.missing_since and proof_ends_on(self.missing_since)


class SpentLogoutToken(SchoolRecord):
    """A provider's word that somebody signed out is taken once."""

    __tablename__ = "spent_logout_tokens"

    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime]

    __table_args__ = (within_school("connection_id", "connections"),)
