"""What whoever runs the cohort keeps about a candidate: registers and notes. Both are the candidate's own data."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.cohorts.notes import notes_of
from tenants.cohorts.register import sessions_of
from tenants.cohorts.rules import PRESENCE_WORDS
from tenants.copies.rules.contents import NoteTold, SessionTold


def sessions_told(session: Session, candidate_id: UUID) -> Iterable[SessionTold]:
    for one in sessions_of(session, candidate_id):
        assert one.date.day is not None  # noqa: S101 - only a date with a day has a register
        yield SessionTold(one.date.day, one.date.title, PRESENCE_WORDS[one.presence])


def notes_told(session: Session, candidate_id: UUID) -> Iterable[NoteTold]:
    return (NoteTold(one.by, one.at, one.body) for one in reversed(notes_of(session, candidate_id)))
