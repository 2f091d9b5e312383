"""Security notices: to the person whose account it is, to the heads whose school it is."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.days import moment_in_words
from tenants.base.history import HistoryEntry
from tenants.base.isolation import here
from tenants.notices.rules import Kind
from tenants.schools.queries import this_school
from tenants.sign_in import account
from tenants.sign_in.jobs import TellHead, TellPerson
from tenants.sign_in.models import SignInSession
from tenants.sign_in.rules import DOORS
from tenants.staff import actors, queries
from tenants.staff.jobs import TellFormerAddress, TellNewAddress, TellRoleGiven
from tenants.staff.models import Staff
from tenants.staff.queries import AddressChange
from tenants.staff.rules.roles import TITLES
from worker.mail import Mail, by_mail
from worker.telling import Tells, Word

LETTERS = {
    "session:new_browser": "notice_new_browser",
    "session:end_all": "notice_signed_out",
    "passkey:add": "notice_passkey_added",
    "passkey:remove": "notice_passkey_removed",
    "passkey:copied": "notice_passkey_copied",
    "connection:change": "notice_sign_in_changed",
    "connection:switch_on": "notice_sign_in_on",
    "connection:switch_off": "notice_sign_in_off",
    "sign_in_policy:change": "notice_sign_in_policy",
}


def _person(session: Session, actor: Actor, message: TellPerson) -> Word | None:
    reader, entry = actors.working(session, message.staff_id), _entry(session, message.entry_id)
    if reader is None:
        return None
    facts = {}
    if entry.action == "session:new_browser" and entry.subject_id:
        facts = _of_session(account.sign_in_session(session, entry.subject_id))
    return _word(reader, LETTERS[entry.action], "/your-account", facts)


def _of_session(about: SignInSession) -> dict[str, str]:
    return {"browser": about.browser, "door": DOORS[about.door], "when": moment_in_words(about.started_at)}


def _head(session: Session, actor: Actor, message: TellHead) -> Word | None:
    """Only while they are a head."""
    reader, entry = actors.working(session, message.head_id), _entry(session, message.entry_id)
    if reader is None or reader.id not in queries.heads(session):
        return None
    facts = {"by": _by(session, entry), "own": entry.actor_id == reader.id}
    return _word(reader, LETTERS[entry.action], "/school-sign-in", facts)


def _role(session: Session, actor: Actor, message: TellRoleGiven) -> Word | None:
    """Not when it was taken away again in between."""
    reader, entry = actors.working(session, message.staff_id), _entry(session, message.entry_id)
    role = Role(entry.fields[0])
    if reader is None or not actors.actor(session, reader.id).holds(role):
        return None
    facts = {"role": TITLES[role], "by": _by(session, entry)}
    return _word(reader, "notice_role_given", "/", facts)


def _former_address(session: Session, actor: Actor, message: TellFormerAddress) -> Mail | None:
    change = _change(session, message.former_id)
    if change is None:
        return None
    school, person = this_school(session), change.person
    return Mail(
        to=change.former,
        to_name=person.name,
        school=school.name,
        template="notice_address_former",
        facts={"name": person.name},
        path=f"/schools/{school.slug}/",
    )


def _new_address(session: Session, actor: Actor, message: TellNewAddress) -> Word | None:
    change = _change(session, message.former_id)
    if change is None:
        return None
    return _word(change.person, "notice_address_new", "/your-account", {"former": change.former})


def _change(session: Session, former_id: UUID) -> AddressChange | None:
    change = queries.address_change(session, former_id)
    return None if change is None or actors.working(session, change.person.id) is None else change


def _entry(session: Session, entry_id: UUID) -> HistoryEntry:
    return session.scalars(
        select(HistoryEntry).where(here(session, HistoryEntry), HistoryEntry.id == entry_id)
    ).one()


def _by(session: Session, entry: HistoryEntry) -> str:
    return queries.names(session, [entry.actor_id])[entry.actor_id] if entry.actor_id else "Lectern"


def _word(reader: Staff, template: str, path: str, facts: Mapping[str, object]) -> Word:
    return Word(reader, template, path, facts, Kind.SECURITY)


tell_person = Tells(_person)
tell_head = Tells(_head)
tell_role_given = Tells(_role)
tell_former_address = by_mail(_former_address)
tell_new_address = Tells(_new_address)
