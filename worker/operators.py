"""What the operator asks for: links into their own space, and what is done inside a school on their behalf."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.operators.actions import doors, forgetting, welcoming
from tenants.operators.jobs import ForgetOperators, NoteSuspension, SendOperatorLink, WelcomeHead
from tenants.operators.models import SchoolInvitation
from worker.mail import Mail, by_platform_mail
from worker.shapes import InSchool, OnPlatform, Run


def _link(session: Session, message: SendOperatorLink) -> Mail | None:
    ready = doors.ready_link(session, message.link_id)
    if ready is None:
        return None
    operator, token = ready
    return Mail(
        to=operator.email,
        to_name=operator.name,
        school="",
        template="operator_link",
        facts={"name": operator.name},
        path=f"/operator/sign-in/link/{token}",
    )


def _welcome(session: Session, actor: Actor, message: WelcomeHead, run: Run) -> None:
    wanted = select(SchoolInvitation).where(SchoolInvitation.id == message.invitation_id).with_for_update()
    invitation = session.scalar(wanted)
    if invitation is None:
        raise NotFound
    welcoming.welcome_head(session, actor, invitation)


def _suspension(session: Session, actor: Actor, message: NoteSuspension, run: Run) -> None:
    welcoming.note_suspension(session, actor)


def _forget(session: Session, message: ForgetOperators, run: Run) -> None:
    forgetting.forget(session)


send_link = by_platform_mail(_link)
welcome_head = InSchool(_welcome)
note_suspension = InSchool(_suspension)
forget_operators = OnPlatform(_forget)
