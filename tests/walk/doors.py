"""Where no link leads: to pages after a form, behind a letter's button or in another state; and what is no page."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import select

from tenants.assessment.models import Assignment
from tenants.assessment.rules.seats import AssignmentState
from tenants.awards.models import Award
from tenants.base import clock
from tenants.copies.actions.links import make_link
from tenants.copies.models import Copy
from tenants.events.models import Event
from tenants.testimonials.actions import writing
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import State
from tests.factories.operators import make_dead_letter, make_operators_passkey
from tests.walk.lectern import Lectern
from tests.walk.people import (
    ANYBODY,
    HALF_WAY,
    NEW_OPERATOR,
    OF_SCHOOLS,
    OPERATOR,
    Persona,
    school_id,
    signed_in,
    the_operator,
)
from tests.web import Web

NO_PAGES: Mapping[str, str] = {
    "watch.health": "for a machine",
    "watch.ready": "for a machine",
    "calendars.feed": "for a calendar program",
    "watch.metrics": "for a machine",
    "public.robots": "for a machine",
    "public.sitemap": "for a machine",
    "search.suggestions": "for the script of the search box",
    "sign_in.begin_connection": "leads to the school's own provider; told in a journey",
    "sign_in.callback": "where a provider leads back to; told in a journey",
}
UNLINKED: Mapping[str, str] = {
    "sign_in.sent": "after asking for a link",
    "sign_in.link": "in a letter",
    "sign_in.signed_out": "where a school's provider leads back to",
    "public.interest_sent": "after the form",
    "public.confirm_interest": "in a letter",
    "public.verified": "after the form, and by the code on a certificate",
    "copies.link": "in a letter",
    "calendars.end": "only once an address is made",
    "portfolios.file_picture": "in the page of a photo, and two pieces of each kind are walked",
    "testimonials.send": "after the form",
    "events.audience": "by the code on a slide",
    "operator.sent": "after asking for a link",
    "operator.link": "in a letter",
    "operator.code": "after the link",
    "operator.app": "after the first link",
    "connections.remove": "only of a sign-in that is off, and there is one that is on",
    "staff.come_back": "only of somebody who left",
    "cohorts.come_back": "only of somebody on a break",
    "cohorts.substitution": "only before a cohort starts",
    "staff.columns": "where a list leads on that was just brought in",
    "cohorts.approve_several": "after people are chosen on the board",
    "cohorts.moves": "after people are chosen on the board",
    "assessment.lock": "only when all ten standards are judged",
    "portfolios.priorities": "after a form on the page of the item that was not right",
    "portfolios.here": "asked again and again by the page of a shared piece",
    "groups.formed": "after the form",
    "projects.priorities": "after a form on the page of the project that was not right",
    "events.priorities": "after a form on the page of the event that was not right",
    "operator.proof": "shown before the way in is changed, when the last proof is minutes old",
}
INTEREST = {
    "asks_for": "school",
    "school_name": "Larkhill College",
    "name": "Devinder Sahota",
    "email": "d.sahota@larkhill.example",
}


def doors(lectern: Lectern) -> dict[Persona, list[str]]:
    """Where each may begin beside their own home. What stands behind them is made by the real deeds."""
    _fill_platform(lectern)
    oakfield, nowhere = "/schools/oakfield/sign-in", "A" * 26
    return {
        ANYBODY: [
            oakfield,
            f"{oakfield}/sent",
            f"{oakfield}/signed-out",
            f"{oakfield}/link/{nowhere}",
            "/get-involved/sent",
            "/operator/sign-in",
            "/operator/sign-in/sent",
            f"/verify/{nowhere}",
            f"/verify/{_code(lectern)}",
            f"/schools/{lectern.world.there.slug}/sign-in",
            "/schools/nowhere/",
            _copy(lectern),
            *_testimonials(lectern),
            *_audience(lectern),
            *_letters(lectern),
        ],
        OPERATOR: [
            "/operator/your-sign-in/proof?next=/operator/your-sign-in",
            f"/operator/schools/{lectern.world.there.school_id}",
        ],
        _lead(): [_allocation(lectern)],
        HALF_WAY: ["/operator/sign-in/code"],
        NEW_OPERATOR: ["/operator/sign-in/app"],
    }


def _fill_platform(lectern: Lectern) -> None:
    """What comes about on the platform: a job that failed, an operator's passkey, a school suspended."""
    there = lectern.world.there.school_id
    with lectern.operator() as session:
        make_dead_letter(session, there)
        make_operators_passkey(session, the_operator(session))
    why = {"reason": "Their headteacher asked for it."}
    signed_in(lectern, OPERATOR).submitted(f"/operator/schools/{there}/suspension", why)


def _letters(lectern: Lectern) -> list[str]:
    """The links of the letters that anybody may ask for."""
    Web(lectern.app).submitted("/schools/oakfield/sign-in", {"email": OF_SCHOOLS[0].email}, form="/link")
    Web(lectern.app).submitted("/get-involved", INTEREST)
    Web(lectern.app).submitted("/operator/sign-in", {"email": OPERATOR.email}, form="/link")
    before = len(lectern.mailbox.messages)
    lectern.work()
    texts = [mail.get_body(("plain",)).get_content() for mail in lectern.mailbox.messages[before:]]
    found = [urlsplit(link).path for text in texts for link in re.findall(r"http://localhost\S+", text)]
    return [path for path in found if "/link/" in path or "/confirm/" in path]


def _lead() -> Persona:
    return next(one for one in OF_SCHOOLS if one.slug == "oakfield" and "programme lead" in one.does)


def _allocation(lectern: Lectern) -> str:
    """Of somebody who is being assessed; a lead may first meet those whose assessors have all locked."""
    of = school_id(lectern, "oakfield")
    with lectern.in_school(of) as session:
        waiting = select(Assignment.submission_id).where(
            Assignment.school_id == of, Assignment.state == AssignmentState.ACCEPTED.value
        )
        return f"/schools/oakfield/submissions/{session.scalars(waiting).first()}/allocation"


def _code(lectern: Lectern) -> str:
    of = school_id(lectern, "oakfield")
    with lectern.in_school(of) as session:
        return session.scalars(select(Award.code).where(Award.school_id == of)).first()


def _audience(lectern: Lectern) -> list[str]:
    """What the audience of an event scans while it can answer, and what a wrong code leads to."""
    of, now = school_id(lectern, "oakfield"), clock.now()
    with lectern.in_school(of) as session:
        answering = select(Event).where(Event.school_id == of, Event.opens_at <= now, Event.closes_at > now)
        code = session.scalars(answering.order_by(Event.closes_at.desc())).first().code
    return [f"/schools/oakfield/feedback/{one}" for one in (code, "0" * 10)]


def _copy(lectern: Lectern) -> str:
    """The link that a leaver got."""
    here = lectern.world.here
    with lectern.in_school(here.school_id) as session:
        copy = session.get_one(Copy, (here.school_id, here.ids("sent_id")[0]))
        return f"/schools/{here.slug}/copies/link/{make_link(session, copy)}"


def _testimonials(lectern: Lectern) -> list[str]:
    """The links of two who were asked: one has begun to write, one has sent it."""
    of = school_id(lectern, "oakfield")
    with lectern.in_school(of) as session:
        links = {
            one.state: f"/schools/oakfield/testimonials/link/{writing.make_link(session, one)}"
            for one in session.scalars(select(Testimonial).where(Testimonial.email.is_not(None)))
        }
    begun = links[State.BEGUN.value]
    return [begun, f"{begun}/write", f"{begun}/send", links[State.RECEIVED.value]]
