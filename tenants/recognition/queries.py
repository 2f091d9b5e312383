from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from tenants.awards.models import Award
from tenants.base.errors import NotFound
from tenants.base.gathering import Question
from tenants.base.isolation import OUR_SCHOOL, NoSchoolBound, bound_school, here
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import ClaimState
from tenants.schools.models import School

PAGE = 50


def claimed_here(session: Session) -> ColumnElement[bool]:
    """Claims by people of the bound school."""
    return AwardClaim.school_id == _bound(session)


def awarded_here(session: Session) -> ColumnElement[bool]:
    """Claims by people elsewhere on awards that the bound school made."""
    return AwardClaim.awarding_school_id == _bound(session)


def _bound(session: Session) -> UUID:
    """With no school bound, `= NULL` would read as 'no school made it'."""
    school_id = bound_school(session)
    if school_id is None:
        raise NoSchoolBound(AwardClaim.__name__)
    return school_id


def own_claim(session: Session, claim_id: UUID) -> AwardClaim:
    return _one(session, claimed_here(session), claim_id)


def claim_on_ours(session: Session, asked_id: UUID) -> AwardClaim:
    return _one(session, awarded_here(session), asked_id)


def any_claim(session: Session, claim_id: UUID) -> AwardClaim:
    """As the operator."""
    return _one(session, AwardClaim.id == claim_id, claim_id)


def _one(session: Session, scope: ColumnElement[bool], claim_id: UUID) -> AwardClaim:
    found = session.scalar(select(AwardClaim).where(scope, AwardClaim.id == claim_id))
    if found is None:
        raise NotFound
    return found


def claims_of(session: Session, staff_id: UUID) -> Sequence[AwardClaim]:
    """A person's own, the newest first."""
    return session.scalars(
        select(AwardClaim)
        .where(claimed_here(session), AwardClaim.staff_id == staff_id)
        .order_by(AwardClaim.id.desc())
    ).all()


def open_claims_of(session: Session, staff_id: UUID) -> int:
    return session.scalars(
        select(func.count()).where(
            claimed_here(session),
            AwardClaim.staff_id == staff_id,
            AwardClaim.state == ClaimState.OPEN.value,
        )
    ).one()


@dataclass(frozen=True)
class Page:
    claims: Sequence[AwardClaim]
    after: UUID | None


def claims_here(session: Session, after: UUID | None = None) -> Page:
    """Of everybody in the school, the newest first."""
    return _page(session, claimed_here(session), after)


def claims_on_ours(session: Session, after: UUID | None = None) -> Page:
    return _page(session, awarded_here(session), after)


def _page(session: Session, scope: ColumnElement[bool], after: UUID | None) -> Page:
    wanted = select(AwardClaim).where(scope)
    if after is not None:
        wanted = wanted.where(AwardClaim.id < after)
    found = session.scalars(wanted.order_by(AwardClaim.id.desc()).limit(PAGE + 1)).all()
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


@cache
def open_names() -> Question:
    """For tenants/today: who says that an award made here is theirs, for who `settles` such claims."""
    return (
        select(AwardClaim.name)
        .where(
            AwardClaim.awarding_school_id == bindparam(OUR_SCHOOL),
            AwardClaim.state == ClaimState.OPEN.value,
            bindparam("settles", type_=Boolean),
        )
        .order_by(AwardClaim.id)
        .limit(2)
    )


def award_claimed(session: Session, claim: AwardClaim) -> Award | None:
    """In the school that made it."""
    return session.scalar(select(Award).where(here(session, Award), Award.code == claim.code))


def claiming_school(session: Session, claim: AwardClaim) -> str:
    return session.scalars(select(School.name).where(School.id == claim.school_id)).one()


def other_claims(session: Session, claim: AwardClaim) -> int:
    """How many more say that this award is theirs: one of them is mistaken."""
    return session.scalars(
        select(func.count()).where(
            awarded_here(session),
            AwardClaim.code == claim.code,
            AwardClaim.id != claim.id,
            AwardClaim.state.in_((ClaimState.OPEN.value, ClaimState.CONFIRMED.value)),
        )
    ).one()


@dataclass(frozen=True)
class Waiting:
    """An open claim as the operator sees it. `awarding_school` may confirm it too; None for an award of
    another scheme, which only the operator can."""

    claim: AwardClaim
    school: str
    awarding_school: str | None


def waiting_for_operator(session: Session, after: UUID | None = None) -> tuple[list[Waiting], UUID | None]:
    """One page of the open claims of all schools, the oldest first, and the key of the next page."""
    awarding = aliased(School)
    wanted = (
        select(AwardClaim, School.name, awarding.name)
        .join(School, School.id == AwardClaim.school_id)
        .outerjoin(awarding, awarding.id == AwardClaim.awarding_school_id)
        .where(AwardClaim.state == ClaimState.OPEN.value)
    )
    if after is not None:
        wanted = wanted.where(AwardClaim.id > after)
    found = [Waiting(*row) for row in session.execute(wanted.order_by(AwardClaim.id).limit(PAGE + 1))]
    return found[:PAGE], found[PAGE - 1].claim.id if len(found) > PAGE else None


def count_waiting(session: Session) -> int:
    """As the operator."""
    return session.scalars(select(func.count()).where(AwardClaim.state == ClaimState.OPEN.value)).one()


@dataclass(frozen=True)
class Proof:
    """The file of a claim, as downloads hand it out."""

    key: str
    name: str
    media_type: str
    size: int


def proof(claim: AwardClaim) -> Proof:
    if not (claim.file_key and claim.file_name and claim.file_type and claim.file_size):
        raise NotFound
    return Proof(claim.file_key, claim.file_name, claim.file_type, claim.file_size)
