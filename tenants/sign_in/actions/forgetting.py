from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import here
from tenants.base.receipts import FormReceipt
from tenants.sign_in.models import (
    ConnectionAttempt,
    LinkRequest,
    PasskeyChallenge,
    SignInLink,
    SignInSession,
    SpentLogoutToken,
)
from tenants.staff.models import FormerAddress

KEPT = timedelta(days=1)
ADDRESSES_KEPT = timedelta(days=14)
"""Long enough for a mail server that was away."""
SESSIONS_KEPT = timedelta(days=90)
"""Long enough for 'your sessions' to show what happened lately."""


def forget(session: Session) -> None:
    """What signing in left behind and nobody needs any more. Attempts are of real time, as their providers are."""
    now, really = clock.now(), datetime.now(UTC)
    for model, over in (
        (SignInLink, SignInLink.expires_at < now - KEPT),
        (LinkRequest, LinkRequest.asked_at < now - KEPT),
        (ConnectionAttempt, ConnectionAttempt.began_at < really - KEPT),
        (SignInSession, SignInSession.expires_at < now - SESSIONS_KEPT),
        (PasskeyChallenge, PasskeyChallenge.asked_at < now - KEPT),
        (FormerAddress, FormerAddress.changed_at < now - ADDRESSES_KEPT),
        (SpentLogoutToken, SpentLogoutToken.spent_at < now - KEPT),
        (FormReceipt, FormReceipt.taken_at < now - KEPT),
    ):
        session.execute(delete(model).where(here(session, model), over))
    session.execute(
        update(SignInSession)
        .where(
            here(session, SignInSession), SignInSession.expires_at < now, SignInSession.id_token.is_not(None)
        )
        .values(id_token=None)
    )
