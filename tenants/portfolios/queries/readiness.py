from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.portfolios.attempt_models import Attempt
from tenants.portfolios.models import Claim, Endorsement, Evidence, EvidenceFile, Submission
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.parts import of_part, parts
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.queries.tallies import audited
from tenants.portfolios.rules import readiness as rules
from tenants.portfolios.rules.contributions import Standing
from tenants.portfolios.rules.readiness import DECIDED, NO_ENDORSER, Asked, Claimed, Piece
from tenants.portfolios.rules.states import Decision, EvidenceKind, SubmissionState
from tenants.portfolios.rules.window import Window
from tenants.programmes.rules.limits import words_in
from tenants.projects.models import Project
from tenants.projects.queries.whose import of_place
from tenants.schools.calendar import calendar
from tenants.staff import actors
from tenants.staff.models import Staff, StaffRole
from tenants.standards.queries import Framework, framework


@dataclass(frozen=True)
class Checked:
    """A portfolio held against everything a submission needs."""

    portfolio: Portfolio
    framework: Framework
    window: Window
    attempt: int
    readiness: rules.Readiness


@dataclass(frozen=True)
class Facts:
    attempt: int | None
    opened_at: datetime | None
    resubmit_by: date | None
    returned_at: datetime | None
    handed_in: int | None
    audited: int
    endorser: bool
    project_open: bool


def checked(session: Session, portfolio: Portfolio) -> Checked:
    known = framework(session, portfolio.cohort.edition_id)
    facts = _facts(session, portfolio)
    window = _window(session, portfolio, facts, known.edition.return_days)
    found = rules.readiness(
        _asked(portfolio, known),
        coverage(session, [portfolio.candidate_id])[portfolio.candidate_id],
        _pieces(session, portfolio.candidate_id),
        audited=facts.audited >= len(known.standards),
        closed=_closed(portfolio, facts, window),
        project_open=facts.project_open,
    )
    return Checked(portfolio, known, window, facts.attempt or 1, found)


def _asked(portfolio: Portfolio, known: Framework) -> Asked:
    limits = portfolio.cohort.limits
    return Asked(
        rule=known.rule,
        titles={one.number: one.title for one in known.standards},
        minimum_items=limits.evidence.items,
        minimum_presentations=limits.evidence.presentations,
        kinds=limits.evidence.kinds,
        per_standard=limits.evidence.per_standard,
        words=limits.words,
    )


def _closed(portfolio: Portfolio, facts: Facts, window: Window) -> str | None:
    if portfolio.submission == SubmissionState.RELEASED and facts.handed_in == (facts.attempt or 1):
        return DECIDED
    unendorsable = None if facts.endorser else NO_ENDORSER
    return portfolio.closed or window.closed_because(clock.today()) or unendorsable


def _window(session: Session, portfolio: Portfolio, facts: Facts, return_days: int) -> Window:
    """A returned portfolio may come back for some days at least, so that a late return shuts nobody out."""
    window = Window(portfolio.opens_on, portfolio.closes_on)
    if facts.opened_at and facts.resubmit_by:
        window = Window(clock.school_date(facts.opened_at), facts.resubmit_by)
    if facts.returned_at is None:
        return window
    returned_on = clock.school_date(facts.returned_at)
    return window.open_until_at_least(calendar(session).after(returned_on, return_days))


def _pieces(session: Session, candidate_id: UUID) -> list[Piece]:
    """The items that were not removed, each with its claims, in one query."""
    has_file = exists().where(
        beside(EvidenceFile, Evidence, EvidenceFile.evidence_id == Evidence.id),
        EvidenceFile.removed_at.is_(None),
    )
    part = parts(unconfirmed=True)
    claimed = and_(
        beside(Claim, Evidence, Claim.evidence_id == Evidence.id), Claim.candidate_id == part.c.candidate_id
    )
    rows = session.execute(
        select(Evidence, has_file, Claim, part.c.standing)
        .select_from(part)
        .join(Evidence, of_part(part))
        .outerjoin(Claim, claimed)
        .where(here(session, Evidence), part.c.candidate_id == candidate_id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id.desc(), Claim.standard_number)
    )
    return [_piece(list(of_item)) for _, of_item in groupby(rows, lambda row: row[0].id)]


def _piece(rows: Sequence[Row[Evidence, bool, Claim, str]]) -> Piece:
    """The rows of one item; an item without claims has one row."""
    item, has_file, _, standing = rows[0]
    return Piece(
        id=item.id,
        kind=EvidenceKind(item.kind),
        title=item.title,
        draft=item.draft,
        has_file=has_file,
        claims=tuple(
            Claimed(claim.standard_number, claim.level, claim.complete, words_in(claim.justification))
            for _, _, claim, _ in rows
            if claim
        ),
        words=words_in(item.body),
        pooled=item.group_id is not None,
        confirmed=standing == Standing.CONFIRMED,
    )


def _facts(session: Session, portfolio: Portfolio) -> Facts:
    """Small questions in one round."""
    row = session.execute(
        select(
            Attempt.number,
            Attempt.opened_at,
            Attempt.resubmit_by,
            _last_return(),
            _last_attempt(),
            audited(),
            exists().where(*_may_endorse()),
            _project_open(),
        )
        .select_from(Candidate)
        .outerjoin(Attempt, beside(Attempt, Candidate, Attempt.candidate_id == Candidate.id))
        .where(here(session, Candidate), Candidate.id == portfolio.candidate_id)
        .order_by(Attempt.number.desc())
        .limit(1)
    ).one()
    return Facts(*row)


def _last_return() -> ScalarSelect[datetime]:
    """When the attempt in hand was last returned."""
    return (
        select(func.max(Endorsement.decided_at))
        .join(Submission, beside(Submission, Endorsement, Submission.id == Endorsement.submission_id))
        .where(
            beside(Submission, Candidate, Submission.candidate_id == Candidate.id),
            Endorsement.decision == Decision.RETURNED.value,
            Submission.attempt == func.coalesce(Attempt.number, 1),
        )
        .correlate(Candidate, Attempt)
        .scalar_subquery()
    )


def _last_attempt() -> ScalarSelect[int]:
    return (
        select(func.max(Submission.attempt))
        .where(beside(Submission, Candidate, Submission.candidate_id == Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )


def _project_open() -> ColumnElement[bool]:
    """Begun, and not finished: the one on which the place works."""
    return exists().where(
        Project.school_id == Candidate.school_id,
        of_place(Candidate.id, Candidate.school_id),
        Project.finished_at.is_(None),
    )


def _may_endorse() -> tuple[ColumnElement[bool], ...]:
    """Another working head or deputy than the candidate."""
    return (
        beside(StaffRole, Candidate, StaffRole.staff_id != Candidate.staff_id),
        beside(Staff, StaffRole, Staff.id == StaffRole.staff_id),
        StaffRole.role.in_([Role.HEAD.value, Role.DEPUTY.value]),
        actors.counts_today(),
        actors.works(),
    )
