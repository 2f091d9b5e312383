"""Testimonials: the letters to who is asked, and what the candidate is told."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission, allowed
from tenants.schools.queries import this_school
from tenants.staff import actors
from tenants.staff.models import Staff
from tenants.testimonials import queries
from tenants.testimonials.actions.looking_after import look_after
from tenants.testimonials.actions.writing import make_link
from tenants.testimonials.jobs import AskWriter, LookAfterRequests, RemindWriter, TellReceived, TellUnwritten
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import State
from worker.mail import Mail, by_mail
from worker.shapes import InSchool, Run
from worker.telling import Tells, Word

UNWRITTEN = {State.DECLINED: "testimonial_declined", State.EXPIRED: "testimonial_expired"}


def _ask(session: Session, actor: Actor, message: AskWriter) -> Mail | None:
    return _letter(session, queries.testimonial(session, message.testimonial_id), "testimonial_asked")


def _remind(session: Session, actor: Actor, message: RemindWriter) -> Mail | None:
    found = queries.testimonial(session, message.testimonial_id)
    begun = found.state == State.BEGUN
    template = "testimonial_reminder_begun" if begun else "testimonial_reminder"
    return None if found.no_reminders else _letter(session, found, template)


def _letter(session: Session, found: Testimonial, template: str) -> Mail | None:
    """Also to a member of staff by mail alone: a notice keeps no link that opens anything. An answer goes to the
    candidate, whom the letter speaks for."""
    candidate = _candidate(session, found)
    if not found.waiting or found.email is None or candidate is None or queries.wants_no_more(session, found):
        return None
    school = this_school(session)
    return Mail(
        to=found.email,
        to_name=found.name,
        school=school.name,
        template=template,
        facts={
            "name": found.name,
            "candidate": candidate.name,
            "message": found.message,
            "until": day_in_words(found.open_until),
        },
        path=f"/schools/{school.slug}/testimonials/link/{make_link(session, found)}",
        reply_to=candidate.email,
    )


def _received(session: Session, actor: Actor, message: TellReceived) -> Word | None:
    found = queries.testimonial(session, message.testimonial_id)
    template = "testimonial_corrected" if message.corrected else "testimonial_received"
    return _to_candidate(session, found, template)


def _unwritten(session: Session, actor: Actor, message: TellUnwritten) -> Word | None:
    found = queries.testimonial(session, message.testimonial_id)
    return _to_candidate(session, found, UNWRITTEN[State(found.state)])


def _to_candidate(session: Session, found: Testimonial, template: str) -> Word | None:
    reader = _candidate(session, found)
    path = f"/testimonials/{found.id}"
    return Word(reader, template, path, {"writer": found.name}) if reader else None


def _candidate(session: Session, found: Testimonial) -> Staff | None:
    """While the place is theirs: afterwards no link opens anything, their own as little as the writer's."""
    person = actors.working(session, found.staff_id)
    if person is None or not allowed(actors.actor(session, person.id), Permission.PORTFOLIO_READ, found):
        return None
    return person


def _look_after(session: Session, actor: Actor, message: LookAfterRequests, run: Run) -> None:
    look_after(session, actor)


ask_writer = by_mail(_ask)
remind_writer = by_mail(_remind)
tell_received = Tells(_received)
tell_unwritten = Tells(_unwritten)
look_after_requests = InSchool(_look_after)
