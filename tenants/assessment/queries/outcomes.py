"""Decisions: what was settled, and what waits for release."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Adjudication, Outcome, OutcomeStandard
from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Cohort
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
    staff_id: UUID
    candidate: str
    attempt: int
    framework: Framework
    standards: dict[int, OutcomeStandard]
    adjudication: Adjudication | None

    @property
    def named(self) -> list[int]:
        """The standards that need more evidence."""
        return [number for number, one in self.standards.items() if not one.banked]


def outcome(session: Session, submission_id: UUID) -> Outcome:
    found = session.scalar(
        select(Outcome).where(here(session, Outcome), Outcome.submission_id == submission_id)
    )
    if found is None:
        raise NotFound
    return found


def by_id(session: Session, outcome_id: UUID) -> Outcome:
    found = session.scalar(select(Outcome).where(here(session, Outcome), Outcome.id == outcome_id))
    if found is None:
        raise NotFound
    return found


def whole(session: Session, decided: Outcome) -> Whole:
    staff_id, name, attempt, edition_id = session.execute(
        select(Staff.id, Staff.name, Submission.attempt, Cohort.edition_id)
        .join(Submission, beside(Submission, Staff, Submission.staff_id == Staff.id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .where(here(session, Staff), Submission.id == decided.submission_id)
    ).one()
    adjudication = session.scalar(
        select(Adjudication).where(
            here(session, Adjudication), Adjudication.submission_id == decided.submission_id
        )
    )
    standards = standards_of(session, decided.id)
    return Whole(decided, staff_id, name, attempt, framework(session, edition_id), standards, adjudication)


def waiting_for_release(session: Session, actor: Actor, cohort_id: UUID) -> Sequence[Decided]:
    """Provisional outcomes of a cohort that the actor may release, so never their own, by name."""
    rows = session.execute(
        select(Outcome, Staff.name, Submission.attempt)
        .join(Submission, beside(Submission, Outcome, Submission.id == Outcome.submission_id))
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .where(
            here(session, Outcome),
            Outcome.cohort_id == cohort_id,
            Outcome.released_at.is_(None),
            visible(actor, Permission.OUTCOME_RELEASE, Outcome),
        )
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


def standards_of(session: Session, outcome_id: UUID) -> dict[int, OutcomeStandard]:
    rows = session.scalars(
        select(OutcomeStandard)
        .where(here(session, OutcomeStandard), OutcomeStandard.outcome_id == outcome_id)
        .order_by(OutcomeStandard.standard_number)
    )
    return {one.standard_number: one for one in rows}
