"""Mail about seats, judgements and outcomes."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.jobs import OfferSeat, TellBothLocked, TellOutcome, TellSeatLeft
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.allocation import person_named
from tenants.assessment.queries.runners import runs
from tenants.assessment.queries.seats import Seat, seat, submission
from tenants.assessment.rules.seats import LEFT, AssignmentState
from tenants.base.actor import Actor
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link
from tenants.sign_in.rules import INVITATION_LASTS
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind
from worker.mail import Mail, by_mail


def _offered(session: Session, actor: Actor, message: OfferSeat) -> Mail | None:
    found = seat(session, message.assignment_id)
    if found.assignment.state != AssignmentState.OFFERED:
        return None
    assignment = found.assignment
    facts = {"answer_by": f"{assignment.answer_by:%-d %B}", "due_on": f"{assignment.due_on:%-d %B}"}
    guest = found.person.kind == StaffKind.GUEST
    template = "assessment_offer_guest" if guest else "assessment_offer"
    return _letter(session, found.staff_id, found.submission, template, _way_in(session, found, guest), facts)


def _way_in(session: Session, found: Seat, guest: bool) -> str:
    """A guest has never been here: their button signs them in."""
    page = f"/assessing/{found.id}"
    if not guest:
        return page
    target = f"/schools/{this_school(session).slug}{page}"
    return f"/sign-in/link/{make_link(session, found.staff_id, target, INVITATION_LASTS)}"


def _left(session: Session, actor: Actor, message: TellSeatLeft) -> Mail | None:
    found = seat(session, message.assignment_id)
    if AssignmentState(found.assignment.state) not in LEFT:
        return None
    path = f"/submissions/{found.submission_id}/allocation"
    return _to_runner(session, message.staff_id, found.submission, "assessment_seat_left", path)


def _locked(session: Session, actor: Actor, message: TellBothLocked) -> Mail | None:
    found = submission(session, message.submission_id)
    match found.state:
        case SubmissionState.ENDORSED:
            path = f"/submissions/{found.id}/adjudication"
            return _to_runner(session, message.staff_id, found, "assessment_differ", path)
        case SubmissionState.DECIDED:
            path = f"/submissions/{found.id}/outcome"
            return _to_runner(session, message.staff_id, found, "assessment_decided", path)
    return None


def _released(session: Session, actor: Actor, message: TellOutcome) -> Mail | None:
    decided = outcomes.by_id(session, message.outcome_id)
    found = submission(session, decided.submission_id)
    if decided.released_at is None:
        return None
    path = f"/submissions/{found.id}/outcome"
    return _letter(session, found.staff_id, found, "assessment_outcome", path)


def _to_runner(session: Session, staff_id: UUID, about: Submission, template: str, path: str) -> Mail | None:
    """Who looks after it may have changed since it was asked for."""
    reader = actors.working(session, staff_id)
    if reader is None or not runs(session, reader.id, about):
        return None
    return _letter(session, reader.id, about, template, path)


def _letter(
    session: Session,
    staff_id: UUID,
    about: Submission,
    template: str,
    path: str,
    facts: dict[str, str] | None = None,
) -> Mail | None:
    """None for a reader who has left since."""
    reader: Staff | None = actors.working(session, staff_id)
    if reader is None:
        return None
    school = this_school(session)
    candidate = person_named(session, about.staff_id)
    return Mail(
        to=reader.email,
        to_name=reader.name,
        school=school.name,
        template=template,
        facts={"name": reader.name, "candidate": candidate, **(facts or {})},
        path=f"/schools/{school.slug}{path}",
    )


offer_seat = by_mail(_offered)
tell_seat_left = by_mail(_left)
tell_both_locked = by_mail(_locked)
tell_outcome = by_mail(_released)
