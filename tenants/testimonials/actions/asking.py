"""The candidate's side: asking, reminding, taking back, and choosing what becomes evidence."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask as ask_for
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.portfolios.actions.claims import choose_standards
from tenants.portfolios.actions.evidence import draw_item
from tenants.portfolios.actions.opening import open_portfolio
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.states import EvidenceKind, Source
from tenants.staff.queries import staff_member
from tenants.staff.rules.people import kept_email
from tenants.standards.queries import framework
from tenants.testimonials import queries
from tenants.testimonials.actions.ending import forget_writing
from tenants.testimonials.jobs import AskWriter, RemindWriter
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import (
    WAITS,
    YOURSELF,
    State,
    address_hash,
    as_read,
    may_move,
    refusal,
    request_problems,
    title,
)

ADDRESS = "Enter a full email address, like name@school.example."
OVER = "This request has ended already."


def ask(
    session: Session,
    actor: Actor,
    candidate_id: UUID,
    name: str,
    typed: str,
    message: str,
    numbers: Collection[int],
) -> Testimonial:
    """The letter goes by a job. Two requests at once are counted one after the other."""
    portfolio = open_portfolio(session, actor, candidate_id)
    lock(session, portfolio.candidate)
    address = _address(session, actor, candidate_id, typed, request_problems(name, message))
    known = {one.number for one in framework(session, portfolio.cohort.edition_id).standards}
    made = Testimonial(
        candidate_id=candidate_id,
        cohort_id=portfolio.cohort_id,
        staff_id=portfolio.staff_id,
        name=name.strip(),
        email=address,
        address_hash=address_hash(actor.school_id, address),
        message=message.strip(),
        asked_for=sorted(set(numbers) & known),
        asked_at=clock.now(),
        open_until=clock.today() + WAITS,
    )
    session.add(made)
    move(session, actor, made, State.ASKED)
    session.flush()
    record(session, actor, "testimonial:ask", made)
    ask_for(session, AskWriter(made.id), unique_key=str(made.id))
    return made


def _address(session: Session, actor: Actor, candidate_id: UUID, typed: str, problems: dict[str, str]) -> str:
    address = kept_email(typed.strip())
    if address is None:
        problems["email"] = ADDRESS
    elif address == staff_member(session, actor.person_id).email:
        problems["email"] = YOURSELF
    if problems or address is None:
        raise Invalid(problems)
    if words := refusal(queries.asked(session, candidate_id, address_hash(actor.school_id, address))):
        raise Invalid({"email": words})
    return address


def remind(session: Session, actor: Actor, testimonial: Testimonial) -> None:
    """By a press; others come by themselves."""
    open_portfolio(session, actor, testimonial.candidate_id)
    _lock_waiting(session, testimonial)
    if words := testimonial.no_reminder_because:
        raise Refused(words)
    send_reminder(session, testimonial)
    record(session, actor, "testimonial:remind", testimonial)


def send_reminder(session: Session, testimonial: Testimonial) -> None:
    testimonial.reminded += 1
    testimonial.reminded_on = clock.today()
    ask_for(session, RemindWriter(testimonial.id), unique_key=f"{testimonial.id} {testimonial.reminded}")


def stop_reminders(session: Session, actor: Actor, testimonial: Testimonial) -> None:
    permit(actor, Permission.PORTFOLIO_WRITE, testimonial)
    testimonial.no_reminders = True
    record(session, actor, "testimonial:stop_reminders", testimonial)


def withdraw(session: Session, actor: Actor, testimonial: Testimonial) -> None:
    """The link opens nothing any more, and what was written and not sent is gone."""
    permit(actor, Permission.PORTFOLIO_WRITE, testimonial)
    _lock_waiting(session, testimonial)
    move(session, actor, testimonial, State.WITHDRAWN)
    forget_writing(session, testimonial)
    record(session, actor, "testimonial:withdraw", testimonial)


def draw(session: Session, actor: Actor, testimonial: Testimonial) -> Evidence:
    """Becomes evidence, word for word; what its writer can speak to is suggested as the standards it serves."""
    portfolio = open_portfolio(session, actor, testimonial.candidate_id)
    lock(session, testimonial)
    if testimonial.state != State.RECEIVED or testimonial.received_at is None:
        raise Refused("Nothing was sent yet.")
    said = testimonial.said
    told = Words(
        title=title(said), body=as_read(said), happened_on=clock.school_date(testimonial.received_at)
    )
    item = draw_item(
        session,
        actor,
        portfolio.candidate_id,
        EvidenceKind.TESTIMONIAL,
        Source.TESTIMONIAL,
        testimonial.id,
        told,
    )
    session.flush()
    testimonial.drawn_at = testimonial.drawn_at or clock.now()
    if said.standards and not claims(session, item.id, portfolio.candidate_id):
        choose_standards(session, actor, item, said.standards)
    return item


def _lock_waiting(session: Session, testimonial: Testimonial) -> None:
    lock(session, testimonial)
    if not may_move(State(testimonial.state), State.WITHDRAWN):
        raise Refused(OVER)
