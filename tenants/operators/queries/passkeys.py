from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.operators.models import OperatorPasskey


def passkeys(session: Session, operator_id: UUID) -> Sequence[OperatorPasskey]:
    """Of one operator, in the order in which they were added."""
    return session.scalars(
        select(OperatorPasskey).where(OperatorPasskey.operator_id == operator_id).order_by(OperatorPasskey.id)
    ).all()


def passkey(session: Session, operator_id: UUID, passkey_id: UUID) -> OperatorPasskey:
    """One of the operator's own. Raises NotFound for a colleague's."""
    found = session.scalar(
        select(OperatorPasskey).where(
            OperatorPasskey.operator_id == operator_id, OperatorPasskey.id == passkey_id
        )
    )
    if found is None:
        raise NotFound
    return found
