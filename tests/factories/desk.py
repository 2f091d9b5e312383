from collections.abc import Mapping

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate, PlaceNote, Register, RegisterMark, TimetableDate
from tenants.cohorts.rules import Presence
from tenants.staff.models import Staff


def make_register(
    session: Session, date: TimetableDate, by: Staff, marks: Mapping[Candidate, Presence]
) -> Register:
    made = Register(date_id=date.id, taken_by=by.id, taken_at=clock.now(), version=1)
    session.add(made)
    session.flush()
    session.add_all(
        RegisterMark(register_id=made.id, candidate_id=one.id, presence=presence.value)
        for one, presence in marks.items()
    )
    session.flush()
    return made


def make_place_note(session: Session, candidate: Candidate, by: Staff, body: str) -> PlaceNote:
    made = PlaceNote(candidate_id=candidate.id, staff_id=by.id, body=body, written_at=clock.now())
    session.add(made)
    session.flush()
    return made
