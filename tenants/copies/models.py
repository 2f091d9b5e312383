from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import clock
from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.types import Sealed
from tenants.copies.rules.copies import CopyState, Scope, state


class Copy(Identified):
    """A copy of somebody's work, packed into one file that is kept for some days. `address` is where a leaver's
    goes; it is forgotten together with the file."""

    __tablename__ = "copies"

    staff_id: Mapped[UUID]
    scope: Mapped[str]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    keep_until: Mapped[date]
    address: Mapped[str | None] = mapped_column(Sealed)
    key: Mapped[str | None]
    size: Mapped[int | None]
    ready_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("staff_id", "staff"),
        within_school("asked_by", "staff"),
        one_of("scope", Scope),
        Index("ix_copies_staff", "school_id", "staff_id", "id"),
    )

    @property
    def state(self) -> CopyState:
        return state(
            ready=self.ready_at is not None,
            deleted=self.deleted_at is not None,
            keep_until=self.keep_until,
            today=clock.today(),
        )


class CopyLink(Identified):
    """Opens one copy, from a private mailbox, without signing in. Each use is counted."""

    __tablename__ = "copy_links"

    copy_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("copy_id", "copies"),
        UniqueConstraint("school_id", "token_hash"),
        Index("ix_copy_links_copy", "school_id", "copy_id"),
    )


class PrivateAddress(SchoolRecord):
    """Where a person wants the copy of their work when they leave; they alone may name it."""

    __tablename__ = "private_addresses"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(Sealed)
    named_at: Mapped[datetime]

    __table_args__ = (within_school("staff_id", "staff"),)
