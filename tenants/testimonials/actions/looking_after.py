"""Each morning: requests whose time is over end, and some of those who were asked are reminded."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import move, record
from tenants.base.isolation import beside, here
from tenants.base.outbox import ask
from tenants.schools.calendar import calendar
from tenants.schools.queries import this_school
from tenants.testimonials import queries
from tenants.testimonials.actions.asking import send_reminder
from tenants.testimonials.actions.ending import forget_draft, forget_writing
from tenants.testimonials.jobs import TellUnwritten
from tenants.testimonials.models import Testimonial, TestimonialDraft
from tenants.testimonials.rules import State, reminder_due


def look_after(session: Session, actor: Actor) -> None:
    today = clock.today()
    reminding = calendar(session).works(today) and this_school(session).suspended_at is None
    for one in queries.waiting(session):
        if one.open_until < today:
            _expire(session, actor, one)
        elif reminding and not one.no_reminders and _due(one):
            send_reminder(session, one)
    _forget_sent(session)


def _due(one: Testimonial) -> bool:
    return reminder_due(
        asked_on=clock.school_date(one.asked_at),
        reminded=one.reminded,
        reminded_on=one.reminded_on,
        today=clock.today(),
    )


def _expire(session: Session, actor: Actor, one: Testimonial) -> None:
    move(session, actor, one, State.EXPIRED)
    forget_writing(session, one)
    record(session, actor, "testimonial:expire", one)
    ask(session, TellUnwritten(one.id), unique_key=str(one.id))


def _forget_sent(session: Session) -> None:
    """Working copies that can't be sent any more, and addresses whose link is over."""
    rows = session.execute(
        select(Testimonial, TestimonialDraft)
        .outerjoin(
            TestimonialDraft,
            beside(TestimonialDraft, Testimonial, TestimonialDraft.testimonial_id == Testimonial.id),
        )
        .where(
            here(session, Testimonial),
            Testimonial.state == State.RECEIVED.value,
            Testimonial.email.is_not(None),
        )
    )
    for one, draft in rows:
        if draft is not None and not one.correctable:
            forget_draft(session, one)
        if one.open_until < clock.today():
            forget_writing(session, one)
