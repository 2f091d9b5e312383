"""Decisions: what was settled, what waits for release, and what a released one banks for the next attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Adjudication, Outcome, OutcomeStandard
from tenants.assessment.rules.verdict import Result
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate, Cohort
from tenants.portfolios.models import Submission
from tenants.staff.models import Staff
from tenants.standards.queries import Framework, framework


@dataclass(frozen=True)
class Decided:
    """An outcome in a list."""

    outcome: Outcome
    candidate: str
    attempt: int


@dataclass(frozen=True)
class Whole:
    """An outcome with all that its page shows."""

    outcome: Outcome
    candidate: str
    attempt: int
    framework: Framework
    standards: dict[int, OutcomeStandard]
    adjudication: Adjudication | None

    @property
    def named(self) -> list[int]:
        """The standards that need more evidence."""
        return [number for number, one in self.standards.items() if not one.banked]


@dataclass(frozen=True)
class Reopened:
    """What a released 'more evidence needed' says about the next attempt."""

    submission_id: UUID
    attempt: int
    banked: dict[int, int]
    named: list[int]
    resubmit_by: date


def outcome(session: Session, submission_id: UUID) -> Outcome:
    found = session.scalar(
        select(Outcome).where(here(session, Outcome), Outcome.submission_id == submission_id)
    )
    if found is None:
        raise NotFound
    return found


def whole(session: Session, decided: Outcome) -> Whole:
    name, attempt, edition_id = session.execute(
        select(Staff.name, Submission.attempt, Cohort.edition_id)
        .join(Submission, beside(Submission, Staff, Submission.staff_id == Staff.id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .where(here(session, Staff), Submission.id == decided.submission_id)
    ).one()
    adjudication = session.scalar(
        select(Adjudication).where(
            here(session, Adjudication), Adjudication.submission_id == decided.submission_id
        )
    )
    standards = _standards(session, decided.id)
    return Whole(decided, name, attempt, framework(session, edition_id), standards, adjudication)


def waiting_for_release(session: Session, cohort_id: UUID) -> Sequence[Decided]:
    """Provisional outcomes of a cohort, by the candidate's name."""
    rows = session.execute(
        select(Outcome, Staff.name, Submission.attempt)
        .join(Submission, beside(Submission, Outcome, Submission.id == Outcome.submission_id))
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .where(here(session, Outcome), Outcome.cohort_id == cohort_id, Outcome.released_at.is_(None))
        .order_by(Staff.name, Outcome.id)
    )
    return [Decided(*row) for row in rows]


def released_of(session: Session, candidate_id: UUID) -> Outcome | None:
    """A candidate's newest released outcome."""
    return session.scalar(
        select(Outcome)
        .where(here(session, Outcome), Outcome.candidate_id == candidate_id, Outcome.released_at.is_not(None))
        .order_by(Outcome.released_at.desc())
        .limit(1)
    )


def reopened(session: Session, candidate: Candidate) -> Reopened | None:
    """For a candidate who may hand in again: which attempt it is, and what is banked already."""
    last = released_of(session, candidate.id)
    if last is None or last.result != Result.REFERRED or last.resubmit_by is None:
        return None
    standards = _standards(session, last.id)
    return Reopened(
        submission_id=last.submission_id,
        attempt=2,
        banked={number: one.level for number, one in standards.items() if one.banked},
        named=[number for number, one in standards.items() if not one.banked],
        resubmit_by=last.resubmit_by,
    )


def _standards(session: Session, outcome_id: UUID) -> dict[int, OutcomeStandard]:
    rows = session.scalars(
        select(OutcomeStandard)
        .where(here(session, OutcomeStandard), OutcomeStandard.outcome_id == outcome_id)
        .order_by(OutcomeStandard.standard_number)
    )
    return {one.standard_number: one for one in rows}
