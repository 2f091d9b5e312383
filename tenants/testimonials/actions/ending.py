"""A request ends: its links open nothing any more, and nobody keeps what was not sent."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import here
from tenants.testimonials.models import Testimonial, TestimonialDraft, TestimonialLink


def forget_writing(session: Session, testimonial: Testimonial) -> None:
    """With the address: no letter goes to it again."""
    for model in (TestimonialDraft, TestimonialLink):
        session.execute(delete(model).where(here(session, model), model.testimonial_id == testimonial.id))
    testimonial.email = None
    testimonial.open_until = min(testimonial.open_until, clock.today())


def forget_draft(session: Session, testimonial: Testimonial) -> None:
    session.execute(
        delete(TestimonialDraft).where(
            here(session, TestimonialDraft), TestimonialDraft.testimonial_id == testimonial.id
        )
    )
