from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Text, func, or_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.staff.models import Staff
from tenants.testimonials.models import NotAgain, Testimonial, TestimonialDraft, TestimonialLink
from tenants.testimonials.rules import ONE_ASKED_WITHIN, WAITING, Asked, State


def testimonial(session: Session, testimonial_id: UUID) -> Testimonial:
    found = session.scalar(
        select(Testimonial).where(here(session, Testimonial), Testimonial.id == testimonial_id)
    )
    if found is None:
        raise NotFound
    return found


def testimonials_of(session: Session, candidate_id: UUID) -> Sequence[Testimonial]:
    """Newest first."""
    return session.scalars(
        select(Testimonial)
        .where(here(session, Testimonial), Testimonial.candidate_id == candidate_id)
        .order_by(Testimonial.id.desc())
    ).all()


def asked(session: Session, candidate_id: UUID, wanted: bytes) -> Asked:
    """What a request to the address of this hash is judged by."""
    now = clock.now()
    theirs = here(session, Testimonial), Testimonial.candidate_id == candidate_id
    today, waiting = session.execute(
        select(
            func.count().filter(Testimonial.asked_at > now - timedelta(days=1)),
            func.count().filter(Testimonial.state.in_(WAITING)),
        ).where(*theirs)
    ).one()
    states = session.scalars(select(Testimonial.state).where(*theirs, Testimonial.address_hash == wanted))
    by_all, refused = session.execute(
        select(
            select(func.count())
            .where(
                here(session, Testimonial),
                Testimonial.address_hash == wanted,
                Testimonial.asked_at > now - ONE_ASKED_WITHIN,
            )
            .scalar_subquery(),
            select(NotAgain).where(here(session, NotAgain), NotAgain.address_hash == wanted).exists(),
        )
    ).one()
    return Asked(today, waiting, frozenset(State(one) for one in states), by_all, refused)


def wants_no_more(session: Session, testimonial: Testimonial) -> bool:
    return bool(
        session.scalar(
            select(
                select(NotAgain)
                .where(here(session, NotAgain), NotAgain.address_hash == testimonial.address_hash)
                .exists()
            )
        )
    )


@dataclass(frozen=True)
class Opened:
    """What a link opens: the request, whose it is, and what its writer has written so far."""

    testimonial: Testimonial
    draft: TestimonialDraft | None
    candidate: Staff
    cohort: Cohort


def opened(session: Session, token: str) -> Opened | None:
    """Looking changes nothing: mail scanners open every address they see."""
    row = session.execute(
        select(Testimonial, TestimonialDraft, Staff, Cohort)
        .join(
            TestimonialLink,
            beside(TestimonialLink, Testimonial, TestimonialLink.testimonial_id == Testimonial.id),
        )
        .join(Candidate, beside(Candidate, Testimonial, Candidate.id == Testimonial.candidate_id))
        .join(Staff, beside(Staff, Testimonial, Staff.id == Testimonial.staff_id))
        .join(Cohort, beside(Cohort, Testimonial, Cohort.id == Testimonial.cohort_id))
        .outerjoin(
            TestimonialDraft,
            beside(TestimonialDraft, Testimonial, TestimonialDraft.testimonial_id == Testimonial.id),
        )
        .where(
            here(session, Testimonial),
            TestimonialLink.token_hash == token_hash(token),
            Testimonial.state.in_({*WAITING, State.RECEIVED}),
            Testimonial.open_until >= clock.today(),
            Candidate.state == PlaceState.APPROVED.value,
        )
    ).one_or_none()
    return None if row is None else Opened(*row)


def authors(session: Session, candidate_id: UUID) -> frozenset[UUID]:
    """The people here who have sent a testimonial about a candidate: by who had the address when it was sent, and
    by the address, for who came afterwards, as a guest perhaps."""
    address = func.concat(Staff.school_id.cast(Text), ":testimonial:", Staff.email)
    theirs = or_(
        Testimonial.author_id == Staff.id,
        Testimonial.address_hash == func.sha256(func.convert_to(address, "UTF8")),
    )
    return frozenset(
        session.scalars(
            select(Staff.id)
            .join(Testimonial, beside(Testimonial, Staff, theirs))
            .where(
                here(session, Testimonial),
                Testimonial.candidate_id == candidate_id,
                Testimonial.state == State.RECEIVED.value,
            )
        )
    )


def received(session: Session, candidate_id: UUID) -> Sequence[Testimonial]:
    """About somebody, the first that came first."""
    return session.scalars(
        select(Testimonial)
        .where(
            here(session, Testimonial),
            Testimonial.candidate_id == candidate_id,
            Testimonial.state == State.RECEIVED.value,
        )
        .order_by(Testimonial.received_at)
    ).all()


def written_by(session: Session, staff_id: UUID) -> list[tuple[Testimonial, str]]:
    """By a member of staff, with the name of whom it is about."""
    rows = session.execute(
        select(Testimonial, Staff.name)
        .join(Staff, beside(Staff, Testimonial, Staff.id == Testimonial.staff_id))
        .where(
            here(session, Testimonial),
            Testimonial.author_id == staff_id,
            Testimonial.state == State.RECEIVED.value,
        )
        .order_by(Testimonial.received_at)
    )
    return [(one, name) for one, name in rows]


def waiting(session: Session) -> Sequence[Testimonial]:
    """Of the whole school, for the daily job."""
    return session.scalars(
        select(Testimonial)
        .where(here(session, Testimonial), Testimonial.state.in_(WAITING))
        .order_by(Testimonial.id)
        .with_for_update(skip_locked=True)
    ).all()
