"""What a person is told by mail, so that they see when somebody else is at their account.

A notice is of an entry of the history, which says what was done, to what, by whom and when."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base.history import HistoryEntry, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.sign_in.jobs import TellHead, TellPerson
from tenants.sign_in.models import SignInSession
from tenants.staff import actors
from tenants.staff.queries import heads


def tell(session: Session, staff_id: UUID, entry: HistoryEntry) -> None:
    ask(session, TellPerson(staff_id, entry.id))


def tell_heads(session: Session, entry: HistoryEntry) -> None:
    """All of them, whoever did it: who changes the door could let somebody in."""
    for head_id in sorted(heads(session)):
        ask(session, TellHead(head_id, entry.id))


def tell_of_new_browser(session: Session, begun: SignInSession) -> None:
    """A person's first session of all is no news: they have just been invited."""
    session.flush()
    known, others = session.execute(
        select(
            func.count().filter(SignInSession.browser_hash == begun.browser_hash),
            func.count(),
        ).where(
            here(session, SignInSession),
            SignInSession.staff_id == begun.staff_id,
            SignInSession.id != begun.id,
        )
    ).one()
    if others and not known:
        person = actors.actor(session, begun.staff_id)
        tell(session, begun.staff_id, record(session, person, "session:new_browser", begun))
