"""Passkeys of operators: added by who is signed in, asked for at their door, looked up among operators' alone."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.operators import sessions
from tenants.operators.history import note
from tenants.operators.models import Operator, OperatorDoor, OperatorPasskey, OperatorPasskeyChallenge
from tenants.operators.notices import tell
from tenants.operators.queries.passkeys import passkeys
from tenants.operators.sessions import SignedIn
from tenants.outside import passkeys as outside
from tenants.outside.passkeys import Holder, PasskeyCopied, PasskeyRefused, Site
from tenants.sign_in.browsers import Browser
from tenants.sign_in.passkeys import Asked, Given, as_kept, ask, begin_to_add, count_use, spend


def ask_to_add(session: Session, who: SignedIn, site: Site, browser: str) -> Asked:
    known = [one.credential_id for one in passkeys(session, who.id)]
    holder = Holder(who.id.bytes, f"{who.email} · operator", who.name)
    challenge = begin_to_add(site, holder, known)
    return ask(session, OperatorPasskeyChallenge(operator_id=who.id), challenge, browser)


def ask_to_sign_in(session: Session, site: Site, browser: str) -> Asked:
    return ask(session, OperatorPasskeyChallenge(), outside.begin_authentication(site), browser)


def ask_to_prove(session: Session, who: SignedIn, site: Site, browser: str) -> Asked:
    question = OperatorPasskeyChallenge(operator_id=who.id)
    return ask(session, question, outside.begin_authentication(site), browser)


def add(session: Session, who: SignedIn, site: Site, given: Given, name: str) -> OperatorPasskey:
    """Raises PasskeyRefused for an answer that proves nothing; its challenge is spent all the same."""
    proved = outside.complete_registration(site, _spent(session, given, who.id), given.answer)
    if _held(session, OperatorPasskey.credential_id == proved.id) is not None:
        raise PasskeyRefused("known already")
    made = OperatorPasskey(operator_id=who.id, **as_kept(proved, name))
    session.add(made)
    session.flush()
    tell(session, who.id, note(session, who.id, "operator:passkey_add", made))
    return made


def come_in(session: Session, site: Site, given: Given, browser: Browser) -> str:
    """The token of a whole session: the device has checked the person, so no code is asked for. Raises
    PasskeyRefused, and spends the challenge either way."""
    passkey = _used(session, site, given, None)
    if session.get_one(Operator, passkey.operator_id).removed_at is not None:
        raise PasskeyRefused("of an operator who was removed")
    passkey.used_at = clock.now()
    note(session, passkey.operator_id, "operator:sign_in", passkey, fields=[OperatorDoor.PASSKEY.value])
    return sessions.begin(session, passkey.operator_id, OperatorDoor.PASSKEY, browser)


def prove(session: Session, who: SignedIn, site: Site, given: Given) -> None:
    """Once more, by a passkey of their own. Raises PasskeyRefused, and spends the challenge either way."""
    _used(session, site, given, who.id, OperatorPasskey.operator_id == who.id).used_at = clock.now()
    sessions.prove_again(session, who, OperatorDoor.PASSKEY)


def _used(
    session: Session, site: Site, given: Given, asked_of: UUID | None, *whose: ColumnElement[bool]
) -> OperatorPasskey:
    secret = _spent(session, given, asked_of)
    claimed = outside.claimed_id(given.answer)
    passkey = _held(session, OperatorPasskey.credential_id == claimed, *whose)
    if passkey is None:
        raise PasskeyRefused("not one of an operator's")
    try:
        count_use(passkey, site, secret, given.answer, passkey.operator_id.bytes)
    except PasskeyCopied:
        tried = note(session, passkey.operator_id, "operator:passkey_copied", passkey)
        tell(session, passkey.operator_id, tried)
        raise
    return passkey


def _held(session: Session, *which: ColumnElement[bool]) -> OperatorPasskey | None:
    return session.scalar(select(OperatorPasskey).where(*which).with_for_update())


def _spent(session: Session, given: Given, operator_id: UUID | None) -> bytes:
    whose = OperatorPasskeyChallenge.operator_id.is_not_distinct_from(operator_id)
    return spend(session, OperatorPasskeyChallenge, given, whose)


def remove(session: Session, who: SignedIn, passkey: OperatorPasskey) -> None:
    """Whoever came in by a passkey is out, but for who removes it: the device may be in other hands."""
    session.delete(passkey)
    sessions.end_all(session, passkey.operator_id, door=OperatorDoor.PASSKEY, but=who.session_id)
    tell(session, who.id, note(session, who.id, "operator:passkey_remove", passkey))
