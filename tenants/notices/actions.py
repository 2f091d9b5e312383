"""Notices: written by the job that tells somebody, read by them, gathered in digests, forgotten."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.notices.jobs import SendDigest
from tenants.notices.models import MailSetting, Notice
from tenants.notices.queries import Wanted, wanted_by, who_waits
from tenants.notices.rules import KEPT, Kind, by_mail, digest_is_due, is_quiet, waits
from tenants.schools.calendar import calendar
from tenants.schools.queries import this_school


def tell(session: Session, job_id: UUID, staff_id: UUID, kind: Kind, title: str, path: str) -> bool:
    """Writes it down, once for each job. Returns whether a letter is to go at once."""
    wanted = wanted_by(session, staff_id)
    mailed = by_mail(kind, reminders=wanted.reminders)
    quiet = wanted.quiet_from is not None and is_quiet(
        clock.now(), wanted.quiet_from, calendar(session).works
    )
    left = mailed and waits(kind, wanted.pace, quiet=quiet)
    session.execute(
        insert(Notice)
        .values(
            id=new_id(),
            school_id=bound_school(session),
            staff_id=staff_id,
            job_id=job_id,
            kind=kind.value,
            title=title,
            path=path,
            at=clock.now(),
            waits=left,
        )
        .on_conflict_do_nothing()
    )
    return mailed and not left


def read(session: Session, actor: Actor, notice: Notice) -> None:
    """What was read here needs no letter any more."""
    permit(actor, Permission.ACCOUNT_CHANGE, notice)
    if notice.read_at is None:
        notice.read_at, notice.waits = clock.now(), False


def read_all(session: Session, actor: Actor) -> None:
    permit(actor, Permission.ACCOUNT_OPEN)
    session.execute(
        update(Notice)
        .where(here(session, Notice), Notice.staff_id == actor.person_id, Notice.read_at.is_(None))
        .values(read_at=clock.now(), waits=False)
    )


def choose_mail(session: Session, actor: Actor, wanted: Wanted) -> None:
    permit(actor, Permission.ACCOUNT_OPEN)
    chosen = {"pace": wanted.pace.value, "reminders": wanted.reminders, "quiet_from": wanted.quiet_from}
    session.execute(
        insert(MailSetting)
        .values(school_id=bound_school(session), staff_id=actor.person_id, **chosen)
        .on_conflict_do_update(constraint="pk_mail_settings", set_=chosen)
    )


def gather_digests(session: Session) -> None:
    """One job a person and day, whoever asks for it how often."""
    if this_school(session).suspended_at is not None:
        return
    today, works = clock.today(), calendar(session).works
    for staff_id, pace in who_waits(session):
        if digest_is_due(pace, today, works):
            ask(session, SendDigest(staff_id, today), unique_key=f"{staff_id}:{today}")


def settle_digest(session: Session, notice_ids: Collection[UUID]) -> None:
    """None of them waits any more."""
    session.execute(
        update(Notice).where(here(session, Notice), Notice.id.in_(notice_ids)).values(waits=False)
    )


def forget(session: Session) -> None:
    session.execute(delete(Notice).where(here(session, Notice), Notice.at < clock.now() - KEPT))
