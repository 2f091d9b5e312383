"""Search: people, cohorts, evidence, projects and the improvement plan, by what the reader may see."""

from uuid import UUID

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission
from tenants.search import rules
from tenants.search.hits import FoundCohort, HandedIn, Item, Person, PlanPart, SharedProject
from tenants.search.queries import Wanted, search
from tenants.search.rules import LONGEST, Group

blueprint = Blueprint("search", __name__, template_folder="templates", url_prefix="/schools/<slug>")

TITLES = {
    Group.PEOPLE: ("People", "person", "people"),
    Group.COHORTS: ("Cohorts", "cohort", "cohorts"),
    Group.EVIDENCE: ("Evidence", "piece", "pieces"),
    Group.PROJECTS: ("Projects in the library", "project", "projects"),
    Group.PLAN: ("Improvement plan", "priority or action", "priorities and actions"),
    Group.HANDED_IN: ("Portfolios you assess", "piece", "pieces"),
}
SUGGESTED = 3
Hit = Person | FoundCohort | Item | SharedProject | PlanPart | HandedIn


@blueprint.get("/search")
@needs(Permission.SEARCH)
def index() -> ResponseReturnValue:
    typed = _typed()
    words = rules.asked(typed)
    group = request.args.get("in", type=Group)
    after = request.args.get("after", type=UUID) if group else None
    found = search(current.session, current.actor, Wanted(words, group, after))
    return render_template(
        "search/index.html",
        typed=typed,
        words=words,
        group=group,
        after=after,
        found=found,
        total=sum(one.total for one in found.values()),
        titles=TITLES,
        place=place,
        marked=rules.marked,
        excerpt=rules.excerpt,
    )


@blueprint.get("/search/suggestions")
@needs(Permission.SEARCH)
def suggestions() -> ResponseReturnValue:
    """For `static/js/seek.js`, while somebody types."""
    found = search(current.session, current.actor, Wanted(rules.asked(_typed()), few=SUGGESTED))
    offered = [
        {"text": _text(one), "about": _about(one), "href": place(one)}
        for of_group in found.values()
        for one in of_group.rows
    ]
    return jsonify(offered)


def _typed() -> str:
    return request.args.get("q", "").replace("\0", "").strip()[:LONGEST]


def place(found: Hit) -> str:
    match found:
        case Person(page=True):
            return url_for("staff.show", staff_id=found.id)
        case Person():
            return url_for("cohorts.place", candidate_id=found.candidate_id)
        case FoundCohort():
            return url_for("cohorts.show", cohort_id=found.id)
        case Item():
            return url_for("portfolios.item", evidence_id=found.id)
        case SharedProject():
            return url_for("projects.shared", project_id=found.id)
        case PlanPart():
            return url_for("priorities.priority", priority_id=found.priority_id)
        case HandedIn():
            anchor = f"item-{found.id}"
            return url_for("assessment.portfolio", assignment_id=found.assignment_id, _anchor=anchor)


def _text(found: Hit) -> str:
    return found.name if isinstance(found, Person | FoundCohort) else found.title or "Without a title"


def _about(found: Hit) -> str:
    match found:
        case Person():
            return found.job_title or "Person"
        case FoundCohort():
            return "Cohort"
        case Item():
            return "Your evidence" if found.mine else f"Shared by {found.candidate}"
        case SharedProject():
            return f"Project by {found.author}"
        case PlanPart():
            return f"Improvement plan {found.year}"
        case HandedIn():
            return f"Handed in by {found.candidate}"
