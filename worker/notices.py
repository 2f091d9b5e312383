"""Security notices: to the person whose account it is, to the heads whose school it is."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.clock import SCHOOL_TIME
from tenants.base.errors import NotFound
from tenants.schools.queries import this_school
from tenants.sign_in import account
from tenants.sign_in.jobs import TellHead, TellPerson
from tenants.sign_in.models import SignInSession
from tenants.sign_in.notices import Notice
from tenants.sign_in.rules import DOORS
from tenants.staff import actors, queries
from tenants.staff.jobs import TellAddressChanged, TellRoleGiven
from tenants.staff.models import Staff
from tenants.staff.rules.roles import TITLES
from worker.mail import Mail, by_mail

ACCOUNT = "/your-account"


def _person(session: Session, actor: Actor, message: TellPerson) -> Mail | None:
    reader = actors.working(session, message.staff_id)
    if reader is None:
        return None
    about = _session(session, message.session_id)
    if message.notice == Notice.NEW_BROWSER and about is None:
        return None
    facts = _of_session(about) if about else {}
    return _letter(session, reader, f"notice_{message.notice}", ACCOUNT, facts)


def _session(session: Session, session_id: UUID | None) -> SignInSession | None:
    """None once it is forgotten."""
    try:
        return account.sign_in_session(session, session_id) if session_id else None
    except NotFound:
        return None


def _of_session(about: SignInSession) -> dict[str, str]:
    when = about.started_at.astimezone(SCHOOL_TIME)
    return {"browser": about.browser, "door": DOORS[about.door], "when": f"{when:%-d %B at %H:%M}"}


def _head(session: Session, actor: Actor, message: TellHead) -> Mail | None:
    """Only while they are a head."""
    reader = actors.working(session, message.head_id)
    if reader is None or reader.id not in queries.heads(session):
        return None
    facts = {"by": _name(session, message.actor_id)}
    return _letter(session, reader, f"notice_{message.notice}", "/school-sign-in", facts)


def _role(session: Session, actor: Actor, message: TellRoleGiven) -> Mail | None:
    """Not when it was taken away again in between."""
    reader, role = actors.working(session, message.staff_id), Role(message.role)
    if reader is None or not actors.actor(session, reader.id).holds(role):
        return None
    facts = {"role": TITLES[role].lower(), "by": _name(session, message.actor_id)}
    return _letter(session, reader, "notice_role_given", "", facts)


def _address(session: Session, actor: Actor, message: TellAddressChanged) -> Mail | None:
    change = queries.address_change(session, message.former_id)
    if change is None or actors.working(session, change.person.id) is None:
        return None
    if not message.to_former:
        return _letter(session, change.person, "notice_address_new", "", {"former": change.former})
    return _letter(session, change.person, "notice_address_former", "", {}, to=change.former)


def _name(session: Session, staff_id: UUID | None) -> str:
    return queries.names(session, [staff_id])[staff_id] if staff_id else "Lectern"


def _letter(
    session: Session, reader: Staff, template: str, path: str, facts: dict[str, str], to: str = ""
) -> Mail:
    school = this_school(session)
    return Mail(
        to=to or reader.email,
        to_name=reader.name,
        school=school.name,
        template=template,
        facts={"name": reader.name, **facts},
        path=f"/schools/{school.slug}{path}",
    )


tell_person = by_mail(_person)
tell_head = by_mail(_head)
tell_role_given = by_mail(_role)
tell_address_changed = by_mail(_address)
