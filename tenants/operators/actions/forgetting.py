from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.operators.models import OperatorLink, OperatorPasskeyChallenge, OperatorReceipt, OperatorSession

KEPT = timedelta(days=1)
SESSIONS_KEPT = timedelta(days=90)


def forget(session: Session) -> None:
    now = clock.now()
    for model, over in (
        (OperatorLink, OperatorLink.asked_at < now - KEPT),
        (OperatorPasskeyChallenge, OperatorPasskeyChallenge.asked_at < now - KEPT),
        (OperatorReceipt, OperatorReceipt.taken_at < now - KEPT),
        (OperatorSession, OperatorSession.expires_at < now - SESSIONS_KEPT),
    ):
        session.execute(delete(model).where(over))
