"""Operators come and go at the server's console."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Invalid, NotFound
from tenants.operators import sessions
from tenants.operators.history import note
from tenants.operators.models import Operator, OperatorPasskey, OperatorPasskeyChallenge, RecoveryCode
from tenants.operators.notices import tell
from tenants.operators.rules import ENROL_WITHIN, operator_problems
from tenants.staff.rules.people import kept_email


def create_operator(session: Session, name: str, email: str) -> Operator:
    """Doing it again is harmless, and gives who has no app yet time anew; who was removed comes back with
    nothing of what they had."""
    name = " ".join(name.split())
    if problems := operator_problems(name, email):
        raise Invalid(problems)
    known = session.scalar(select(Operator).where(Operator.email == kept_email(email)))
    if known is not None:
        _welcome_again(session, known)
        return known
    made = Operator(name=name, email=kept_email(email), made_at=clock.now(), enrol_by=_soon())
    session.add(made)
    session.flush()
    note(session, None, "operator:create", made)
    return made


def _welcome_again(session: Session, known: Operator) -> None:
    if known.removed_at is not None:
        _take_proofs(session, known)
        known.removed_at = None
    if known.enrolled_at is None:
        known.enrol_by = _soon()
    note(session, None, "operator:create", known)


def reset_app(session: Session, email: str) -> Operator:
    """For who lost their app and their recovery codes: they set up a new one. Passkeys go too, as a device that
    is lost may hold one."""
    known = _known(session, email)
    _take_proofs(session, known)
    known.enrol_by = _soon()
    tell(session, known.id, note(session, None, "operator:reset", known))
    return known


def remove_operator(session: Session, email: str) -> Operator:
    known = _known(session, email)
    known.removed_at = clock.now()
    sessions.end_all(session, known.id)
    note(session, None, "operator:remove", known)
    return known


def _take_proofs(session: Session, known: Operator) -> None:
    known.totp_secret = known.enrolled_at = known.last_step = None
    for model in (RecoveryCode, OperatorPasskey, OperatorPasskeyChallenge):
        session.execute(delete(model).where(model.operator_id == known.id))
    sessions.end_all(session, known.id)


def _known(session: Session, email: str) -> Operator:
    wanted = select(Operator).where(Operator.email == email.strip().lower(), Operator.removed_at.is_(None))
    known = session.scalar(wanted)
    if known is None:
        raise NotFound
    return known


def _soon() -> datetime:
    return clock.now() + ENROL_WITHIN
