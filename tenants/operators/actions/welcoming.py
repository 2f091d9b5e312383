"""Inside a school, on the operator's behalf: its first headteacher, the end of its sessions, and what its
headteachers are told."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.operators.jobs import TellEntry, TellSuspension
from tenants.operators.models import NoticeKind, SchoolInvitation, SchoolNotice, SupportEntry
from tenants.schools.queries import lock_school, this_school
from tenants.sign_in.jobs import InviteStaff
from tenants.sign_in.models import SignInSession
from tenants.staff import queries as staff
from tenants.staff.actions.people import appoint_first_head
from tenants.staff.models import Staff

RUNS_ITSELF = "The school has staff already: its headteacher gives roles."


def welcome_head(session: Session, actor: Actor, invitation: SchoolInvitation) -> None:
    """Makes the first headteacher and invites them. Before anybody has signed in, a name or address that was
    wrong is put right; later the school looks after itself, and only its headteachers are invited again."""
    if invitation.done_at is not None:
        return
    lock_school(session)
    head = _head(session, actor, invitation)
    invitation.done_at = clock.now()
    invitation.problem = None if head else RUNS_ITSELF
    if head is not None:
        ask(session, InviteStaff(head.id), unique_key=str(invitation.id))
        record(session, actor, "staff:invite", head)


def _head(session: Session, actor: Actor, invitation: SchoolInvitation) -> Staff | None:
    known = staff.known(session)
    if not known:
        return appoint_first_head(session, actor, invitation.head_name, invitation.head_email)
    standing = next((one for one in known if one.email == invitation.head_email and one.head), None)
    if standing is not None:
        return staff.staff_member(session, standing.id)
    if len(known) == 1 and known[0].head and not _anybody_signed_in(session):
        return _put_right(session, actor, staff.staff_member(session, known[0].id), invitation)
    return None


def _put_right(session: Session, actor: Actor, head: Staff, invitation: SchoolInvitation) -> Staff:
    head.name, head.email = invitation.head_name, invitation.head_email
    head.version += 1
    record(session, actor, "staff:change", head, fields=["email", "name"])
    return head


def _anybody_signed_in(session: Session) -> bool:
    return session.scalar(select(SignInSession.id).where(here(session, SignInSession)).limit(1)) is not None


def note_suspension(session: Session, actor: Actor, notice: SchoolNotice) -> None:
    """Nobody is signed out of a school that is open again by the time the job runs."""
    if this_school(session).suspended_at is not None:
        session.execute(
            update(SignInSession)
            .where(here(session, SignInSession), SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
    action = "school:suspend" if notice.kind == NoticeKind.SUSPENDED else "school:resume"
    record(session, actor, action, reason=notice.reason)
    for head_id in sorted(staff.heads(session)):
        ask(session, TellSuspension(head_id, notice.id))


def tell_heads_of_entry(session: Session, entry: SupportEntry) -> None:
    for head_id in sorted(staff.heads(session)):
        ask(session, TellEntry(head_id, entry.id))
