"""Where every candidate stands, in one query."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Outcome
from tenants.assessment.rules.journey import Stop, stop
from tenants.assessment.rules.verdict import Result
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState


@dataclass(frozen=True)
class Journey:
    candidate_id: UUID
    staff_id: UUID
    cohort_id: UUID
    stop: Stop


def journeys(session: Session, cohort_ids: Collection[UUID] | None = None) -> list[Journey]:
    """Of these cohorts' candidates, or of all; without those who have no place any more."""
    latest = (
        select(Submission.id)
        .where(beside(Submission, Candidate, Submission.candidate_id == Candidate.id))
        .order_by(Submission.attempt.desc(), Submission.serial.desc())
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )
    wanted = here(session, Candidate)
    if cohort_ids is not None:
        wanted &= Candidate.cohort_id.in_(cohort_ids)
    rows = session.execute(
        select(
            Candidate.id,
            Candidate.staff_id,
            Candidate.cohort_id,
            Candidate.state,
            Submission.state,
            Outcome.result,
        )
        .outerjoin(Submission, beside(Submission, Candidate, Submission.id == latest))
        .outerjoin(Outcome, beside(Outcome, Submission, Outcome.submission_id == Submission.id))
        .where(wanted)
    )
    return [
        Journey(candidate_id, staff_id, cohort_id, at)
        for candidate_id, staff_id, cohort_id, place, submission, result in rows
        if (at := _stop(place, submission, result))
    ]


def by_cohort(found: Iterable[Journey]) -> dict[UUID, Counter[Stop]]:
    counted: dict[UUID, Counter[Stop]] = {}
    for one in found:
        counted.setdefault(one.cohort_id, Counter())[one.stop] += 1
    return counted


def _stop(place: str, submission: str | None, result: str | None) -> Stop | None:
    return stop(
        PlaceState(place),
        SubmissionState(submission) if submission else None,
        Result(result) if result else None,
    )
