"""The operator's doors: a link by mail, then a code of their app or one of their recovery codes."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.outbox import ask
from tenants.base.secrets import new_token, token_hash
from tenants.operators import sessions
from tenants.operators.history import note
from tenants.operators.jobs import SendOperatorLink
from tenants.operators.models import Operator, OperatorDoor, OperatorLink, OperatorSession, RecoveryCode
from tenants.operators.notices import tell
from tenants.operators.rules import (
    LINK_LASTS,
    MOST_WRONG_CODES,
    new_recovery_codes,
    plain_recovery_code,
    safe_next,
)
from tenants.operators.sessions import SignedIn
from tenants.outside import authenticator
from tenants.sign_in.browsers import Browser


def ask_for_link(session: Session, email: str, target: str) -> None:
    """The same work for known and unknown addresses: who it belongs to is found out by the worker."""
    link = OperatorLink(email=email.strip().lower(), next=safe_next(target), asked_at=clock.now())
    session.add(link)
    session.flush()
    ask(session, SendOperatorLink(link.id))


def ready_link(session: Session, link_id: UUID) -> tuple[Operator, str] | None:
    """Whose link it is and its token, told once, in the mail; None for an address of nobody, and for somebody
    who never set up their app and whose time for it is over."""
    found = session.execute(
        select(OperatorLink, Operator)
        .join(Operator, Operator.email == OperatorLink.email)
        .where(OperatorLink.id == link_id, OperatorLink.spent_at.is_(None), *_may_come())
    ).one_or_none()
    if found is None:
        return None
    link, operator = found
    token = new_token()
    link.operator_id, link.token_hash = operator.id, token_hash(token)
    link.expires_at = clock.now() + LINK_LASTS
    return operator, token


def link_is_good(session: Session, token: str) -> bool:
    """Looking does not spend it: mail scanners open every address they see."""
    return session.scalar(select(OperatorLink.id).where(*_good(token))) is not None


def spend_link(session: Session, token: str) -> str:
    """The token of half a session. Raises NotFound for a link that is unknown, spent or over."""
    spent = session.execute(
        update(OperatorLink)
        .where(*_good(token))
        .values(spent_at=clock.now())
        .returning(OperatorLink.operator_id, OperatorLink.next)
    ).one_or_none()
    if spent is None or not _known(session, spent.operator_id):
        raise NotFound
    return sessions.begin_half(session, spent.operator_id, spent.next)


def _good(token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OperatorLink.token_hash == token_hash(token),
        OperatorLink.spent_at.is_(None),
        OperatorLink.expires_at > clock.now(),
    )


def _may_come() -> tuple[ColumnElement[bool], ...]:
    in_time = or_(Operator.enrolled_at.is_not(None), Operator.enrol_by > clock.now())
    return Operator.removed_at.is_(None), in_time


def _known(session: Session, operator_id: UUID) -> bool:
    return session.scalar(select(Operator.id).where(Operator.id == operator_id, *_may_come())) is not None


def has_app(session: Session, who: SignedIn) -> bool:
    return _locked(session, who.id).enrolled_at is not None


def secret_to_enrol(session: Session, who: SignedIn) -> str:
    """Of the app that is being set up; the same until that is done. Raises NotFound for who has one."""
    operator = _locked(session, who.id)
    if operator.enrolled_at is not None:
        raise NotFound
    if operator.totp_secret is None:
        operator.totp_secret = authenticator.new_secret()
    return operator.totp_secret


def enrol(session: Session, who: SignedIn, code: str) -> list[str] | None:
    """The recovery codes, told once; None when the code is not the app's."""
    operator = _locked(session, who.id)
    if operator.enrolled_at is not None or not _use_code(operator, code):
        return None
    operator.enrolled_at = clock.now()
    tell(session, who.id, note(session, who.id, "operator:enrol", operator))
    return _new_recovery_codes(session, who)


def renew_recovery_codes(session: Session, who: SignedIn) -> list[str]:
    """The old ones are worth nothing from now on."""
    tell(session, who.id, note(session, who.id, "operator:recovery_codes"))
    return _new_recovery_codes(session, who)


def _new_recovery_codes(session: Session, who: SignedIn) -> list[str]:
    codes = new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == who.id))
    session.add_all(RecoveryCode(operator_id=who.id, code_hash=token_hash(code)) for code in codes)
    return codes


def prove(session: Session, who: SignedIn, typed: str) -> OperatorDoor | None:
    """By a code of the app, or a recovery code; each is good once. None when it is neither."""
    operator = _locked(session, who.id)
    if operator.enrolled_at is None:
        return None
    if _use_code(operator, typed):
        return OperatorDoor.APP
    return OperatorDoor.RECOVERY if _spend_recovery_code(session, who.id, typed) else None


def _use_code(operator: Operator, typed: str) -> bool:
    step = (
        authenticator.step_of(operator.totp_secret, typed, operator.last_step)
        if operator.totp_secret
        else None
    )
    if step is not None:
        operator.last_step = step
    return step is not None


def _spend_recovery_code(session: Session, operator_id: UUID, typed: str) -> bool:
    plain = plain_recovery_code(typed)
    spent = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.operator_id == operator_id,
            RecoveryCode.code_hash == token_hash(plain),
            RecoveryCode.spent_at.is_(None),
        )
        .values(spent_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return bool(plain) and spent.first() is not None


def prove_again(session: Session, who: SignedIn, typed: str) -> bool:
    """For who is in already. Wrong codes are counted here too, and a few of them end the session."""
    door = prove(session, who, typed)
    if door is None:
        count_wrong_code(session, who)
        return False
    sessions.prove_again(session, who, door)
    return True


def come_in(session: Session, who: SignedIn, door: OperatorDoor, browser: Browser) -> str:
    """Ends the half session and begins a whole one under a new token, which is returned."""
    session.execute(
        update(OperatorSession).where(OperatorSession.id == who.session_id).values(ended_at=clock.now())
    )
    note(session, who.id, "operator:sign_in", fields=[door.value])
    return sessions.begin(session, who.id, door, browser)


def count_wrong_code(session: Session, who: SignedIn) -> None:
    """After a few of them the session is over, and a new link is needed."""
    wrong = session.scalar(
        update(OperatorSession)
        .where(OperatorSession.id == who.session_id)
        .values(wrong_codes=OperatorSession.wrong_codes + 1)
        .returning(OperatorSession.wrong_codes)
    )
    note(session, who.id, "operator:wrong_code")
    if wrong and wrong >= MOST_WRONG_CODES:
        session.execute(
            update(OperatorSession).where(OperatorSession.id == who.session_id).values(ended_at=clock.now())
        )


def _locked(session: Session, operator_id: UUID) -> Operator:
    """Two codes at once are looked at one after the other."""
    wanted = select(Operator).where(Operator.id == operator_id).with_for_update(key_share=True)
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()
