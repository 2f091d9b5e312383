"""Asking for a copy of one's own work, and sending it after somebody who left."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.copies.jobs import PackCopy, SendCopyLink, TellCopyReady
from tenants.copies.models import Copy, CopyLink, PrivateAddress
from tenants.copies.queries import copies as queries
from tenants.copies.rules.copies import KEPT_DAYS, MOST_A_DAY, CopyState, Scope
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member
from tenants.staff.rules.people import kept_email

ADDRESS = "Enter a full email address, like name@mail.example."
ENOUGH = f"{MOST_A_DAY} copies were asked for within a day. Try again tomorrow."
HERE_STILL = "End their access first: as long as people work here, they download their own copy."


def ask_for_copy(session: Session, actor: Actor) -> Copy:
    """Of the actor's own work."""
    permit(actor, Permission.COPY_ASK)
    return _ask(session, actor, staff_member(session, actor.person_id), Scope.OWN)


def ask_for_school(session: Session, actor: Actor) -> Copy:
    """Of all that the school has here."""
    permit(actor, Permission.COPY_SCHOOL)
    return _ask(session, actor, staff_member(session, actor.person_id), Scope.SCHOOL)


def note_fetching(session: Session, actor: Actor, copy: Copy) -> None:
    permit(actor, Permission.COPY_SCHOOL, copy)
    record(session, actor, "copy:fetch_school", copy)


def name_address(session: Session, actor: Actor, typed: str) -> None:
    """Where the actor's copy goes when they leave; empty means nowhere."""
    permit(actor, Permission.COPY_ASK)
    address = kept_email(typed) if typed.strip() else None
    if typed.strip() and address is None:
        raise Invalid({"address": ADDRESS})
    mine = here(session, PrivateAddress), PrivateAddress.staff_id == actor.person_id
    session.execute(delete(PrivateAddress).where(*mine))
    if address:
        named = {"address": address, "named_at": clock.now()}
        session.execute(
            insert(PrivateAddress)
            .values(school_id=bound_school(session), staff_id=actor.person_id, **named)
            .on_conflict_do_update(index_elements=["school_id", "staff_id"], set_=named)
        )
    record(session, actor, "copy:name_address", staff_member(session, actor.person_id))


def send_copy(session: Session, actor: Actor, person: Staff, typed: str) -> Copy:
    """After somebody who left: to the address that they named, else to the one a head types."""
    permit(actor, Permission.COPY_SEND, person)
    if person.deactivated_at is None:
        raise Refused(HERE_STILL)
    named = queries.private_address(session, person.id)
    address = named or kept_email(typed)
    if address is None:
        raise Invalid({"address": ADDRESS})
    return _ask(session, actor, person, Scope.NAMED if named else Scope.TYPED, address)


def _ask(session: Session, actor: Actor, person: Staff, scope: Scope, address: str | None = None) -> Copy:
    lock(session, person)
    if queries.asked_lately(session, person.id) >= MOST_A_DAY:
        raise Refused(ENOUGH)
    now = clock.now()
    made = Copy(
        staff_id=person.id,
        scope=scope.value,
        asked_by=actor.person_id,
        asked_at=now,
        keep_until=clock.school_date(now) + timedelta(days=KEPT_DAYS),
        address=address,
    )
    session.add(made)
    session.flush()
    action = "copy:send" if scope.sent else "copy:ask"
    if scope is Scope.SCHOOL:
        action = "copy:ask_school"
    record(session, actor, action, made)
    ask(session, PackCopy(made.id), unique_key=str(made.id))
    return made


def end_link(session: Session, actor: Actor, copy: Copy) -> None:
    """Takes a sent copy back, also while it is being packed."""
    permit(actor, Permission.COPY_SEND, copy)
    _end_links(session, copy.id)
    copy.keep_until = clock.today() - timedelta(days=1)
    record(session, actor, "copy:end_link", copy)


def _end_links(session: Session, copy_id: UUID) -> None:
    session.execute(
        update(CopyLink)
        .where(here(session, CopyLink), CopyLink.copy_id == copy_id, CopyLink.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def keep_packed(session: Session, copy: Copy, key: str, size: int) -> None:
    """Whoever waits for it is told."""
    copy.key, copy.size, copy.ready_at = key, size, clock.now()
    if copy.state is not CopyState.READY:
        return
    told = SendCopyLink(copy.id) if Scope(copy.scope).sent else TellCopyReady(copy.id)
    ask(session, told, unique_key=str(copy.id))


@dataclass(frozen=True)
class Gone:
    """A copy whose time is over; its file, if it has one."""

    copy_id: UUID
    key: str | None


def gone(session: Session) -> list[Gone]:
    return [Gone(one.id, one.key) for one in queries.over(session)]


def forget(session: Session, actor: Actor, taken: list[Gone]) -> None:
    """After the bytes are gone."""
    for one in taken:
        copy = queries.copy(session, one.copy_id)
        copy.deleted_at, copy.address = clock.now(), None
        _end_links(session, copy.id)
        record(session, actor, "copy:forget", copy)
