"""A form of the operator's that was taken once is not taken twice, as in a school's space."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.operators.models import OperatorReceipt


def take(session: Session, operator_id: UUID, form_key: UUID) -> bool:
    kept = session.execute(
        insert(OperatorReceipt)
        .values(form_key=form_key, operator_id=operator_id, location="", taken_at=clock.now())
        .on_conflict_do_nothing()
        .returning(OperatorReceipt.form_key)
    )
    return kept.first() is not None


def led_to(session: Session, operator_id: UUID, form_key: UUID) -> str | None:
    return session.scalar(
        select(OperatorReceipt.location).where(
            OperatorReceipt.form_key == form_key, OperatorReceipt.operator_id == operator_id
        )
    )


def keep(session: Session, form_key: UUID, location: str) -> None:
    session.execute(
        update(OperatorReceipt).where(OperatorReceipt.form_key == form_key).values(location=location)
    )


def drop(session: Session, form_key: UUID) -> None:
    session.execute(delete(OperatorReceipt).where(OperatorReceipt.form_key == form_key))
