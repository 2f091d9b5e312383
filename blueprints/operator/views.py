"""The operator's front page: what needs a hand today."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.words import COUNTED, job_name
from blueprints.shared.access import for_operators
from blueprints.shared.current import current, operator_signed_in
from blueprints.shared.navigation import NavigationItem
from blueprints.shared.words import count
from tenants.enquiries.queries import new_interests
from tenants.operators.queries import jobs, schools, visits
from tenants.recognition.queries import count_waiting

blueprint = Blueprint("operator", __name__, template_folder="templates", url_prefix="/operator")

PLACES = (
    ("Today", "operator.show"),
    ("Schools", "operator.schools_list"),
    ("Interests", "operator.interests_list"),
    ("Earlier awards", "operator.claims_list"),
    ("Support visits", "operator.visits_list"),
    ("Announcements", "operator.announcements_list"),
    ("Versions", "operator.versions_list"),
    ("Jobs", "operator.jobs_list"),
    ("History", "operator.history"),
)


@blueprint.context_processor
def space() -> dict[str, object]:
    who = operator_signed_in()
    items = [_item(text, endpoint) for text, endpoint in PLACES] if who and who.proven else []
    return {"operator": who, "operator_places": items, "job_name": job_name}


def _item(text: str, endpoint: str) -> NavigationItem:
    href = url_for(endpoint)
    below = endpoint != "operator.show" and request.path.startswith(f"{href}/")
    return NavigationItem(text, href, request.path == href or below)


@dataclass(frozen=True)
class Need:
    title: str
    text: str
    href: str
    button: str
    tone: str = "plum"


@blueprint.get("/")
@for_operators()
def show() -> ResponseReturnValue:
    lines, numbers = jobs.lines(current.platform), schools.numbers(current.platform)
    return render_template(
        "operator/show.html",
        needs=_needs(lines, numbers),
        numbers=numbers,
        waiting=sum(line.waiting for line in lines),
    )


def _needs(lines: list[jobs.Line], numbers: schools.Numbers) -> list[Need]:
    counted = {
        "dead": sum(line.dead for line in lines),
        "interests": new_interests(current.platform),
        "claims": count_waiting(current.platform),
        "visits": visits.open_visits(current.platform),
        "slow": numbers.slow,
    }
    return [
        Need(
            count(number, told.one, told.many),
            told.text,
            url_for(told.endpoint, show=told.show),
            told.button,
            told.tone,
        )
        for kind, number in counted.items()
        if number
        for told in [COUNTED[kind]]
    ]
