"""Time granted and used: of one place, and of a whole cohort. What somebody noted is read by themselves alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate, Cohort, TimetableDate
from tenants.cohorts.rules import PlaceState
from tenants.joining.models import TimeGrant, TimeUse
from tenants.joining.rules.time import QUARTER, Balance, Purpose, total
from tenants.programmes.rules.design import HELD
from tenants.staff.models import Staff

USES_SHOWN = 200


@dataclass(frozen=True)
class Granted:
    grant: TimeGrant
    by: str


@dataclass(frozen=True)
class OfPlace:
    """One candidate's: `purposes` holds minutes by what they were used for."""

    candidate: Candidate
    person: Staff
    balance: Balance
    purposes: Mapping[Purpose, int]

    @property
    def candidate_id(self) -> UUID:
        return self.candidate.id


def time_use(session: Session, use_id: UUID) -> TimeUse:
    found = session.scalar(select(TimeUse).where(here(session, TimeUse), TimeUse.id == use_id))
    if found is None:
        raise NotFound
    return found


def grant(session: Session, grant_id: UUID) -> TimeGrant:
    found = session.scalar(select(TimeGrant).where(here(session, TimeGrant), TimeGrant.id == grant_id))
    if found is None:
        raise NotFound
    return found


def grants_of(session: Session, candidate_id: UUID) -> list[Granted]:
    """The latest first: it is the one that counts."""
    rows = session.execute(
        select(TimeGrant, Staff.name)
        .join(Staff, beside(Staff, TimeGrant, Staff.id == TimeGrant.granted_by))
        .where(here(session, TimeGrant), TimeGrant.candidate_id == candidate_id)
        .order_by(TimeGrant.id.desc())
    )
    return [Granted(*row) for row in rows]


def uses_of(session: Session, candidate_id: UUID) -> list[TimeUse]:
    """For the candidate alone, the latest first."""
    return list(
        session.scalars(
            select(TimeUse)
            .where(here(session, TimeUse), TimeUse.candidate_id == candidate_id)
            .order_by(TimeUse.used_on.desc(), TimeUse.id.desc())
            .limit(USES_SHOWN)
        )
    )


def of_place(session: Session, candidate_id: UUID) -> OfPlace:
    row = session.execute(_select_one(), asking(session, wanted=candidate_id)).one_or_none()
    if row is None:
        raise NotFound
    return _of_place(*row)


def of_cohort(session: Session, cohort_id: UUID) -> list[OfPlace]:
    """Everybody whose place is approved, by name."""
    rows = session.execute(_select_cohort(), asking(session, wanted=cohort_id))
    return [_of_place(*row) for row in rows]


def in_all(found: Sequence[OfPlace]) -> Balance:
    return total(one.balance for one in found)


@cache
def _select_one() -> Select[Any]:
    return _select().where(Candidate.id == bindparam("wanted"))


@cache
def _select_cohort() -> Select[Any]:
    return (
        _select()
        .where(Candidate.cohort_id == bindparam("wanted"), Candidate.state == PlaceState.APPROVED.value)
        .order_by(Staff.name, Candidate.id)
    )


def _select() -> Select[Any]:
    hours = (
        select(TimeGrant.hours)
        .where(beside(TimeGrant, Candidate, TimeGrant.candidate_id == Candidate.id))
        .order_by(TimeGrant.id.desc())
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )
    used = (
        select(func.json_agg(func.json_build_array(TimeUse.purpose, TimeUse.minutes)))
        .where(beside(TimeUse, Candidate, TimeUse.candidate_id == Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )
    return (
        select(Candidate, Staff, hours, used)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(ours(Candidate))
    )


def _of_place(
    candidate: Candidate, person: Staff, hours: int | None, used: list[tuple[str, int]] | None
) -> OfPlace:
    purposes: dict[Purpose, int] = defaultdict(int)
    for purpose, minutes in used or ():
        purposes[Purpose(purpose)] += minutes
    balance = Balance((hours or 0) * 60, sum(purposes.values()))
    return OfPlace(candidate, person, balance, dict(purposes))


@dataclass(frozen=True)
class SessionHeld:
    """A session of the cohort that was held, in whole quarters of an hour."""

    date: TimetableDate
    minutes: int


def sessions_to_note(session: Session, candidate: Candidate) -> list[SessionHeld]:
    """Held already, with a length, and nothing noted for a session of that day."""
    noted = select(TimeUse.used_on).where(
        here(session, TimeUse),
        TimeUse.candidate_id == candidate.id,
        TimeUse.purpose == Purpose.SESSION.value,
    )
    found = session.scalars(
        select(TimetableDate)
        .join(Cohort, beside(Cohort, TimetableDate, Cohort.id == TimetableDate.cohort_id))
        .where(
            here(session, TimetableDate),
            TimetableDate.cohort_id == candidate.cohort_id,
            TimetableDate.kind.in_([kind.value for kind in HELD]),
            TimetableDate.day.between(Cohort.starts_on, clock.today()),
            TimetableDate.minutes.is_not(None),
            TimetableDate.day.not_in(noted),
        )
        .order_by(TimetableDate.day, TimetableDate.id)
    )
    return [SessionHeld(one, -(-(one.minutes or 0) // QUARTER) * QUARTER) for one in found]
