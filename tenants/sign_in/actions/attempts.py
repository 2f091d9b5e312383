"""Sign-ins under way at the school's provider: kept on the server, taken once, by the browser that began."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base.isolation import here
from tenants.base.secrets import token_hash
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.sign_in import Attempt
from tenants.sign_in.models import Connection, ConnectionAttempt, Purpose


@dataclass(frozen=True)
class Taken:
    """`tester_id`: of a test sign-in, who makes it; `version`: of the settings it was begun with."""

    attempt: Attempt
    next: str
    tester_id: UUID | None
    version: int


def keep(
    session: Session,
    connection: Connection,
    attempt: Attempt,
    browser: str,
    target: str = "",
    tester_id: UUID | None = None,
) -> None:
    session.add(
        ConnectionAttempt(
            connection_id=connection.id,
            purpose=(Purpose.TEST if tester_id else Purpose.SIGN_IN).value,
            tester_id=tester_id,
            version=connection.version,
            state_hash=token_hash(attempt.state),
            browser_hash=token_hash(browser),
            nonce=attempt.nonce,
            code_verifier=attempt.code_verifier,
            issuer=attempt.issuer,
            callback_url=attempt.callback_url,
            began_at=datetime.fromtimestamp(attempt.began_at, UTC),
            next=target,
        )
    )


def take(session: Session, connection_id: UUID, state: str, browser: str) -> Taken:
    """Raises SignInFailed for an answer to nothing that this browser began here. Another browser that
    brings the state along spends nothing."""
    row = session.scalar(
        delete(ConnectionAttempt)
        .where(
            here(session, ConnectionAttempt),
            ConnectionAttempt.connection_id == connection_id,
            ConnectionAttempt.state_hash == token_hash(state),
            ConnectionAttempt.browser_hash == token_hash(browser),
        )
        .returning(ConnectionAttempt)
    )
    if row is None:
        raise SignInFailed(Failure.REPLAYED, "no such attempt of this browser")
    return Taken(_attempt(row, state), row.next, row.tester_id, row.version)


def _attempt(row: ConnectionAttempt, state: str) -> Attempt:
    return Attempt(
        state=state,
        nonce=row.nonce,
        code_verifier=row.code_verifier,
        issuer=row.issuer,
        callback_url=row.callback_url,
        began_at=int(row.began_at.timestamp()),
    )
