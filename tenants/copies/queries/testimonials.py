"""Testimonials in a copy: those that somebody was sent, and those that they wrote."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.copies.rules.contents import Testimony
from tenants.testimonials.models import Testimonial
from tenants.testimonials.queries import received, written_by
from tenants.testimonials.rules import as_read


def testimonials_for(session: Session, candidate_id: UUID) -> Iterable[Testimony]:
    """All that were sent to them, also those that they left out."""
    return (_testimony(one, one.name) for one in received(session, candidate_id))


def testimonials_by(session: Session, staff_id: UUID) -> Iterable[Testimony]:
    """What they said about others, as members of staff."""
    return (_testimony(one, whose) for one, whose in written_by(session, staff_id))


def _testimony(one: Testimonial, by: str) -> Testimony:
    standards = ", ".join(map(str, one.standards))
    return Testimony(by, one.received_at or one.asked_at, as_read(one.said), standards)
