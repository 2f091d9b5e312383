"""Files that somebody asked to have looked at: who is told what. No letter says what is in them, or who asked."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.jobs import AskFileReview, TellFileAnswered, TellFileClosed, TellFileSettled
from tenants.portfolios.queries.guarding import concern
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.states import ConcernState
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.telling import Tells, Word

SETTLED = {
    ConcernState.RELEASED: "file_released",
    ConcernState.TAKEN_DOWN: "file_taken_down",
    ConcernState.REPLACED: "file_replaced",
}


def _closed(session: Session, actor: Actor, message: TellFileClosed) -> Word | None:
    found = concern(session, message.concern_id)
    owner_id = portfolio(session, found.candidate_id).staff_id
    reader = _who_may(session, owner_id, Permission.PORTFOLIO_READ, found)
    if reader is None or not found.open:
        return None
    return Word(reader, "file_closed", f"/files/{found.file_id}/question")


def _review(session: Session, actor: Actor, message: AskFileReview) -> Word | None:
    return _to_head(session, message.concern_id, message.head_id, "file_to_review")


def _answered(session: Session, actor: Actor, message: TellFileAnswered) -> Word | None:
    return _to_head(session, message.concern_id, message.head_id, "file_answered")


def _to_head(session: Session, concern_id: UUID, head_id: UUID, template: str) -> Word | None:
    found = concern(session, concern_id)
    reader = _who_may(session, head_id, Permission.FILE_GUARD, found)
    if reader is None or not found.open:
        return None
    owner = portfolio(session, found.candidate_id).name
    facts = {"owner": owner, "replaced": found.replaced_by is not None}
    return Word(reader, template, f"/concerns/{found.id}/review", facts)


def _settled(session: Session, actor: Actor, message: TellFileSettled) -> Word | None:
    """The owner is led to the reason; who asked may not be allowed to read any more, and is led home."""
    found = concern(session, message.concern_id)
    template = SETTLED.get(ConcernState(found.state))
    owner = portfolio(session, found.candidate_id)
    if template is None:
        return None
    if message.reader_id != owner.staff_id:
        asker = actors.working(session, message.reader_id)
        return Word(asker, template, "/", {"owner": owner.name}) if asker else None
    reader = _who_may(session, owner.staff_id, Permission.PORTFOLIO_READ, found)
    path = f"/files/{found.file_id}/question"
    return Word(reader, template, path, {"owner": "you"}) if reader else None


def _who_may(session: Session, staff_id: UUID, permission: Permission, found: FileConcern) -> Staff | None:
    """While they work here, and the place is theirs or the decision is."""
    reader = actors.working(session, staff_id)
    if reader is None or not allowed(actors.actor(session, reader.id), permission, found):
        return None
    return reader


tell_file_closed = Tells(_closed)
ask_file_review = Tells(_review)
tell_file_answered = Tells(_answered)
tell_file_settled = Tells(_settled)
