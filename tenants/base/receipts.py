"""A form that was taken once is not taken twice: the second post is led to where the first one went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.isolation import bound_school, here
from tenants.base.records import SchoolRecord


class FormReceipt(SchoolRecord):
    __tablename__ = "form_receipts"

    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID]
    location: Mapped[str]
    taken_at: Mapped[datetime]


def take(session: Session, staff_id: UUID, form_key: UUID) -> bool:
    """True for the first post of a form. A second one waits for the first: False once that was kept."""
    kept = session.execute(
        insert(FormReceipt)
        .values(
            school_id=bound_school(session),
            form_key=form_key,
            staff_id=staff_id,
            location="",
            taken_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(FormReceipt.form_key)
    )
    return kept.first() is not None


def led_to(session: Session, staff_id: UUID, form_key: UUID) -> str | None:
    """Where the first post by this person led."""
    return session.scalar(
        select(FormReceipt.location).where(
            here(session, FormReceipt), FormReceipt.form_key == form_key, FormReceipt.staff_id == staff_id
        )
    )


def keep(session: Session, form_key: UUID, location: str) -> None:
    session.execute(
        update(FormReceipt)
        .where(here(session, FormReceipt), FormReceipt.form_key == form_key)
        .values(location=location)
    )


def drop(session: Session, form_key: UUID) -> None:
    """The answer led nowhere, so the form may be posted again."""
    session.execute(delete(FormReceipt).where(here(session, FormReceipt), FormReceipt.form_key == form_key))
