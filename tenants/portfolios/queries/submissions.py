from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.models import Endorsement, EvidenceFile, Snapshot, Submission, SubmittedFile
from tenants.portfolios.rules.reading import HandedIn, handed_in
from tenants.portfolios.rules.snapshots import endorsed, intact
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Listed:
    """A submission in a list."""

    submission: Submission
    name: str
    cohort: str


@dataclass(frozen=True)
class Read:
    """A submission opened: its frozen portfolio, whether that is still what was handed in, and the
    headteacher's word on it."""

    submission: Submission
    portfolio: HandedIn
    sha256: str
    intact: bool
    endorsement: Endorsement | None
    endorsed_by: str | None


@dataclass(frozen=True)
class SnapshotFile:
    """A file as it was handed in; who may read the submission may open it."""

    submission: Submission
    file: EvidenceFile

    @property
    def candidate_id(self) -> UUID:
        return self.submission.candidate_id

    @property
    def cohort_id(self) -> UUID:
        return self.submission.cohort_id

    @property
    def submission_id(self) -> UUID:
        return self.submission.id


def submission(session: Session, submission_id: UUID) -> Submission:
    found = session.scalar(
        select(Submission).where(here(session, Submission), Submission.id == submission_id)
    )
    if found is None:
        raise NotFound
    return found


def submissions_of(session: Session, candidate_id: UUID) -> Sequence[Submission]:
    """The latest first."""
    return session.scalars(
        select(Submission)
        .where(here(session, Submission), Submission.candidate_id == candidate_id)
        .order_by(Submission.attempt.desc(), Submission.serial.desc())
    ).all()


def read(session: Session, submission: Submission) -> Read:
    snapshot, endorsement, endorsed_by = session.execute(
        select(Snapshot, Endorsement, Staff.name)
        .outerjoin(
            Endorsement, beside(Endorsement, Snapshot, Endorsement.submission_id == Snapshot.submission_id)
        )
        .outerjoin(Staff, beside(Staff, Endorsement, Staff.id == Endorsement.decided_by))
        .where(here(session, Snapshot), Snapshot.submission_id == submission.id)
    ).one()
    return Read(
        submission=submission,
        portfolio=handed_in(snapshot.content),
        sha256=snapshot.sha256.hex(),
        intact=intact(snapshot.content, snapshot.sha256) and _word_stands(snapshot, endorsement),
        endorsement=endorsement,
        endorsed_by=endorsed_by,
    )


def _word_stands(snapshot: Snapshot, word: Endorsement | None) -> bool:
    if word is None:
        return True
    at, by = word.decided_at, str(word.decided_by)
    said = endorsed(snapshot.sha256.hex(), word.decision, word.statement, by, at)
    return intact(said, word.sha256)


def submitted_file(session: Session, submission_id: UUID, file_id: UUID) -> SnapshotFile:
    """Also when the candidate has taken it out of the live portfolio since."""
    row = session.execute(
        select(Submission, EvidenceFile)
        .join(SubmittedFile, beside(SubmittedFile, Submission, SubmittedFile.submission_id == Submission.id))
        .join(EvidenceFile, beside(EvidenceFile, SubmittedFile, EvidenceFile.id == SubmittedFile.file_id))
        .where(here(session, Submission), Submission.id == submission_id, EvidenceFile.id == file_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return SnapshotFile(*row)


def waiting(session: Session, actor: Actor) -> list[Listed]:
    """What waits for a head's or deputy's endorsement, the longest wait first."""
    state = Submission.state == SubmissionState.SUBMITTED.value
    return _listed(session, _visible(session, actor).where(state).order_by(Submission.submitted_at))


def settled(session: Session, actor: Actor, most: int = 50) -> list[Listed]:
    """What was endorsed or returned, the newest first."""
    state = Submission.state != SubmissionState.SUBMITTED.value
    newest = Submission.submitted_at.desc()
    return _listed(session, _visible(session, actor).where(state).order_by(newest, Submission.id).limit(most))


def _listed(session: Session, statement: Select[Submission, str, str]) -> list[Listed]:
    return [Listed(*row) for row in session.execute(statement)]


def _visible(session: Session, actor: Actor) -> Select[Submission, str, str]:
    return (
        select(Submission, Staff.name, Cohort.name)
        .join(Candidate, beside(Candidate, Submission, Candidate.id == Submission.candidate_id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .where(
            here(session, Submission),
            Candidate.state == PlaceState.APPROVED.value,
            visible(actor, Permission.SUBMISSION_ENDORSE, Submission),
        )
    )


def own_waiting(session: Session, actor: Actor) -> Submission | None:
    """The actor's own submission, which somebody else must endorse."""
    return session.scalar(
        select(Submission)
        .where(
            here(session, Submission),
            Submission.staff_id == actor.staff_id,
            Submission.state == SubmissionState.SUBMITTED.value,
        )
        .limit(1)
    )


def place_stands(session: Session, submission: Submission) -> bool:
    """Whether the candidate still holds the place."""
    state = session.scalar(
        select(Candidate.state).where(here(session, Candidate), Candidate.id == submission.candidate_id)
    )
    return state == PlaceState.APPROVED
