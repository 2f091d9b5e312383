"""Registers: who is expected on a date of the timetable, who was there, and what that comes to."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate, Cohort, Register, RegisterMark, TimetableDate
from tenants.cohorts.moving import MEETING
from tenants.cohorts.rules import (
    Attended,
    CohortState,
    PlaceState,
    Presence,
    away_because,
    begins_on,
)
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Line:
    """`away`: why they are not expected, for who has no mark."""

    candidate: Candidate
    person: Staff
    presence: Presence | None
    away: str | None


@dataclass(frozen=True)
class Sheet:
    """The register of one date, taken or not."""

    date: TimetableDate
    cohort: Cohort
    register: Register | None
    everybody: tuple[Line, ...]

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id

    @property
    def expected(self) -> list[Line]:
        return [one for one in self.everybody if one.presence or not one.away]

    @property
    def away(self) -> list[Line]:
        return [one for one in self.everybody if one.away and not one.presence]

    @property
    def version(self) -> int:
        return self.register.version if self.register else 0

    @property
    def has_come(self) -> bool:
        return self.date.day is not None and self.date.day <= clock.today()

    @property
    def open(self) -> bool:
        return self.has_come and self.cohort.state == CohortState.OPEN


@dataclass(frozen=True)
class Taken:
    """A date on which the cohort meets, with how many were what; `register`: none yet."""

    date: TimetableDate
    register: Register | None
    marks: Mapping[UUID, Presence]

    @property
    def counts(self) -> Counter[Presence]:
        return Counter(self.marks.values())


def sheet(session: Session, date_id: UUID) -> Sheet:
    """Raises NotFound where nobody meets, and before the cohort is open."""
    row = session.execute(_select_date(), asking(session, wanted=date_id)).first()
    if row is None:
        raise NotFound
    date, cohort, register = row
    asked = asking(session, cohort=cohort.id, register=register.id if register else None)
    people = session.execute(_select_people(), asked)
    return Sheet(date, cohort, register, tuple(_line(date, cohort, *one) for one in people))


@cache
def _select_date() -> Select[TimetableDate, Cohort, Register]:
    return (
        select(TimetableDate, Cohort, Register)
        .join(Cohort, beside(Cohort, TimetableDate, Cohort.id == TimetableDate.cohort_id))
        .outerjoin(Register, beside(Register, TimetableDate, Register.date_id == TimetableDate.id))
        .where(
            ours(TimetableDate),
            TimetableDate.id == bindparam("wanted"),
            TimetableDate.day.is_not(None),
            TimetableDate.kind.in_([one.value for one in MEETING]),
            Cohort.state != CohortState.PLANNED.value,
        )
    )


@cache
def _select_people() -> Select[Candidate, Staff, str]:
    """Who takes part, and who was marked then and has left since."""
    marked = and_(
        beside(RegisterMark, Candidate, RegisterMark.candidate_id == Candidate.id),
        RegisterMark.register_id == bindparam("register"),
    )
    return (
        select(Candidate, Staff, RegisterMark.presence)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .outerjoin(RegisterMark, marked)
        .where(
            ours(Candidate),
            Candidate.cohort_id == bindparam("cohort"),
            (Candidate.state == PlaceState.APPROVED.value) | RegisterMark.presence.is_not(None),
        )
        .order_by(Staff.name, Candidate.id)
    )


def _line(
    date: TimetableDate, cohort: Cohort, candidate: Candidate, person: Staff, presence: str | None
) -> Line:
    assert date.day is not None  # noqa: S101 - only a date with a day has a register
    approved = candidate.approved_at or candidate.invited_at
    began = begins_on(cohort.starts_on, clock.school_date(approved))
    away = away_because(date.day, began, candidate.paused_from, candidate.paused_until)
    return Line(candidate, person, Presence(presence) if presence else None, away)


def taken(session: Session, date: TimetableDate) -> bool:
    found = select(Register.id).where(here(session, Register), Register.date_id == date.id)
    return session.scalar(found) is not None


def registers(session: Session, cohort_id: UUID) -> list[Taken]:
    """Of every date with a day on which the cohort meets, the first first."""
    rows = session.execute(
        select(TimetableDate, Register)
        .outerjoin(Register, beside(Register, TimetableDate, Register.date_id == TimetableDate.id))
        .where(
            here(session, TimetableDate),
            TimetableDate.cohort_id == cohort_id,
            TimetableDate.day.is_not(None),
            TimetableDate.kind.in_([one.value for one in MEETING]),
        )
        .order_by(TimetableDate.day, TimetableDate.starts_at, TimetableDate.id)
    ).all()
    marks: dict[UUID, dict[UUID, Presence]] = defaultdict(dict)
    for register_id, candidate_id, presence in session.execute(
        select(RegisterMark.register_id, RegisterMark.candidate_id, RegisterMark.presence)
        .join(Candidate, beside(Candidate, RegisterMark, Candidate.id == RegisterMark.candidate_id))
        .where(here(session, RegisterMark), Candidate.cohort_id == cohort_id)
    ):
        marks[register_id][candidate_id] = Presence(presence)
    return [Taken(date, register, marks[register.id] if register else {}) for date, register in rows]


def attended_column() -> ScalarSelect[Any]:
    """Of a Candidate: each mark, with how long the session lasted."""
    return (
        select(func.json_agg(func.json_build_array(RegisterMark.presence, TimetableDate.minutes)))
        .join(Register, beside(Register, RegisterMark, Register.id == RegisterMark.register_id))
        .join(TimetableDate, beside(TimetableDate, Register, TimetableDate.id == Register.date_id))
        .where(beside(RegisterMark, Candidate, RegisterMark.candidate_id == Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )


def attended(marks: Sequence[tuple[str, int | None]] | None) -> Attended:
    known = [(Presence(presence), minutes or 0) for presence, minutes in marks or ()]
    return Attended(
        there=sum(presence.there for presence, _ in known),
        of=len(known),
        minutes=sum(presence.minutes(minutes) for presence, minutes in known),
    )


@dataclass(frozen=True)
class SessionShown:
    """One date in one person's own list."""

    date: TimetableDate
    presence: Presence

    @property
    def minutes(self) -> int:
        return self.presence.minutes(self.date.minutes or 0)


def sessions_of(session: Session, candidate_id: UUID) -> list[SessionShown]:
    rows = session.execute(
        select(TimetableDate, RegisterMark.presence)
        .join(Register, beside(Register, TimetableDate, Register.date_id == TimetableDate.id))
        .join(RegisterMark, beside(RegisterMark, Register, RegisterMark.register_id == Register.id))
        .where(here(session, RegisterMark), RegisterMark.candidate_id == candidate_id)
        .order_by(TimetableDate.day, TimetableDate.id)
    )
    return [SessionShown(date, Presence(presence)) for date, presence in rows]
