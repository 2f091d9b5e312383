"""The main navigation: what a person may open, in the order of a working day."""

import re
from dataclasses import dataclass

from flask import request, url_for

from blueprints.shared.current import in_school, signed_in
from blueprints.shared.site import MAIN, SITE, above
from tenants.base.actor import Actor, Appointment, Role


@dataclass(frozen=True)
class NavigationItem:
    text: str
    href: str
    current: bool


def navigation() -> list[NavigationItem]:
    """Of a school's space for who is signed in there; of the public site outside of any school."""
    actor = signed_in()
    if actor is not None:
        return [_item(text, endpoint) for text, endpoint in _places(actor)]
    return [_main(endpoint) for endpoint in MAIN] if on_site() else []


def on_site() -> bool:
    """Outside of every school's space and of the operator's."""
    return in_school() is None and request.blueprint != "operator"


def _main(endpoint: str) -> NavigationItem:
    here = request.endpoint or ""
    page = SITE[endpoint]
    return NavigationItem(page.name, page.path, endpoint in (here, above(here)))


def help_page() -> str:
    """Where the first questions of who is signed in are answered."""
    actor = signed_in()
    return SITE[_help(actor) if actor else "public.help"].path


def _help(actor: Actor) -> str:
    """Of the part in the programme that has most to ask."""
    offered = [
        (actor.holds(Role.HEAD, Role.DEPUTY), "public.help_headteacher"),
        (_leads(actor), "public.help_programme_lead"),
        (actor.holds(Role.BUSINESS_MANAGER), "public.help_business_manager"),
        (actor.holds(Role.IT_LEAD), "public.help_it_lead"),
        (bool(actor.subjects(Appointment.ASSESSOR)), "public.help_assessor"),
        (bool(actor.subjects(Appointment.MENTOR)), "public.help_mentor"),
        (bool(actor.subjects(Appointment.CANDIDATE)), "public.help_candidate"),
    ]
    return next((endpoint for plays, endpoint in offered if plays), "public.help")


def _places(actor: Actor) -> list[tuple[str, str]]:
    if actor.visit is not None:
        return VISITED
    runs = actor.holds(Role.HEAD, Role.DEPUTY)
    leads = runs or _leads(actor)
    offered = [
        (True, "Home", "home.show"),
        (bool(actor.subjects(Appointment.CANDIDATE)), "My portfolio", "portfolios.mine"),
        (bool(actor.subjects(Appointment.CANDIDATE)), "My events", "events.index"),
        (bool(actor.subjects(Appointment.MENTOR)), "Mentoring", "mentoring.index"),
        (leads, "Cohorts", "cohorts.index"),
        (bool(actor.subjects(Appointment.ASSESSOR)), "Assessing", "assessment.mine"),
        (not actor.guest, "Improvement plan", "priorities.index"),
        (runs, "Endorsements", "submissions.endorsements"),
        (actor.holds(Role.BUSINESS_MANAGER), "Places", "cohorts.orders"),
        (leads, "Awards", "awards.index"),
        (runs or actor.holds(Role.PROGRAMME_LEAD), "Staff", "staff.index"),
        (runs, "School", "school.show"),
        (actor.holds(Role.IT_LEAD), "School sign-in", "connections.index"),
        (not actor.guest, "Library", "projects.library"),
        (True, "Standards", "standards.index"),
    ]
    return [(text, endpoint) for shown, text, endpoint in offered if shown]


def _leads(actor: Actor) -> bool:
    return actor.holds(Role.PROGRAMME_LEAD) or bool(actor.subjects(Appointment.LEAD))


def _item(text: str, endpoint: str) -> NavigationItem:
    href = url_for(endpoint)
    return NavigationItem(text, href, _is_here(endpoint, href))


def _is_here(endpoint: str, href: str) -> bool:
    """On the page itself or below it, or on one that belongs to it and has another address."""
    below = endpoint != "home.show" and request.path.startswith(f"{href}/")
    return (
        request.path == href or below or bool(BESIDE.get(endpoint, NOWHERE).fullmatch(request.endpoint or ""))
    )


VISITED = [
    ("School", "school.show"),
    ("Staff", "staff.index"),
    ("Cohorts", "cohorts.index"),
    ("School sign-in", "connections.index"),
]
NOWHERE = re.compile("")
BESIDE = {
    "portfolios.mine": re.compile(
        r"portfolios\.(?!shared|to_check|review|release|take_down).*|testimonials\..*"
        r"|copies\.(?!school|download_school).*"
        r"|joining\.(time|use|note_session|take_back)"
        r"|groups\.(?!of_cohort|form_in|overview).*"
        r"|mentoring\.(?!index|pairing|meetings).*|projects\.(?!library|shared|answer|read).*"
        r"|submissions\.(evidence_map|standard|readiness|submit|receipt)"
    ),
    "events.index": re.compile(r"events\.(?!everybody).*"),
    "mentoring.index": re.compile(
        r"portfolios\.shared|mentoring\.(?!pairing|meetings).*|projects\.(read|answer)"
    ),
    "cohorts.index": re.compile(
        r"cohorts\..*|programmes\..*|awards\.release|mentoring\.(pairing|meetings)"
        r"|joining\.(requests|show|decision|grant|of_cohort)"
        r"|groups\.(of_cohort|form_in|overview|formed|members|invite|hand_over|take_back|replace)"
        r"|messages\.(?!received|read).*"
        r"|assessment\.(index|allocation|guest|withdrawal|adjudication|meeting|outcome)"
    ),
    "school.show": re.compile(r"audit\..*|delegation\..*|school\.support.*|copies\.(school|download_school)"),
    "submissions.endorsements": re.compile(
        r"submissions\.(show|endorse|give_back)|portfolios\.(to_check|review|release|take_down)"
    ),
    "priorities.index": re.compile(r"coverage\.(?!costs|cost|new_cost|removal).*"),
    "awards.index": re.compile(r"recognition\..*|events\.everybody"),
}
"""The pages beside a main page: those of one's own work, of a cohort, of the school."""
