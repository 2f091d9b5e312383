"""What is told about seats, judgements and outcomes."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.jobs import OfferSeat, TellBothLocked, TellOutcome, TellSeatLeft
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.allocation import person_named
from tenants.assessment.queries.runners import runs
from tenants.assessment.queries.seats import Seat, seat, submission
from tenants.assessment.rules.seats import LEFT, AssignmentState
from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link
from tenants.sign_in.rules import INVITATION_LASTS
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind
from worker.telling import Tells, Word


def _offered(session: Session, actor: Actor, message: OfferSeat) -> Word | None:
    found = seat(session, message.assignment_id)
    if found.assignment.state != AssignmentState.OFFERED:
        return None
    assignment = found.assignment
    facts = {"answer_by": day_in_words(assignment.answer_by), "due_on": day_in_words(assignment.due_on)}
    guest = found.person.kind == StaffKind.GUEST
    template = "assessment_offer_guest" if guest else "assessment_offer"
    word = _word(session, found.staff_id, found.submission, template, f"/assessing/{found.id}", facts)
    return replace(word, way_in=_way_in(session, found)) if word and guest else word


def _way_in(session: Session, found: Seat) -> str:
    """A guest has never been here: their button signs them in."""
    target = f"/schools/{this_school(session).slug}/assessing/{found.id}"
    return f"/sign-in/link/{make_link(session, found.staff_id, target, INVITATION_LASTS)}"


def _left(session: Session, actor: Actor, message: TellSeatLeft) -> Word | None:
    found = seat(session, message.assignment_id)
    if AssignmentState(found.assignment.state) not in LEFT:
        return None
    path = f"/submissions/{found.submission_id}/allocation"
    return _to_runner(session, message.staff_id, found.submission, "assessment_seat_left", path)


def _locked(session: Session, actor: Actor, message: TellBothLocked) -> Word | None:
    found = submission(session, message.submission_id)
    match found.state:
        case SubmissionState.ENDORSED:
            path = f"/submissions/{found.id}/adjudication"
            return _to_runner(session, message.staff_id, found, "assessment_differ", path)
        case SubmissionState.DECIDED:
            path = f"/submissions/{found.id}/outcome"
            return _to_runner(session, message.staff_id, found, "assessment_decided", path)
    return None


def _released(session: Session, actor: Actor, message: TellOutcome) -> Word | None:
    decided = outcomes.by_id(session, message.outcome_id)
    found = submission(session, decided.submission_id)
    if decided.released_at is None:
        return None
    path = f"/submissions/{found.id}/outcome"
    return _word(session, found.staff_id, found, "assessment_outcome", path)


def _to_runner(session: Session, staff_id: UUID, about: Submission, template: str, path: str) -> Word | None:
    """Who looks after it may have changed since it was asked for."""
    reader = actors.working(session, staff_id)
    if reader is None or not runs(session, reader.id, about):
        return None
    return _word(session, reader.id, about, template, path)


def _word(
    session: Session,
    staff_id: UUID,
    about: Submission,
    template: str,
    path: str,
    facts: dict[str, str] | None = None,
) -> Word | None:
    """None for a reader who has left since."""
    reader: Staff | None = actors.working(session, staff_id)
    if reader is None:
        return None
    candidate = person_named(session, about.staff_id)
    return Word(reader, template, path, {"candidate": candidate, **(facts or {})})


offer_seat = Tells(_offered)
tell_seat_left = Tells(_left)
tell_both_locked = Tells(_locked)
tell_outcome = Tells(_released)
