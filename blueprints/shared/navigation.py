"""The main navigation: what a person may open, in the order of a working day."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from blueprints.shared.current import signed_in
from tenants.base.actor import Actor, Appointment, Role


@dataclass(frozen=True)
class NavigationItem:
    text: str
    href: str
    current: bool


def navigation() -> list[NavigationItem]:
    actor = signed_in()
    if actor is None:
        return []
    built = current_app.view_functions
    return [_item(text, endpoint) for text, endpoint in _places(actor) if endpoint in built]


def _places(actor: Actor) -> list[tuple[str, str]]:
    runs = actor.holds(Role.HEAD, Role.DEPUTY)
    leads = runs or actor.holds(Role.PROGRAMME_LEAD) or bool(actor.subjects(Appointment.LEAD))
    offered = [
        (True, "Home", "home.show"),
        (bool(actor.subjects(Appointment.CANDIDATE)), "My portfolio", "portfolios.mine"),
        (bool(actor.subjects(Appointment.MENTOR)), "Mentoring", "portfolios.mentoring"),
        (leads, "Cohorts", "cohorts.index"),
        (bool(actor.subjects(Appointment.ASSESSOR)), "Assessing", "assessment.mine"),
        (runs, "Endorsements", "submissions.endorsements"),
        (leads, "Awards", "awards.index"),
        (runs or actor.holds(Role.PROGRAMME_LEAD), "Staff", "staff.index"),
        (runs, "School", "school.show"),
        (actor.holds(Role.IT_LEAD), "School sign-in", "connections.show"),
        (True, "Standards", "standards.index"),
    ]
    return [(text, endpoint) for shown, text, endpoint in offered if shown]


def _item(text: str, endpoint: str) -> NavigationItem:
    href = url_for(endpoint)
    front = endpoint == "home.show"
    return NavigationItem(
        text, href, request.path == href or (not front and request.path.startswith(f"{href}/"))
    )
