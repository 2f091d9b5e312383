"""Notes about a candidate. None is ever changed: another one puts it right."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.cohorts.models import Candidate, PlaceNote
from tenants.cohorts.rules import LONGEST_NOTE


def write_note(session: Session, actor: Actor, candidate: Candidate, body: str) -> PlaceNote:
    permit(actor, Permission.NOTE_KEEP, candidate)
    words = body.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST_NOTE:
        raise Invalid({"body": f"Write something, in {LONGEST_NOTE:,} characters at most."})
    made = PlaceNote(candidate_id=candidate.id, staff_id=actor.person_id, body=words, written_at=clock.now())
    session.add(made)
    session.flush()
    record(session, actor, Permission.NOTE_KEEP, candidate)
    return made
