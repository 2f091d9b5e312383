"""What a person is told by mail, so that they see when somebody else is at their account."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.sign_in.jobs import TellHead, TellPerson
from tenants.sign_in.models import SignInSession
from tenants.staff.queries import heads


class Notice(StrEnum):
    """To whom it happened."""

    NEW_BROWSER = "new_browser"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_COPIED = "passkey_copied"
    SIGNED_OUT = "signed_out"


class HeadsNotice(StrEnum):
    """To all heads, whoever did it: who changes the door could let somebody in."""

    SIGN_IN_CHANGED = "sign_in_changed"
    SIGN_IN_ON = "sign_in_on"
    SIGN_IN_OFF = "sign_in_off"


def tell(session: Session, staff_id: UUID, notice: Notice, session_id: UUID | None = None) -> None:
    ask(session, TellPerson(staff_id=staff_id, notice=notice.value, session_id=session_id))


def tell_heads(session: Session, actor: Actor, notice: HeadsNotice) -> None:
    for head_id in sorted(heads(session)):
        ask(session, TellHead(head_id=head_id, notice=notice.value, actor_id=actor.staff_id))


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
        tell(session, begun.staff_id, Notice.NEW_BROWSER, begun.id)
