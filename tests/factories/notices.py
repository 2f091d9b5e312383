from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.ids import new_id
from tenants.notices.models import MailSetting, Notice
from tenants.notices.rules import Kind, Pace
from tenants.staff.models import Staff


def make_notice(session: Session, person: Staff, **values: object) -> Notice:
    given = {"job_id": new_id(), "kind": Kind.NEWS.value, "title": "Something is new", "path": "/standards"}
    made = Notice(staff_id=person.id, **(given | {"at": clock.now()} | values))
    session.add(made)
    session.flush()
    return made


def make_setting(
    session: Session,
    person: Staff,
    pace: Pace,
    *,
    reminders: bool = True,
    quiet_from: int | None = None,
) -> MailSetting:
    made = MailSetting(staff_id=person.id, pace=pace.value, reminders=reminders, quiet_from=quiet_from)
    session.add(made)
    session.flush()
    return made
