"""Passkeys of staff: added by who is signed in, asked for at the door, looked up inside the school alone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.secrets import token_hash
from tenants.outside import passkeys as outside
from tenants.outside.passkeys import Answer, Challenge, Holder, PasskeyCopied, PasskeyRefused, Site
from tenants.schools.queries import this_school
from tenants.sign_in.models import Door, Passkey, PasskeyChallenge
from tenants.sign_in.notices import tell
from tenants.sign_in.policies import may_come_by_another_door
from tenants.sign_in.rules import CHALLENGE_LASTS, MOST_PASSKEYS, passkey_name
from tenants.sign_in.sessions import end_sessions_of
from tenants.staff import actors
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Asked:
    """What goes to the browser; `id` comes back with its answer."""

    id: UUID
    challenge: Challenge


def ask_to_add(session: Session, actor: Actor, site: Site, browser: str) -> Asked:
    permit(actor, Permission.ACCOUNT_OPEN)
    person = session.get_one(Staff, (actor.school_id, actor.person_id))
    known = session.scalars(_credential_ids(session, person.id)).all()
    if len(known) >= MOST_PASSKEYS:
        raise Refused(f"You have {MOST_PASSKEYS} passkeys. Remove one that you no longer use first.")
    holder = Holder(person.id.bytes, f"{person.email} · {this_school(session).name}", person.name)
    return _kept(session, outside.begin_registration(site, holder, known), browser, person.id)


def ask_to_sign_in(session: Session, site: Site, browser: str) -> Asked:
    return _kept(session, outside.begin_authentication(site), browser, None)


def _kept(session: Session, challenge: Challenge, browser: str, staff_id: UUID | None) -> Asked:
    asked = PasskeyChallenge(
        secret=challenge.secret,
        browser_hash=token_hash(browser),
        staff_id=staff_id,
        asked_at=clock.now(),
    )
    session.add(asked)
    return Asked(asked.id, challenge)


def _credential_ids(session: Session, staff_id: UUID) -> Select[bytes]:
    return select(Passkey.credential_id).where(here(session, Passkey), Passkey.staff_id == staff_id)


@dataclass(frozen=True)
class Given:
    """An answer as it came back, and which browser brought it."""

    challenge_id: UUID | None
    answer: Answer
    browser: str


def add(session: Session, actor: Actor, site: Site, given: Given, name: str) -> Passkey:
    """Raises PasskeyRefused for an answer that proves nothing; its challenge is spent all the same."""
    permit(actor, Permission.ACCOUNT_OPEN)
    proved = outside.complete_registration(site, _spent(session, given, actor.person_id), given.answer)
    if session.scalar(_known(session, proved.id)) is not None:
        raise PasskeyRefused("known already")
    passkey = Passkey(
        staff_id=actor.person_id,
        credential_id=proved.id,
        public_key=proved.public_key,
        sign_count=proved.sign_count,
        synced=proved.synced,
        name=passkey_name(name),
        added_at=clock.now(),
    )
    session.add(passkey)
    session.flush()
    tell(session, actor.person_id, record(session, actor, "passkey:add", passkey))
    return passkey


def recognise(session: Session, site: Site, given: Given) -> UUID:
    """Who it is: somebody who works here. Raises PasskeyRefused, and spends the challenge either way."""
    secret = _spent(session, given, None)
    passkey = session.scalar(_known(session, outside.claimed_id(given.answer)).with_for_update())
    if passkey is None:
        raise PasskeyRefused("not one of this school's")
    _count(session, passkey, site, secret, given.answer)
    if actors.working(session, passkey.staff_id) is None:
        raise PasskeyRefused("of somebody who does not work here now")
    if not may_come_by_another_door(session, passkey.staff_id):
        raise PasskeyRefused("the school requires its own sign-in")
    passkey.used_at = clock.now()
    return passkey.staff_id


def _count(session: Session, passkey: Passkey, site: Site, secret: bytes, answer: Answer) -> None:
    kept = outside.Passkey(passkey.credential_id, passkey.public_key, passkey.sign_count, passkey.synced)
    try:
        passkey.sign_count = outside.complete_authentication(
            site, secret, answer, kept, passkey.staff_id.bytes
        )
    except PasskeyCopied:
        if (person := actors.working(session, passkey.staff_id)) is not None:
            tried = record(session, actors.actor(session, person.id), "passkey:copied", passkey)
            tell(session, person.id, tried)
        raise


def _known(session: Session, credential_id: bytes) -> Select[Passkey]:
    return select(Passkey).where(here(session, Passkey), Passkey.credential_id == credential_id)


def _spent(session: Session, given: Given, staff_id: UUID | None) -> bytes:
    """Another browser that brings the challenge along spends nothing, and so does another person."""
    row = session.execute(
        delete(PasskeyChallenge)
        .where(
            here(session, PasskeyChallenge),
            PasskeyChallenge.id == given.challenge_id,
            PasskeyChallenge.browser_hash == token_hash(given.browser),
            _for(staff_id),
        )
        .returning(PasskeyChallenge.secret, PasskeyChallenge.asked_at)
    ).one_or_none()
    if row is None or clock.now() - row.asked_at > CHALLENGE_LASTS:
        raise PasskeyRefused("no such question to this browser, or too long ago")
    secret: bytes = row.secret
    return secret


def _for(staff_id: UUID | None) -> ColumnElement[bool]:
    return PasskeyChallenge.staff_id.is_not_distinct_from(staff_id)


def rename(session: Session, actor: Actor, passkey: Passkey, name: str) -> None:
    permit(actor, Permission.ACCOUNT_CHANGE, passkey)
    if not name.strip():
        raise Invalid({"name": "Enter a name that tells you which device it is."})
    if passkey.name != passkey_name(name):
        passkey.name = passkey_name(name)
        record(session, actor, "passkey:rename", passkey, fields=["name"])


def remove(session: Session, actor: Actor, passkey: Passkey, this_session: UUID | None) -> None:
    """Whoever came in by a passkey is out, but for who removes it: the device may be in other hands."""
    permit(actor, Permission.ACCOUNT_CHANGE, passkey)
    session.delete(passkey)
    end_sessions_of(session, passkey.staff_id, door=Door.PASSKEY, but=this_session)
    tell(session, passkey.staff_id, record(session, actor, "passkey:remove", passkey))
