"""Support in a school's space: every page it opens is written into the school's history, and what comes after
runs in a transaction that cannot write."""

from flask import g, request, session
from sqlalchemy import text

from blueprints.shared.current import current
from tenants.base.isolation import school_transaction
from tenants.operators.actions import visits

VISITING = "visiting"
"""In the cookie: the school whose pages this browser reads for support."""


def go_in(slug: str) -> None:
    session[VISITING] = slug


def come_out() -> None:
    session.pop(VISITING, None)


def visited_school() -> str | None:
    found: str | None = session.get(VISITING)
    return found


def note_reading() -> None:
    """Kept whatever becomes of the page."""
    visits.note_reading(current.session, current.actor, request.endpoint or "", request.path)
    g.pop("work").__exit__(None, None, None)
    g.work = school_transaction(current.session, current.school.id)
    g.work.__enter__()
    current.session.execute(text("SET TRANSACTION READ ONLY"))


PAGES = {
    "school.show": "Set-up of the school",
    "school.details": "School details",
    "school.papers": "Papers",
    "school.paper": "One of the papers",
    "school.adoption": "The standards, as adopted",
    "school.calendar": "Academic years",
    "school.new_year": "A new academic year",
    "school.year": "An academic year",
    "school.term": "The dates of a term",
    "school.closed_days": "Holidays and INSET days",
    "staff.index": "List of staff",
    "staff.show": "A person on the staff list",
    "connections.index": "School sign-in",
    "connections.new": "School sign-in: setting it up",
    "connections.show": "School sign-in: one kind of account",
    "connections.details": "School sign-in: settings",
    "connections.switch_off": "School sign-in: switching off",
    "connections.remove": "School sign-in: removing it",
    "connections.domain_list": "School sign-in: domains",
    "connections.domain": "School sign-in: a domain",
    "connections.remove_domain": "School sign-in: removing a domain",
    "cohorts.index": "List of cohorts",
    "cohorts.show": "A cohort",
    "cohorts.board": "How far everybody in a cohort is",
    "cohorts.dates_of": "The timetable of a cohort",
    "cohorts.place": "A place in a cohort",
    "standards.index": "The standards",
}
"""What the pages that support can read are called."""
