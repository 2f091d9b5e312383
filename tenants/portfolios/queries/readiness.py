from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Session, aliased

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.models import Candidate
from tenants.groups.models import GroupMember
from tenants.groups.rules.states import MemberState
from tenants.portfolios.attempt_models import Attempt
from tenants.portfolios.models import Claim, Endorsement, Evidence, EvidenceFile, Submission
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.parts import claimed, parts
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.queries.tallies import audited
from tenants.portfolios.rules import readiness as rules
from tenants.portfolios.rules.contributions import Standing
from tenants.portfolios.rules.group_work import blockers as of_group
from tenants.portfolios.rules.group_work import numbers
from tenants.portfolios.rules.readiness import DECIDED, NO_ENDORSER, Asked, Claimed, Piece
from tenants.portfolios.rules.states import Decision, EvidenceKind, Source, SubmissionState
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
    group_id: UUID | None = None


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
    group_id: UUID | None


def checked(session: Session, portfolio: Portfolio) -> Checked:
    known = framework(session, portfolio.cohort.edition_id)
    facts = _facts(session, portfolio)
    window = _window(session, portfolio, facts, known.edition.return_days)
    covered = coverage(session, [portfolio.candidate_id])[portfolio.candidate_id]
    standing = pieces(session, [portfolio.candidate_id])[portfolio.candidate_id]
    told = numbers(known.rule, covered, standing)
    found = rules.readiness(
        _asked(portfolio, known),
        covered,
        standing,
        audited=facts.audited >= len(known.standards),
        closed=_closed(portfolio, facts, window),
        project_open=facts.project_open,
        of_group=list(of_group(portfolio.cohort.limits.groups, told)) if facts.group_id else (),
    )
    return Checked(portfolio, known, window, facts.attempt or 1, found, facts.group_id)


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


def pieces(session: Session, candidate_ids: Collection[UUID]) -> Mapping[UUID, list[Piece]]:
    """The items of their portfolios that were not removed, each with their own claims, in one query."""
    rows = session.execute(_select_pieces(), asking(session, candidate_ids=list(candidate_ids)))
    found: dict[UUID, list[Piece]] = {one: [] for one in candidate_ids}
    for (_, whose), of_item in groupby(rows, lambda row: (row[0].id, row[4])):
        found[whose].append(_piece(list(of_item)))
    return found


@cache
def _select_pieces() -> Select[Any]:
    among: BindParameter[Collection[UUID]] = bindparam("candidate_ids", expanding=True)
    part = parts(unconfirmed=True)
    item = aliased(Evidence, part)
    has_file = exists().where(
        beside(EvidenceFile, item, EvidenceFile.evidence_id == item.id), EvidenceFile.removed_at.is_(None)
    )
    return (
        select(item, has_file, Claim, part.c.standing, part.c.whose)
        .outerjoin(Claim, and_(claimed(part), Claim.candidate_id.in_(among)))
        .where(ours(item), part.c.whose.in_(among), item.removed_at.is_(None))
        .order_by(item.id.desc(), part.c.whose, Claim.standard_number)
    )


def _piece(rows: Sequence[Row[Evidence, bool, Claim, str, UUID]]) -> Piece:
    """The rows of one item; an item without claims has one row."""
    item, has_file, _, standing, _ = rows[0]
    return Piece(
        id=item.id,
        kind=EvidenceKind(item.kind),
        title=item.title,
        draft=item.draft,
        has_file=has_file,
        claims=tuple(
            Claimed(claim.standard_number, claim.level, claim.complete, words_in(claim.justification))
            for _, _, claim, _, _ in rows
            if claim
        ),
        words=words_in(item.body),
        pooled=item.group_id is not None,
        confirmed=standing == Standing.CONFIRMED,
        copied=item.source == Source.GROUP,
    )


def _facts(session: Session, portfolio: Portfolio) -> Facts:
    """Small questions in one round."""
    return Facts(*session.execute(_select_facts(), asking(session, wanted=portfolio.candidate_id)).one())


@cache
def _select_facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Attempt.number,
            Attempt.opened_at,
            Attempt.resubmit_by,
            _last_return(),
            _last_attempt(),
            audited(),
            exists().where(*_may_endorse()),
            _project_open(),
            _works_in(),
        )
        .select_from(Candidate)
        .outerjoin(Attempt, beside(Attempt, Candidate, Attempt.candidate_id == Candidate.id))
        .where(ours(Candidate), Candidate.id == bindparam("wanted"))
        .order_by(Attempt.number.desc())
        .limit(1)
    )


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


def _works_in() -> ScalarSelect[UUID]:
    return (
        select(GroupMember.group_id)
        .where(
            beside(GroupMember, Candidate, GroupMember.candidate_id == Candidate.id),
            GroupMember.state == MemberState.MEMBER.value,
        )
        .correlate(Candidate)
        .scalar_subquery()
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
