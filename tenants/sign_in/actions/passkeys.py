"""Passkeys of staff: added by who is signed in, asked for at the door, looked up inside the school alone."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.outside import passkeys as outside
from tenants.outside.passkeys import Answer, Holder, PasskeyCopied, PasskeyRefused, Site
from tenants.schools.queries import this_school
from tenants.sign_in.models import Door, Passkey, PasskeyChallenge
from tenants.sign_in.notices import tell
from tenants.sign_in.passkeys import Asked, Given, as_kept, ask, begin_to_add, count_use, spend
from tenants.sign_in.policies import may_come_by_another_door
from tenants.sign_in.rules import passkey_name
from tenants.sign_in.sessions import end_sessions_of
from tenants.staff import actors
from tenants.staff.models import Staff


def ask_to_add(session: Session, actor: Actor, site: Site, browser: str) -> Asked:
    permit(actor, Permission.ACCOUNT_OPEN)
    person = session.get_one(Staff, (actor.school_id, actor.person_id))
    known = session.scalars(_credential_ids(session, person.id)).all()
    holder = Holder(person.id.bytes, f"{person.email} · {this_school(session).name}", person.name)
    challenge = begin_to_add(site, holder, known)
    return ask(session, PasskeyChallenge(staff_id=person.id), challenge, browser)


def ask_to_sign_in(session: Session, site: Site, browser: str) -> Asked:
    return ask(session, PasskeyChallenge(), outside.begin_authentication(site), browser)


def _credential_ids(session: Session, staff_id: UUID) -> Select[bytes]:
    return select(Passkey.credential_id).where(here(session, Passkey), Passkey.staff_id == staff_id)


def add(session: Session, actor: Actor, site: Site, given: Given, name: str) -> Passkey:
    """Raises PasskeyRefused for an answer that proves nothing; its challenge is spent all the same."""
    permit(actor, Permission.ACCOUNT_OPEN)
    proved = outside.complete_registration(site, _spent(session, given, actor.person_id), given.answer)
    if session.scalar(_known(session, proved.id)) is not None:
        raise PasskeyRefused("known already")
    passkey = Passkey(staff_id=actor.person_id, **as_kept(proved, name))
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
    try:
        count_use(passkey, site, secret, answer, passkey.staff_id.bytes)
    except PasskeyCopied:
        if (person := actors.working(session, passkey.staff_id)) is not None:
            tried = record(session, actors.actor(session, person.id), "passkey:copied", passkey)
            tell(session, person.id, tried)
        raise


def _known(session: Session, credential_id: bytes) -> Select[Passkey]:
    return select(Passkey).where(here(session, Passkey), Passkey.credential_id == credential_id)


def _spent(session: Session, given: Given, staff_id: UUID | None) -> bytes:
    whose = PasskeyChallenge.staff_id.is_not_distinct_from(staff_id)
    return spend(session, PasskeyChallenge, given, here(session, PasskeyChallenge), whose)


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
