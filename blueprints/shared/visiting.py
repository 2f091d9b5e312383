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
