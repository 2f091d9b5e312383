"""What moving a cohort to another version of the standards would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.changeovers.models import AuditEntryBefore, Changeover, ClaimBefore
from tenants.changeovers.rules import BEGUN, CLOSED
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState
from tenants.portfolios.models import Claim, Evidence, SelfAudit, SelfAuditEntry, Submission
from tenants.staff.models import Staff
from tenants.standards.queries import Comparison, adopted_edition_id, comparison, replaced_by, retired
from tenants.standards.rules.replacing import Change


@dataclass(frozen=True)
class Line:
    """What becomes of a standard, and of the claims that were made for it."""

    change: Change
    claims: int = 0

    @property
    def words(self) -> str:
        """'12 claims are copied to each of the two'; nothing when nothing was written."""
        if not self.claims:
            return ""
        many = f"{self.claims} {'claim' if self.claims == 1 else 'claims'}"
        one = self.claims == 1
        match self.change.kind:
            case "divided":
                return f"{many} {'is' if one else 'are'} copied to each, to be looked at"
            case "joined":
                return f"{many} {'comes' if one else 'come'} together with the others of the same evidence"
            case "gone":
                return f"{many} {'falls' if one else 'fall'} away and {'is' if one else 'are'} kept aside"
        return f"{many} {'moves' if one else 'move'} along"


@dataclass(frozen=True)
class Losing:
    """Whose claims fall away, and of which standards."""

    name: str
    numbers: tuple[int, ...]
    claims: int


@dataclass(frozen=True)
class Preview:
    """`entries`: of self-audits, all of them together, since whose and about what is private."""

    lines: list[Line]
    comparison: Comparison
    losing: list[Losing]
    entries: int


def target(session: Session, cohort: Cohort) -> UUID | None:
    """The version that the cohort could move to: the school's for new cohorts, when it is another one."""
    adopted = adopted_edition_id(session)
    if adopted is None or adopted == cohort.edition_id or retired(session, adopted):
        return None
    return adopted


def why_not(session: Session, cohort: Cohort) -> str | None:
    """Why the cohort keeps its version."""
    if cohort.state == CohortState.CLOSED:
        return CLOSED
    handed_in = exists().where(here(session, Submission), Submission.cohort_id == cohort.id)
    return BEGUN if session.scalar(select(handed_in)) else None


def preview(session: Session, cohort: Cohort, into_id: UUID) -> Preview:
    beside_each_other = comparison(session, cohort.edition_id, into_id)
    claims = _claims(session, cohort)
    becomes = replaced_by(session, cohort.edition_id, into_id)
    lines = [
        Line(one, sum(claims.get(number, {}).values()))
        for one in beside_each_other.changes
        for number in one.before or (0,)
    ]
    gone = [number for number, numbers in becomes.items() if not numbers]
    names = sorted({name for number in gone for name in claims.get(number, {})})
    losing = [_losing(name, gone, claims) for name in names]
    return Preview(lines, beside_each_other, losing, _entries(session, cohort))


def _losing(name: str, gone: Sequence[int], claims: dict[int, dict[str, int]]) -> Losing:
    numbers = tuple(number for number in gone if name in claims.get(number, {}))
    return Losing(name, numbers, sum(claims[number][name] for number in numbers))


def _claims(session: Session, cohort: Cohort) -> dict[int, dict[str, int]]:
    """Number → whose → how many."""
    rows = session.execute(
        select(Claim.standard_number, Staff.name, func.count())
        .join(Candidate, beside(Candidate, Claim, Candidate.id == Claim.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(here(session, Claim), Candidate.cohort_id == cohort.id)
        .group_by(Claim.standard_number, Staff.name)
    )
    found: dict[int, dict[str, int]] = {}
    for number, name, many in rows:
        found.setdefault(number, {})[name] = many
    return found


def _entries(session: Session, cohort: Cohort) -> int:
    found = session.scalar(
        select(func.count())
        .select_from(SelfAuditEntry)
        .join(SelfAudit, beside(SelfAudit, SelfAuditEntry, SelfAudit.id == SelfAuditEntry.self_audit_id))
        .join(Candidate, beside(Candidate, SelfAudit, Candidate.id == SelfAudit.candidate_id))
        .where(here(session, SelfAuditEntry), Candidate.cohort_id == cohort.id)
    )
    return found or 0


@dataclass(frozen=True)
class Aside:
    """A claim that no standard of the later version took up, with the title of its evidence."""

    claim: ClaimBefore
    title: str
    from_edition_id: UUID


def kept_aside(session: Session, candidate_id: UUID) -> list[Aside]:
    rows = session.execute(
        select(ClaimBefore, Evidence.title, Changeover.from_edition_id)
        .join(Changeover, beside(Changeover, ClaimBefore, Changeover.id == ClaimBefore.changeover_id))
        .join(Evidence, beside(Evidence, ClaimBefore, Evidence.id == ClaimBefore.evidence_id))
        .where(
            here(session, ClaimBefore),
            ClaimBefore.candidate_id == candidate_id,
            ClaimBefore.fell_away.is_(True),
        )
        .order_by(Changeover.moved_at, ClaimBefore.standard_number, Evidence.title)
    )
    return [Aside(*row) for row in rows]


@dataclass(frozen=True)
class ViewAside:
    """What somebody thought of a standard that the later version no longer has."""

    entry: AuditEntryBefore
    from_edition_id: UUID


def views_aside(session: Session, candidate_id: UUID) -> list[ViewAside]:
    rows = session.execute(
        select(AuditEntryBefore, Changeover.from_edition_id)
        .join(
            Changeover, beside(Changeover, AuditEntryBefore, Changeover.id == AuditEntryBefore.changeover_id)
        )
        .join(SelfAudit, beside(SelfAudit, AuditEntryBefore, SelfAudit.id == AuditEntryBefore.self_audit_id))
        .where(
            here(session, AuditEntryBefore),
            SelfAudit.candidate_id == candidate_id,
            AuditEntryBefore.fell_away.is_(True),
        )
        .order_by(Changeover.moved_at, SelfAudit.round, AuditEntryBefore.standard_number)
    )
    return [ViewAside(*row) for row in rows]


def has_aside(session: Session, candidate_id: UUID) -> bool:
    """Whether anything is kept aside for them, of claims or of self-audits."""
    claims = exists().where(
        here(session, ClaimBefore), ClaimBefore.candidate_id == candidate_id, ClaimBefore.fell_away.is_(True)
    )
    views = exists(
        select(AuditEntryBefore.version)
        .join(SelfAudit, beside(SelfAudit, AuditEntryBefore, SelfAudit.id == AuditEntryBefore.self_audit_id))
        .where(
            here(session, AuditEntryBefore),
            SelfAudit.candidate_id == candidate_id,
            AuditEntryBefore.fell_away.is_(True),
        )
    )
    return bool(session.scalar(select(claims | views)))
