"""The main navigation: what a person may open, in the order of a working day."""

from dataclasses import dataclass

from flask import request, url_for

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
    return [_item(text, endpoint) for text, endpoint in _places(actor)]


def _places(actor: Actor) -> list[tuple[str, str]]:
    if actor.visit is not None:
        return VISITED
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
        (actor.holds(Role.IT_LEAD), "School sign-in", "connections.index"),
        (True, "Standards", "standards.index"),
    ]
    return [(text, endpoint) for shown, text, endpoint in offered if shown]


def _item(text: str, endpoint: str) -> NavigationItem:
    href = url_for(endpoint)
    return NavigationItem(text, href, _is_here(endpoint, href))


def _is_here(endpoint: str, href: str) -> bool:
    """On the page itself or below it; the pages of one's own portfolio lie beside their front page."""
    if endpoint == "home.show":
        return request.path == href
    if endpoint == "portfolios.mine":
        return request.blueprint == "portfolios" and request.endpoint not in MENTORS
    return (
        request.path == href
        or request.path.startswith(f"{href}/")
        or request.endpoint in BESIDE.get(endpoint, ())
    )


VISITED = [
    ("School", "school.show"),
    ("Staff", "staff.index"),
    ("Cohorts", "cohorts.index"),
    ("School sign-in", "connections.index"),
]
MENTORS = ("portfolios.mentoring", "portfolios.shared")
BESIDE = {
    "portfolios.mentoring": MENTORS,
    "cohorts.index": (
        "cohorts.place",
        "cohorts.approvals",
        "cohorts.approval",
        "cohorts.mentor",
        "cohorts.withdrawal",
        "assessment.index",
        "assessment.allocation",
    ),
    "school.show": ("audit.index", "delegation.hand_over", "delegation.guests", "delegation.guest"),
    "submissions.endorsements": ("submissions.endorse", "submissions.give_back"),
}
