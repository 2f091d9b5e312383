"""Sign-in links by mail, and the forgetting of what is over."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.schools.queries import this_school
from tenants.sign_in.actions import forgetting, links
from tenants.sign_in.jobs import ForgetSignIns, InviteStaff, SendLink
from tenants.sign_in.policies import may_come_by_another_door
from tenants.sign_in.rules import INVITATION_LASTS, LINK_LASTS
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.mail import Mail, by_mail
from worker.shapes import InSchool, Run


def _link(session: Session, actor: Actor, message: SendLink) -> Mail | None:
    found = links.requested_by(session, message.request_id)
    if found is None:
        return None
    person, target = found
    if not may_come_by_another_door(session, person.id):
        return _to_the_doors(session, person, "sign_in_by_account")
    return _letter(session, person, "sign_in_link", links.make_link(session, person.id, target, LINK_LASTS))


def _invitation(session: Session, actor: Actor, message: InviteStaff) -> Mail | None:
    person = actors.working(session, message.staff_id)
    if person is None:
        return None
    if not may_come_by_another_door(session, person.id):
        return _to_the_doors(session, person, "sign_in_invitation_by_account")
    home = f"/schools/{this_school(session).slug}/"
    token = links.make_link(session, person.id, home, INVITATION_LASTS)
    return _letter(session, person, "sign_in_invitation", token)


def _letter(session: Session, person: Staff, template: str, token: str) -> Mail:
    return _letter_to(session, person, template, f"/sign-in/link/{token}")


def _to_the_doors(session: Session, person: Staff, template: str) -> Mail:
    """Where the school sign-in is required: the way to it, and no link that signs in."""
    return _letter_to(session, person, template, "/sign-in")


def _letter_to(session: Session, person: Staff, template: str, path: str) -> Mail:
    school = this_school(session)
    return Mail(
        to=person.email,
        to_name=person.name,
        school=school.name,
        template=template,
        facts={"name": person.name},
        path=f"/schools/{school.slug}{path}",
    )


def _forget(session: Session, actor: Actor, message: ForgetSignIns, run: Run) -> None:
    forgetting.forget(session)


send_link = by_mail(_link)
invite_staff = by_mail(_invitation)
forget_sign_ins = InSchool(_forget)
