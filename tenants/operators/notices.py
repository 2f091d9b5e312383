"""What operators are told by mail about their own sign-in, to the same standard as people at schools."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base.outbox import ask
from tenants.operators.history import note
from tenants.operators.jobs import TellOperator
from tenants.operators.models import OperatorHistoryEntry, OperatorSession


def tell(session: Session, operator_id: UUID, entry: OperatorHistoryEntry) -> None:
    ask(session, TellOperator(operator_id, entry.id))


def tell_of_new_browser(session: Session, begun: OperatorSession) -> None:
    """The first whole session of all is no news: the app has just been set up."""
    session.flush()
    known, others = session.execute(
        select(
            func.count().filter(OperatorSession.browser_hash == begun.browser_hash),
            func.count(),
        ).where(
            OperatorSession.operator_id == begun.operator_id,
            OperatorSession.proven_at.is_not(None),
            OperatorSession.id != begun.id,
        )
    ).one()
    if others and not known:
        tell(session, begun.operator_id, note(session, begun.operator_id, "operator:new_browser", begun))
