"""What one assessor has before them: their own task, and nothing of anybody else's before the third seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Judgement
from tenants.assessment.queries.seats import Seat, seat
from tenants.assessment.rules import verdict
from tenants.assessment.rules.seats import BLIND_SEATS, LEFT, THIRD_SEAT, AssignmentState
from tenants.assessment.rules.verdict import NOT_SHOWN, Result
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Cohort
from tenants.portfolios.models import Snapshot, Submission
from tenants.portfolios.rules.reading import HandedIn, Item, handed_in
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff
from tenants.standards.models import Standard
from tenants.standards.queries import Framework, framework
from tenants.standards.rules.passing import Standing, standing

ByStandard = dict[int, Judgement]


@dataclass(frozen=True)
class Task:
    """One line of an assessor's list."""

    assignment: Assignment
    candidate: str
    cohort: str
    attempt: int
    judged: int
    total: int


@dataclass(frozen=True)
class Desk:
    seat: Seat
    portfolio: HandedIn
    framework: Framework
    judgements: ByStandard
    others: Sequence[ByStandard]
    settled: Mapping[int, int]
    """The levels that stand without this assessor's word: banked ones, and for the third seat what the two
    before agree on."""

    @property
    def assignment(self) -> Assignment:
        return self.seat.assignment

    @property
    def staff_id(self) -> UUID:
        return self.seat.staff_id

    @property
    def open(self) -> bool:
        return self.assignment.state == AssignmentState.ACCEPTED

    @property
    def numbers(self) -> list[int]:
        return sorted(self.judgements)

    @property
    def levels(self) -> dict[int, int]:
        """All that is settled or judged so far."""
        judged = {number: one.level for number, one in self.judgements.items() if one.level is not None}
        return {**self.settled, **judged}

    @property
    def standing(self) -> Standing:
        return standing(self.framework.rule, self.levels)

    @property
    def result(self) -> Result:
        return verdict.result(self.framework.rule, self.levels, self.portfolio.attempt)

    @property
    def judged(self) -> list[int]:
        return [number for number, one in self.judgements.items() if one.level is not None]


@dataclass(frozen=True)
class Page:
    """The desk opened at one standard."""

    desk: Desk
    standard: Standard
    judgement: Judgement

    @property
    def staff_id(self) -> UUID:
        return self.desk.staff_id

    @property
    def others(self) -> list[Judgement]:
        return [one[self.standard.number] for one in self.desk.others]

    @property
    def next_number(self) -> int | None:
        after = [number for number in self.desk.numbers if number > self.standard.number]
        return after[0] if after else None

    @property
    def previous_number(self) -> int | None:
        before = [number for number in self.desk.numbers if number < self.standard.number]
        return before[-1] if before else None

    @property
    def items(self) -> list[Item]:
        """What may be named as evidence: items claimed for this standard first."""
        claimed = [item for item, _ in self.desk.portfolio.claimed(self.standard.number)]
        return [*claimed, *(item for item in self.desk.portfolio.items if item not in claimed)]


def tasks_of(session: Session, staff_id: UUID) -> list[Task]:
    """What somebody is asked to assess or has assessed, the most urgent first."""
    rows = session.execute(
        select(Assignment, Staff.name, Cohort.name, Submission.attempt, _judged(), _to_judge())
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .where(here(session, Assignment), Assignment.staff_id == staff_id, Assignment.state.not_in(LEFT))
        .order_by(Assignment.due_on, Assignment.id)
    )
    return [Task(*row) for row in rows]


def task(session: Session, assignment_id: UUID) -> Seat:
    """A seat for who holds it; who left it finds nothing."""
    found = seat(session, assignment_id)
    if AssignmentState(found.assignment.state) in LEFT:
        raise NotFound
    return found


def readable(seat: Seat) -> bool:
    """The portfolio opens with the acceptance and closes with the decision."""
    answered = seat.assignment.state in (AssignmentState.ACCEPTED, AssignmentState.LOCKED)
    return answered and seat.submission.state == SubmissionState.ENDORSED


def readable_seats() -> ColumnElement[bool]:
    """The same in SQL, of a statement that joins Assignment with its Submission."""
    answered = (AssignmentState.ACCEPTED.value, AssignmentState.LOCKED.value)
    return and_(Assignment.state.in_(answered), Submission.state == SubmissionState.ENDORSED.value)


def desk(session: Session, assignment_id: UUID) -> Desk:
    found = task(session, assignment_id)
    if not readable(found):
        raise NotFound
    content, edition_id = session.execute(
        _select_handed_in(), asking(session, wanted=found.submission_id)
    ).one()
    portfolio = handed_in(content)
    others = blind_pair(session, found.submission_id) if found.assignment.seat == THIRD_SEAT else []
    return Desk(
        seat=found,
        portfolio=portfolio,
        framework=framework(session, edition_id),
        judgements=judgements(session, found.id),
        others=others,
        settled={**portfolio.banked, **_common(others)},
    )


@cache
def _select_handed_in() -> Select[Any, UUID]:
    return (
        select(Snapshot.content, Cohort.edition_id)
        .join(Submission, beside(Submission, Snapshot, Submission.id == Snapshot.submission_id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .where(ours(Snapshot), Snapshot.submission_id == bindparam("wanted"))
    )


def page(session: Session, assignment_id: UUID, number: int) -> Page:
    found = desk(session, assignment_id)
    if number not in found.judgements:
        raise NotFound
    return Page(found, found.framework.standard(number), found.judgements[number])


def judgements(session: Session, assignment_id: UUID) -> ByStandard:
    rows = session.scalars(_select_judgements(), asking(session, wanted=assignment_id))
    return {one.standard_number: one for one in rows}


@cache
def _select_judgements() -> Select[Judgement]:
    return (
        select(Judgement)
        .where(ours(Judgement), Judgement.assignment_id == bindparam("wanted"))
        .order_by(Judgement.standard_number)
    )


def blind_pair(session: Session, submission_id: UUID) -> list[ByStandard]:
    """The two blind judgements of a submission, once both are locked; before that, NotFound for anybody."""
    rows = session.execute(
        select(Assignment.seat, Judgement)
        .join(Judgement, beside(Judgement, Assignment, Judgement.assignment_id == Assignment.id))
        .where(
            here(session, Assignment),
            Assignment.submission_id == submission_id,
            Assignment.seat.in_(BLIND_SEATS),
            Assignment.state == AssignmentState.LOCKED.value,
        )
        .order_by(Assignment.seat, Judgement.standard_number)
    ).all()
    pair = [{j.standard_number: j for seat, j in rows if seat == one} for one in BLIND_SEATS]
    if not all(pair):
        raise NotFound
    return pair


def levels_of(judged: ByStandard) -> dict[int, int]:
    return {number: NOT_SHOWN if one.level is None else one.level for number, one in judged.items()}


def overdue_on(assignment: Assignment) -> date:
    """The date that counts for a seat: to answer by, then to lock by."""
    return assignment.answer_by if assignment.state == AssignmentState.OFFERED else assignment.due_on


def _common(pair: Sequence[ByStandard]) -> dict[int, int]:
    if not pair:
        return {}
    first, second = (levels_of(one) for one in pair)
    return {number: level for number, level in first.items() if second[number] == level}


def _judged() -> ScalarSelect[Any]:
    return _counted(func.count(Judgement.level))


def _to_judge() -> ScalarSelect[Any]:
    return _counted(func.count())


def _counted(what: Any) -> ScalarSelect[Any]:
    return (
        select(what)
        .select_from(Judgement)
        .where(beside(Judgement, Assignment, Judgement.assignment_id == Assignment.id))
        .correlate(Assignment)
        .scalar_subquery()
    )
