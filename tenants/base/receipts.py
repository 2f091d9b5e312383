"""A form that was taken once is not taken twice: the second post is led to where the first one went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.records import SchoolRecord


class FormReceipt(SchoolRecord):
    __tablename__ = "form_receipts"

    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID]
    location: Mapped[str]
    taken_at: Mapped[datetime]


def taken_to(session: Session, school_id: UUID, staff_id: UUID, form_key: UUID) -> str | None:
    """Where an earlier post of this form by this person led, if there was one."""
    return session.scalar(
        select(FormReceipt.location).where(
            FormReceipt.school_id == school_id,
            FormReceipt.form_key == form_key,
            FormReceipt.staff_id == staff_id,
        )
    )


def take(session: Session, staff_id: UUID, form_key: UUID, location: str) -> None:
    """Raises IntegrityError at flush when another post of the form came first."""
    session.add(FormReceipt(form_key=form_key, staff_id=staff_id, location=location, taken_at=clock.now()))
    session.flush()
