"""What the operator does about schools, from outside: it sees their names, and nothing of what is in them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.outbox import ask_for_each
from tenants.operators.history import note
from tenants.operators.jobs import NoteSuspension, WelcomeHead
from tenants.operators.models import NoticeKind, SchoolInvitation, SchoolNotice
from tenants.operators.sessions import SignedIn
from tenants.schools.actions import found_school
from tenants.schools.models import School
from tenants.staff.rules.people import Particulars, problems, tidied

MOST_PLACES = 5000


@dataclass(frozen=True)
class NewSchool:
    name: str
    slug: str
    town: str | None
    urn: str | None
    places: int
    head_name: str
    head_email: str


def create_school(session: Session, who: SignedIn, given: NewSchool) -> School:
    """With its headteacher, who is made and invited by a job inside the school."""
    head = tidied(Particulars(given.head_name, given.head_email))
    _refuse_bad_head(head)
    school = found_school(
        session, name=given.name, slug=given.slug, urn=given.urn, town=given.town, places=given.places
    )
    note(session, who.id, "school:create", school, school_id=school.id)
    _invite(session, who, school, head)
    return school


def invite_head(session: Session, who: SignedIn, school: School, name: str, email: str) -> None:
    """Once more, perhaps with a slip put right."""
    head = tidied(Particulars(name, email))
    _refuse_bad_head(head)
    if school.suspended_at is not None:
        raise Refused("This school is suspended. Open it again first.")
    _invite(session, who, school, head)


def _invite(session: Session, who: SignedIn, school: School, head: Particulars) -> None:
    invitation = SchoolInvitation(
        school_id=school.id,
        head_name=head.name,
        head_email=head.email,
        invited_by=who.id,
        asked_at=clock.now(),
    )
    session.add(invitation)
    session.flush()
    ask_for_each(session, [school.id], WelcomeHead(invitation.id), str(invitation.id))
    note(session, who.id, "school:invite_head", invitation, school_id=school.id)


def _refuse_bad_head(head: Particulars) -> None:
    named = {"name": "head_name", "email": "head_email"}
    if found := problems(head):
        raise Invalid({named.get(field, field): words for field, words in found.items()})


def set_places(session: Session, who: SignedIn, school: School, places: int) -> None:
    if not 0 <= places <= MOST_PLACES:
        raise Invalid({"places": f"Enter a whole number from 0 to {MOST_PLACES:,}."})
    if school.places != places:
        reason = f"{school.places} to {places}"
        school.places = places
        note(session, who.id, "school:places", school, school_id=school.id, reason=reason)


def suspend(session: Session, who: SignedIn, school: School, reason: str) -> None:
    """Its pages are shut at once; a job signs everybody out and tells the headteachers. Awards can still be
    checked by anyone."""
    locked = _locked(session, school.id)
    if locked.suspended_at is not None:
        raise Refused("This school is suspended already.")
    locked.suspended_at = clock.now()
    _told(session, who, locked, "school:suspend", NoticeKind.SUSPENDED, reason)


def resume(session: Session, who: SignedIn, school: School, reason: str) -> None:
    locked = _locked(session, school.id)
    if locked.suspended_at is None:
        raise Refused("This school is open already.")
    locked.suspended_at = None
    _told(session, who, locked, "school:resume", NoticeKind.RESUMED, reason)


def _told(
    session: Session, who: SignedIn, school: School, action: str, kind: NoticeKind, reason: str
) -> None:
    note(session, who.id, action, school, school_id=school.id, reason=reason)
    notice = SchoolNotice(school_id=school.id, kind=kind.value, reason=reason, at=clock.now())
    session.add(notice)
    ask_for_each(session, [school.id], NoteSuspension(notice.id), str(notice.id))


def _locked(session: Session, school_id: UUID) -> School:
    wanted = select(School).where(School.id == school_id).with_for_update(key_share=True)
    found = session.scalar(wanted, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    return found
