from datetime import date

from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.errors import Invalid
from tenants.operators.history import note
from tenants.operators.models import Announcement
from tenants.operators.rules import announcement_problems
from tenants.operators.sessions import SignedIn

LABELS = {"text": "Words", "begins_on": "First day", "ends_on": "Last day"}


def announce(session: Session, who: SignedIn, text: str, begins_on: date, ends_on: date) -> Announcement:
    _refuse(begins_on, ends_on)
    made = Announcement(text=text, begins_on=begins_on, ends_on=ends_on, made_at=clock.now())
    session.add(made)
    session.flush()
    note(session, who.id, "announcement:make", made)
    return made


def change(
    session: Session,
    who: SignedIn,
    announcement: Announcement,
    text: str,
    begins_on: date,
    ends_on: date,
    version: int,
) -> None:
    _refuse(begins_on, ends_on)
    values = {"text": text, "begins_on": begins_on, "ends_on": ends_on}
    if changed := versions.save(session, announcement, version, values, LABELS):
        note(session, who.id, "announcement:change", announcement, fields=changed)


def _refuse(begins_on: date, ends_on: date) -> None:
    if problems := announcement_problems(begins_on, ends_on):
        raise Invalid(problems)
