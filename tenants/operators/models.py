from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import (
    APPEND_ONLY,
    OWN_SCHOOL,
    IdentifiedOnPlatform,
    PlatformRecord,
    Policy,
    one_of,
)
from tenants.base.types import Sealed
from tenants.sign_in.models import HeldPasskey, Question


class OperatorDoor(StrEnum):
    """How an operator came in; by a link alone only half the way."""

    LINK = "link"
    APP = "app"
    RECOVERY = "recovery"
    PASSKEY = "passkey"
    DEMONSTRATION = "demonstration"


class Operator(IdentifiedOnPlatform):
    """One of the people who run the platform. `last_step` is the step of the last code that was used, so that
    none is used twice; `enrol_by` is until when an app may be set up with a link alone."""

    __tablename__ = "operators"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE"),)

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    enrol_by: Mapped[datetime]
    totp_secret: Mapped[str | None] = mapped_column(Sealed)
    enrolled_at: Mapped[datetime | None]
    last_step: Mapped[int | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_normal"),)


class OperatorLink(IdentifiedOnPlatform):
    """Somebody asked for a link. Whose it is, if anybody's, the worker finds out, who also makes the token."""

    __tablename__ = "operator_links"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    email: Mapped[str]
    next: Mapped[str]
    asked_at: Mapped[datetime]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    spent_at: Mapped[datetime | None]


class OperatorSession(IdentifiedOnPlatform):
    """Half a session until `proven_at`: it opens the page that asks for the code, and nothing else."""

    __tablename__ = "operator_sessions"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    door: Mapped[str]
    browser: Mapped[str] = mapped_column(default="")
    browser_hash: Mapped[bytes | None]
    next: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (one_of("door", OperatorDoor),)


class RecoveryCode(IdentifiedOnPlatform):
    __tablename__ = "operator_recovery_codes"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"))
    code_hash: Mapped[bytes]
    spent_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("operator_id", "code_hash"),)


class OperatorPasskey(IdentifiedOnPlatform, HeldPasskey):
    """Of an operator. It has nothing to do with a school's."""

    __tablename__ = "operator_passkeys"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"), index=True)

    __table_args__ = (UniqueConstraint("credential_id"),)


class OperatorPasskeyChallenge(IdentifiedOnPlatform, Question):
    """To sign in, or (with an operator) to add a passkey or to prove once more that it is them."""

    __tablename__ = "operator_passkey_challenges"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, DELETE"),)

    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))


class OperatorReceipt(PlatformRecord):
    """A form of the operator's that was taken, and where it led."""

    __tablename__ = "operator_receipts"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),)

    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"))
    location: Mapped[str]
    taken_at: Mapped[datetime]


class OperatorHistoryEntry(IdentifiedOnPlatform):
    """What operators did and looked at; only ever added to."""

    __tablename__ = "operator_history"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", APPEND_ONLY),)

    at: Mapped[datetime]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))
    action: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"))
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason: Mapped[str | None]

    __table_args__ = (Index("ix_operator_history_school", "school_id", "id"),)


class SchoolInvitation(IdentifiedOnPlatform):
    """Whom the operator named as the headteacher. A job in the school makes the person and invites them, so
    the operator's role reaches no table of the school; `problem` says why it could not be done."""

    __tablename__ = "school_invitations"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_operator", APPEND_ONLY),
        Policy("lectern_app", "SELECT, UPDATE", OWN_SCHOOL),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), index=True)
    head_name: Mapped[str]
    head_email: Mapped[str]
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("operators.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    problem: Mapped[str | None]


class NoticeKind(StrEnum):
    SUSPENDED = "suspended"
    RESUMED = "resumed"


class SchoolNotice(IdentifiedOnPlatform):
    """What an operator did to a school as a whole, and why; told to its headteachers."""

    __tablename__ = "school_notices"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_operator", APPEND_ONLY),
        Policy("lectern_app", "SELECT", OWN_SCHOOL),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (one_of("kind", NoticeKind),)


class SupportVisit(IdentifiedOnPlatform):
    """A school opened itself to support, for a while. Only the school writes this row: the operator's role
    can neither open a visit nor prolong one."""

    __tablename__ = "support_visits"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT, INSERT, UPDATE", OWN_SCHOOL),
        Policy("lectern_operator", "SELECT"),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), index=True)
    opened_by: Mapped[UUID]
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("opened_at < ends_at", name="order"),)


class SupportEntry(IdentifiedOnPlatform):
    """An operator went into a school on a visit; their name is told to the school."""

    __tablename__ = "support_entries"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_operator", APPEND_ONLY),
        Policy("lectern_app", "SELECT", OWN_SCHOOL),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("support_visits.id"), index=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"))
    operator_name: Mapped[str]
    at: Mapped[datetime]


class Announcement(IdentifiedOnPlatform):
    """A few words to every school, from a day to a day."""

    __tablename__ = "announcements"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_operator", "SELECT, INSERT, UPDATE"),
        Policy("lectern_app", "SELECT"),
    )

    text: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("begins_on <= ends_on", name="order"),)
