"""Passkeys of operators: added by who is signed in, asked for at their door, looked up among operators' alone."""

from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.secrets import token_hash
from tenants.operators import sessions
from tenants.operators.history import note
from tenants.operators.models import Operator, OperatorDoor, OperatorPasskey, OperatorPasskeyChallenge
from tenants.operators.notices import tell
from tenants.operators.queries.passkeys import passkeys
from tenants.operators.sessions import SignedIn
from tenants.outside import passkeys as outside
from tenants.outside.passkeys import Answer, Challenge, Holder, PasskeyCopied, PasskeyRefused, Site
from tenants.sign_in.actions.passkeys import Asked, Given
from tenants.sign_in.browsers import Browser
from tenants.sign_in.rules import CHALLENGE_LASTS, MOST_PASSKEYS, passkey_name


def ask_to_add(session: Session, who: SignedIn, site: Site, browser: str) -> Asked:
    known = [one.credential_id for one in passkeys(session, who.id)]
    if len(known) >= MOST_PASSKEYS:
        raise Refused(f"You have {MOST_PASSKEYS} passkeys. Remove one that you no longer use first.")
    holder = Holder(who.id.bytes, f"{who.email} · operator", who.name)
    return _kept(session, outside.begin_registration(site, holder, known), browser, who.id)


def ask_to_sign_in(session: Session, site: Site, browser: str) -> Asked:
    return _kept(session, outside.begin_authentication(site), browser, None)


def _kept(session: Session, challenge: Challenge, browser: str, operator_id: UUID | None) -> Asked:
    asked = OperatorPasskeyChallenge(
        secret=challenge.secret,
        browser_hash=token_hash(browser),
        operator_id=operator_id,
        asked_at=clock.now(),
    )
    session.add(asked)
    return Asked(asked.id, challenge)


def add(session: Session, who: SignedIn, site: Site, given: Given, name: str) -> OperatorPasskey:
    """Raises PasskeyRefused for an answer that proves nothing; its challenge is spent all the same."""
    proved = outside.complete_registration(site, _spent(session, given, who.id), given.answer)
    if session.scalar(_known(proved.id)) is not None:
        raise PasskeyRefused("known already")
    made = OperatorPasskey(
        operator_id=who.id,
        credential_id=proved.id,
        public_key=proved.public_key,
        sign_count=proved.sign_count,
        synced=proved.synced,
        name=passkey_name(name),
        added_at=clock.now(),
    )
    session.add(made)
    session.flush()
    tell(session, who.id, note(session, who.id, "operator:passkey_add", made))
    return made


def come_in(session: Session, site: Site, given: Given, browser: Browser) -> str:
    """The token of a whole session: the device has checked the person, so no code is asked for. Raises
    PasskeyRefused, and spends the challenge either way."""
    secret = _spent(session, given, None)
    passkey = session.scalar(_known(outside.claimed_id(given.answer)).with_for_update())
    if passkey is None:
        raise PasskeyRefused("not one of an operator's")
    _count(session, passkey, site, secret, given.answer)
    if session.get_one(Operator, passkey.operator_id).removed_at is not None:
        raise PasskeyRefused("of an operator who was removed")
    passkey.used_at = clock.now()
    note(session, passkey.operator_id, "operator:sign_in", passkey, fields=[OperatorDoor.PASSKEY.value])
    return sessions.begin(session, passkey.operator_id, OperatorDoor.PASSKEY, browser)


def _count(session: Session, passkey: OperatorPasskey, site: Site, secret: bytes, answer: Answer) -> None:
    kept = outside.Passkey(passkey.credential_id, passkey.public_key, passkey.sign_count, passkey.synced)
    try:
        passkey.sign_count = outside.complete_authentication(
            site, secret, answer, kept, passkey.operator_id.bytes
        )
    except PasskeyCopied:
        tried = note(session, passkey.operator_id, "operator:passkey_copied", passkey)
        tell(session, passkey.operator_id, tried)
        raise


def _known(credential_id: bytes) -> Select[OperatorPasskey]:
    return select(OperatorPasskey).where(OperatorPasskey.credential_id == credential_id)


def _spent(session: Session, given: Given, operator_id: UUID | None) -> bytes:
    """Another browser that brings the challenge along spends nothing, and so does another operator."""
    row = session.execute(
        delete(OperatorPasskeyChallenge)
        .where(
            OperatorPasskeyChallenge.id == given.challenge_id,
            OperatorPasskeyChallenge.browser_hash == token_hash(given.browser),
            OperatorPasskeyChallenge.operator_id.is_not_distinct_from(operator_id),
        )
        .returning(OperatorPasskeyChallenge.secret, OperatorPasskeyChallenge.asked_at)
    ).one_or_none()
    if row is None or clock.now() - row.asked_at > CHALLENGE_LASTS:
        raise PasskeyRefused("no such question to this browser, or too long ago")
    secret: bytes = row.secret
    return secret


def remove(session: Session, who: SignedIn, passkey: OperatorPasskey) -> None:
    """Whoever came in by a passkey is out, but for who removes it: the device may be in other hands."""
    session.delete(passkey)
    sessions.end_all(session, passkey.operator_id, door=OperatorDoor.PASSKEY, but=who.session_id)
    tell(session, who.id, note(session, who.id, "operator:passkey_remove", passkey))
