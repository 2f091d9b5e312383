"""The board of a cohort, in five questions for any number of candidates."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from tenants.assessment.queries.concerns import concern_of
from tenants.assessment.queries.progress import Progress, progress_of
from tenants.assessment.rules.attention import Concern
from tenants.base import clock
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.leading import mentors_of
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.register import attended, attended_column
from tenants.cohorts.rules import Attended, CohortState, PlaceState
from tenants.desk.rules import Asked, Board, Building, Row, Stage, board, own_stage, stage
from tenants.schools.calendar import calendar
from tenants.staff.models import Staff
from tenants.standards.queries import framework
from tenants.standards.rules.passing import PassRule

Told = tuple[str | None, list[tuple[str, int | None]] | None]


@dataclass(frozen=True)
class Summary:
    """How many are at each stage, and who needs a hand, the most pressing first."""

    stages: Counter[Stage]
    worries: list[tuple[Progress, Concern]]


def summary_of(session: Session, cohort: Cohort, reader: UUID | None) -> Summary:
    """As `reader` may read it: nobody finds here what is settled about themselves."""
    rule = framework(session, cohort.edition_id).rule
    people = progress_of(session, cohort_ids=[cohort.id])
    counted = Counter(_stage(one, rule, own=one.staff_id == reader) for one in people)
    worries = [(one, found) for one in people if (found := _concern(one, own=one.staff_id == reader))]
    return Summary(
        Counter({one: counted[one] for one in Stage if counted[one]}),
        sorted(worries, key=lambda one: (one[1].rank, one[0].name)),
    )


def board_of(session: Session, cohort: Cohort, reader: UUID | None, asked: Asked) -> Board:
    """As `reader` may read it."""
    rule = framework(session, cohort.edition_id).rule
    people = progress_of(session, cohort_ids=[cohort.id])
    told, ago = _told(session, cohort.id), _school_days_ago(session)
    mentors = mentors_of(session, list(told))
    rows = []
    for one in people:
        job, marks = told[one.candidate_id]
        quiet, mentor = ago(one.tally.last_saved_at), mentors.get(one.candidate_id)
        own = one.staff_id == reader
        rows.append(_row(one, rule, job, mentor, attended(marks), quiet, own=own))
    return board(rows, asked)


def _told(session: Session, cohort_id: UUID) -> dict[UUID, Told]:
    rows = session.execute(_select_told(), asking(session, wanted=cohort_id))
    return {candidate_id: (job, marks) for candidate_id, job, marks in rows}


@cache
def _select_told() -> Select[Any]:
    """Of each candidate their job, and how they were marked in registers."""
    return (
        select(Candidate.id, Staff.job_title, attended_column())
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(ours(Candidate), Candidate.cohort_id == bindparam("wanted"))
    )


def _school_days_ago(session: Session) -> Callable[[datetime | None], int | None]:
    known = calendar(session)

    @cache
    def since(day: date) -> int:
        return known.between(day, clock.today())

    return lambda moment: since(clock.school_date(moment)) if moment else None


def _row(
    one: Progress,
    rule: PassRule,
    job: str | None,
    mentor: Staff | None,
    sessions: Attended,
    quiet: int | None,
    *,
    own: bool,
) -> Row:
    sent = one.handed_in
    return Row(
        candidate_id=one.candidate_id,
        name=one.name,
        job=job,
        stage=_stage(one, rule, own=own),
        levels=one.reach.coverage.levels,
        quiet=quiet,
        concern=_concern(one, own=own),
        mentor_id=mentor.id if mentor else None,
        mentor=mentor.name if mentor else None,
        handed_in=clock.school_date(sent.submitted_at) if sent and not own else None,
        attended=sessions,
        on_break=one.portfolio.on_break,
        own=own,
    )


def _concern(one: Progress, *, own: bool) -> Concern | None:
    return concern_of(one) if one.cohort.state == CohortState.OPEN and not own else None


def _stage(one: Progress, rule: PassRule, *, own: bool) -> Stage:
    state = PlaceState(one.candidate.state)
    if own:
        return own_stage(state)
    built = Building(
        standards=one.standards,
        audited=one.tally.audited,
        items=one.tally.items,
        met=one.reach.coverage.standing(rule).passes,
    )
    return stage(state, one.stop, built)
