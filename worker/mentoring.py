"""What mentors and candidates are told: that there is something to read or to do, and never a word of it."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.cohorts import queries as cohorts
from tenants.cohorts.jobs import TellPaired
from tenants.mentoring.jobs import TellAgreed, TellComment, TellNoted
from tenants.mentoring.queries.comments import Commented, commented
from tenants.mentoring.queries.log import action, meeting, own_note
from tenants.mentoring.queries.pairs import Pair, pair
from tenants.mentoring.rules.log import NoteKind
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.telling import Tells, Word


def _paired(session: Session, actor: Actor, message: TellPaired) -> Word | None:
    """Not when it was taken back meanwhile."""
    found = pair(session, message.candidate_id)
    reader = _reader(session, found, message.mentor_id, message.reader_id)
    if reader is None or found.mentor is None:
        return None
    facts = {
        "mentor": found.mentor.name,
        "candidate": found.portfolio.name,
        "cohort": cohorts.cohort(session, found.portfolio.cohort_id).name,
    }
    to = "mentor" if reader.id == found.mentor_id else "candidate"
    return Word(reader, f"mentoring_paired_{to}", _log(found), facts)


def _noted(session: Session, actor: Actor, message: TellNoted) -> Word | None:
    one = meeting(session, message.meeting_id)
    found = pair(session, one.candidate_id)
    reader = _reader(session, found, one.mentor_id, found.other(message.writer_id))
    note = own_note(session, one, message.writer_id, NoteKind.SHARED)
    if reader is None or note is None or not note.body.strip():
        return None
    facts = {"writer": found.name_of(message.writer_id), "met_on": day_in_words(one.met_on)}
    return Word(reader, "mentoring_noted", _log(found), facts)


def _agreed(session: Session, actor: Actor, message: TellAgreed) -> Word | None:
    one = action(session, message.action_id)
    found = pair(session, one.candidate_id)
    reader = _reader(session, found, one.mentor_id, one.staff_id)
    if reader is None or one.done_at is not None:
        return None
    writer = found.name_of(found.other(one.staff_id) or one.staff_id)
    facts = {"writer": writer, "due_on": day_in_words(one.due_on)}
    return Word(reader, "mentoring_agreed", _log(found), facts)


def _comment(session: Session, actor: Actor, message: TellComment) -> Word | None:
    """Not when it was settled or answered meanwhile, or the draft is shared no longer."""
    one = commented(session, message.comment_id)
    found = pair(session, one.candidate_id)
    reader = _reader(session, found, one.mentor_id, message.reader_id)
    waits = one.shared_at and one.comment.settled_at is None and one.comment.last_by != message.reader_id
    if reader is None or not waits:
        return None
    template = "mentoring_answer" if reader.id == one.mentor_id else "mentoring_comment"
    return Word(reader, template, _draft(one), {"writer": found.name_of(one.comment.last_by)})


def _reader(session: Session, found: Pair, mentor_id: UUID, reader_id: UUID | None) -> Staff | None:
    """Whom to tell, while the pairing that it was about goes on and they work here."""
    if reader_id is None or found.ended(mentor_id):
        return None
    return actors.working(session, reader_id) if reader_id in (found.staff_id, found.mentor_id) else None


def _log(found: Pair) -> str:
    return f"/portfolios/{found.candidate_id}/mentoring"


def _draft(one: Commented) -> str:
    if one.evidence_id is None:
        return f"/portfolios/{one.candidate_id}/self-audit"
    if one.pooled:
        return f"/portfolios/{one.candidate_id}/parts/{one.evidence_id}"
    return f"/evidence/{one.evidence_id}"


tell_paired = Tells(_paired)
tell_noted = Tells(_noted)
tell_agreed = Tells(_agreed)
tell_comment = Tells(_comment)
