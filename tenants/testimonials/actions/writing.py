"""The writer's side, by the link alone: reading who asks, writing, sending, putting right, saying no."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, system
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.secrets import new_token, token_hash
from tenants.base.versions import hold, lock, save
from tenants.staff.models import Staff
from tenants.standards.queries import framework
from tenants.testimonials.actions.ending import forget_writing
from tenants.testimonials.jobs import TellReceived, TellUnwritten
from tenants.testimonials.models import NotAgain, Testimonial, TestimonialDraft, TestimonialLink
from tenants.testimonials.queries import Opened
from tenants.testimonials.rules import LABELS, SHOWN_FOR, Said, State, missing, problems, waits_until

SENT = "It was sent, and the time to change it is over."


def make_link(session: Session, testimonial: Testimonial) -> str:
    """Returns the token: told once, in the letter. Links of earlier letters open as before."""
    token = new_token()
    session.add(
        TestimonialLink(testimonial_id=testimonial.id, token_hash=token_hash(token), made_at=clock.now())
    )
    return token


def begin(session: Session, opened: Opened) -> TestimonialDraft:
    """They have read who asks and who will read it, and go on to the page where they write."""
    testimonial = _lock(session, opened)
    if testimonial.state == State.ASKED:
        move(session, _nobody(testimonial), testimonial, State.OPENED)
    session.execute(
        insert(TestimonialDraft)
        .values(
            school_id=testimonial.school_id,
            testimonial_id=testimonial.id,
            version=1,
            saved_at=clock.now(),
            **_kept(testimonial.said),
        )
        .on_conflict_do_nothing()
    )
    return session.get_one(TestimonialDraft, (testimonial.school_id, testimonial.id))


def save_draft(session: Session, opened: Opened, said: Said, version: int) -> int:
    """Two windows lose nothing: the second is shown both texts. The version that is kept now."""
    testimonial = _lock(session, opened)
    known = {one.number for one in framework(session, opened.cohort.edition_id).standards}
    if found := problems(said, known):
        raise Invalid(found)
    draft = begin(session, opened)
    if save(session, draft, version, _kept(said), LABELS):
        draft.saved_at = clock.now()
        _note_writing(session, testimonial)
    return draft.version


def _note_writing(session: Session, testimonial: Testimonial) -> None:
    if testimonial.state == State.OPENED:
        move(session, _nobody(testimonial), testimonial, State.BEGUN)
    if testimonial.waiting:
        asked_on = clock.school_date(testimonial.asked_at)
        testimonial.open_until = waits_until(asked_on, clock.today(), testimonial.open_until)


def send(session: Session, opened: Opened) -> None:
    """What stands in the draft, as its writer has just read it. Sent again it is put right."""
    testimonial, draft = _lock(session, opened), begin(session, opened)
    session.refresh(draft)
    if found := missing(draft.said):
        raise Invalid(found)
    corrected = testimonial.received_at is not None
    if corrected and draft.said == testimonial.said:
        raise Refused("Nothing was changed since you sent it.")
    for field, value in _kept(draft.said).items():
        setattr(testimonial, field, value)
    nobody = _nobody(testimonial)
    if corrected:
        testimonial.corrected_at = clock.now()
        record(session, nobody, "testimonial:correct", testimonial)
    else:
        _receive(session, nobody, testimonial)
    ask(session, TellReceived(testimonial.id, corrected))


def _receive(session: Session, nobody: Actor, testimonial: Testimonial) -> None:
    if testimonial.state == State.OPENED:
        move(session, nobody, testimonial, State.BEGUN)
    move(session, nobody, testimonial, State.RECEIVED)
    testimonial.received_at = clock.now()
    testimonial.open_until = clock.today() + SHOWN_FOR
    testimonial.author_id = _author(session, testimonial)
    record(session, nobody, "testimonial:send", testimonial)


def _author(session: Session, testimonial: Testimonial) -> UUID | None:
    """The member of staff who has the address that was asked, if anybody has."""
    return session.scalar(select(Staff.id).where(here(session, Staff), Staff.email == testimonial.email))


def decline(session: Session, opened: Opened, reason: str | None) -> None:
    """`reason`: only what the candidate may read; what else was typed is not kept."""
    testimonial = _lock(session, opened)
    if not testimonial.waiting:
        raise Refused(SENT)
    move(session, _nobody(testimonial), testimonial, State.DECLINED)
    testimonial.reason = reason
    forget_writing(session, testimonial)
    record(session, _nobody(testimonial), "testimonial:decline", testimonial)
    ask(session, TellUnwritten(testimonial.id), unique_key=str(testimonial.id))


def ask_no_more(session: Session, opened: Opened) -> None:
    """Nobody of this school can ask this address again; a request that waits is declined with it."""
    testimonial = opened.testimonial
    session.execute(
        insert(NotAgain)
        .values(school_id=testimonial.school_id, address_hash=testimonial.address_hash, since=clock.now())
        .on_conflict_do_nothing()
    )
    record(session, _nobody(testimonial), "testimonial:no_more", testimonial)
    if testimonial.waiting:
        decline(session, opened, None)


def no_reminders(session: Session, opened: Opened) -> None:
    testimonial = opened.testimonial
    testimonial.no_reminders = True
    record(session, _nobody(testimonial), "testimonial:stop_reminders", testimonial)


def _lock(session: Session, opened: Opened) -> Testimonial:
    """The cohort first, as whoever moves it to another version of the standards, and with it what is named here."""
    hold(session, opened.cohort)
    lock(session, opened.testimonial)
    if not opened.testimonial.writable:
        raise Refused(SENT)
    return opened.testimonial


def _nobody(testimonial: Testimonial) -> Actor:
    """The writer has no account here."""
    return system(testimonial.school_id)


def _kept(said: Said) -> dict[str, object]:
    return asdict(said) | {"standards": sorted(said.standards)}
