"""Support in a school's space, while a headteacher keeps it open."""

from flask import current_app, request

from blueprints.operator.cookie import operator_token
from blueprints.shared.visiting import visited_school
from tenants.base.actor import Actor, Visit
from tenants.operators import sessions
from tenants.operators.queries.visits import entered
from tenants.schools.models import School

READING = ("GET", "HEAD")


def visitor(school: School) -> Actor | None:
    """Support, where this browser went into the school on a visit that is still open, and only to read."""
    token = operator_token()
    if token is None or visited_school() != school.slug or request.method not in READING:
        return None
    with current_app.extensions["operator_sessions"].begin() as session:
        who = sessions.opened(session, token)
        visit = entered(session, who.id, school.id) if who and who.proven else None
        if who is None or visit is None:
            return None
        sessions.note_use(session, who)
        return Actor(school.id, None, f"{who.name}, support", visit=Visit(visit.id, who.id))
