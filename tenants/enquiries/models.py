from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import IdentifiedOnPlatform, Policy, one_of
from tenants.enquiries.rules import InterestFor, InterestState

WHOSE_LINK = "token_hash = decode(nullif(current_setting('lectern.interest', true), ''), 'hex')"
"""The web adds interests, and sees the one alone whose link it was just given."""


class Interest(IdentifiedOnPlatform):
    """Somebody would like the programme at their school, or to take part in it."""

    __tablename__ = "interests"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "INSERT"),
        Policy("lectern_app", "SELECT, UPDATE", WHOSE_LINK),
        Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),
    )

    name: Mapped[str]
    email: Mapped[str]
    school_name: Mapped[str]
    asks_for: Mapped[str]
    job: Mapped[str | None]
    message: Mapped[str | None]
    asked_at: Mapped[datetime]
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default=InterestState.ASKED.value)
    handled_at: Mapped[datetime | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"))
    reason: Mapped[str | None]

    __table_args__ = (
        one_of("state", InterestState),
        one_of("asks_for", InterestFor),
        Index("ix_interests_state", "state", "id"),
    )
