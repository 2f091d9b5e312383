"""What the operator asks for: links into their own space, and what is done inside a school on their behalf."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.days import moment_in_words
from tenants.base.errors import NotFound
from tenants.notices.rules import Kind
from tenants.operators.actions import doors, forgetting, welcoming
from tenants.operators.jobs import (
    ForgetOperators,
    NoteEntry,
    NoteSuspension,
    SendOperatorLink,
    TellEntry,
    TellOperator,
    TellSuspension,
    WelcomeHead,
)
from tenants.operators.models import (
    Operator,
    OperatorHistoryEntry,
    OperatorSession,
    SchoolInvitation,
    SchoolNotice,
    SupportEntry,
)
from tenants.operators.queries.visits import visit_here
from tenants.operators.rules import OPERATOR_DOORS
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.staff.queries import heads, names
from worker.mail import Mail, by_platform_mail
from worker.shapes import InSchool, OnPlatform, Run
from worker.telling import Tells, Word


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


NOTICES = {
    "operator:enrol": "operator_app_set_up",
    "operator:recovery_codes": "operator_recovery_codes",
    "operator:reset": "operator_reset",
    "operator:new_browser": "operator_new_browser",
    "operator:passkey_add": "operator_passkey_added",
    "operator:passkey_remove": "operator_passkey_removed",
    "operator:passkey_copied": "operator_passkey_copied",
}


def _notice(session: Session, message: TellOperator) -> Mail | None:
    """Not to who was removed meanwhile."""
    reader = session.get_one(Operator, message.operator_id)
    entry = session.get_one(OperatorHistoryEntry, message.entry_id)
    if reader.removed_at is not None:
        return None
    facts = {"name": reader.name, "when": moment_in_words(entry.at)}
    if entry.action == "operator:new_browser":
        facts |= _of_session(session.get_one(OperatorSession, entry.subject_id))
    return Mail(reader.email, reader.name, "", NOTICES[entry.action], facts, "/operator/your-sign-in")


def _of_session(begun: OperatorSession) -> dict[str, str]:
    return {"browser": begun.browser, "door": OPERATOR_DOORS[begun.door]}


def _welcome(session: Session, actor: Actor, message: WelcomeHead, run: Run) -> None:
    wanted = select(SchoolInvitation).where(SchoolInvitation.id == message.invitation_id).with_for_update()
    invitation = session.scalar(wanted)
    if invitation is None:
        raise NotFound
    welcoming.welcome_head(session, actor, invitation)


def _suspension(session: Session, actor: Actor, message: NoteSuspension, run: Run) -> None:
    welcoming.note_suspension(session, actor, session.get_one(SchoolNotice, message.notice_id))


def _entry(session: Session, actor: Actor, message: NoteEntry, run: Run) -> None:
    welcoming.tell_heads_of_entry(session, session.get_one(SupportEntry, message.entry_id))


def _suspension_letter(session: Session, actor: Actor, message: TellSuspension) -> Word | None:
    head = _head(session, message.head_id)
    if head is None:
        return None
    notice = session.get_one(SchoolNotice, message.notice_id)
    facts = {"when": moment_in_words(notice.at), "reason": notice.reason}
    return Word(head, f"school_{notice.kind}", "/", facts, Kind.SECURITY)


def _entry_letter(session: Session, actor: Actor, message: TellEntry) -> Word | None:
    head = _head(session, message.head_id)
    if head is None:
        return None
    entry = session.get_one(SupportEntry, message.entry_id)
    visit = visit_here(session, entry.visit_id)
    facts = {
        "operator": entry.operator_name,
        "when": moment_in_words(entry.at),
        "until": moment_in_words(visit.ended_at or visit.ends_at),
        "opened_by": names(session, [visit.opened_by])[visit.opened_by],
        "reason": visit.reason,
    }
    return Word(head, "support_entered", f"/support/{visit.id}", facts, Kind.SECURITY)


def _head(session: Session, head_id: UUID) -> Staff | None:
    """Only while they are a head."""
    return actors.working(session, head_id) if head_id in heads(session) else None


def _forget(session: Session, message: ForgetOperators, run: Run) -> None:
    forgetting.forget(session)


send_link = by_platform_mail(_link)
tell_operator = by_platform_mail(_notice)
welcome_head = InSchool(_welcome)
note_suspension = InSchool(_suspension)
tell_suspension = Tells(_suspension_letter)
note_entry = InSchool(_entry)
tell_entry = Tells(_entry_letter)
forget_operators = OnPlatform(_forget)
