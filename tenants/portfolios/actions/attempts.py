"""The next attempt is opened by who released 'more evidence needed': assessment writes it down here."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.cohorts.queries import candidate
from tenants.portfolios.attempt_models import Attempt, BankedStandard
from tenants.portfolios.models import Submission

FIRST = 1


def open_next_attempt(
    session: Session, actor: Actor, candidate_id: UUID, banked: Mapping[int, int], resubmit_by: date
) -> Attempt:
    """`banked`: standard number → the level settled for good. The portfolio can be worked on again from now
    on and handed in until `resubmit_by`. The caller has checked who may release the outcome."""
    last = session.scalar(
        select(func.max(Submission.attempt)).where(
            here(session, Submission), Submission.candidate_id == candidate_id
        )
    )
    attempt = Attempt(
        candidate_id=candidate_id,
        number=(last or FIRST) + 1,
        opened_at=clock.now(),
        resubmit_by=resubmit_by,
    )
    session.add(attempt)
    session.flush()
    _bank(session, attempt, banked)
    record(session, actor, "attempt:open", candidate(session, candidate_id), fields=["attempt", "banked"])
    return attempt


def _bank(session: Session, attempt: Attempt, banked: Mapping[int, int]) -> None:
    """A standard banked before keeps the level it was settled at then."""
    rows = [
        {
            "school_id": bound_school(session),
            "candidate_id": attempt.candidate_id,
            "standard_number": number,
            "level": level,
            "attempt": attempt.number,
        }
        for number, level in banked.items()
    ]
    if rows:
        session.execute(insert(BankedStandard).on_conflict_do_nothing(), rows)
