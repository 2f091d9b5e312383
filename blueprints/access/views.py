from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.access import queries
from tenants.access.rules import Right, Source, Standing, Thing, by_source, who_can
from tenants.access.words import GROUPS
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission, allowed
from tenants.staff.models import Staff
from tenants.staff.queries import roles_of, staff_member
from tenants.staff.rules.roles import MEANINGS, TITLES

blueprint = Blueprint("access", __name__, template_folder="templates", url_prefix="/schools/<slug>")

TIES: Mapping[Appointment, tuple[str, str]] = {
    Appointment.LEAD: ("Programme lead of a cohort", "In the cohorts that they lead, and nowhere else."),
    Appointment.MENTOR: ("A candidate's mentor", "For the candidates that they mentor, and nobody else."),
    Appointment.CANDIDATE: ("Candidate", "In their own place and portfolio."),
    Appointment.ASSESSOR: ("Assessor of a submission", "For what they were asked to assess."),
    Appointment.MEMBER: ("Member of a group", "In the project and the shared evidence of their own group."),
}
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.OWN: ("What is their own", "Their page, their awards, and what they were asked to judge."),
    Standing.SIGNED_IN: ("Everyone who is signed in", "In this school's space."),
    Standing.VISITING: (
        "Lectern's support",
        "While a headteacher has opened a visit. It only reads, and each page it opens is recorded here.",
    ),
    Standing.OTHER: ("In another way", "By something that is not a role."),
}
THINGS: Mapping[Thing, str] = {
    Thing.PERSON: "Page in the staff list",
    Thing.COHORT: "Cohort",
    Thing.PLACE: "Place and portfolio",
    Thing.SELF_AUDIT: "Self-audit",
    Thing.EVIDENCE: "A piece of evidence",
    Thing.EVENT: "An event",
    Thing.PROJECT: "Project",
    Thing.SUBMISSION: "Portfolio handed in",
    Thing.SEAT: "A request to assess",
    Thing.OUTCOME: "Outcome",
    Thing.AWARD: "Award",
}


@dataclass(frozen=True)
class Card:
    """What one role or relationship opens; `names`: the cohorts or people that it is for."""

    title: str
    meaning: str
    rights: Sequence[Right]
    names: Sequence[str] = ()


def _cards(
    rights: Mapping[Source, Sequence[Right]], tied: Mapping[Appointment, Sequence[str]] | None = None
) -> list[Card]:
    names = tied or {}
    return [
        Card(*_words(source), held, names.get(source.tie, ()) if source.tie else ())
        for source, held in rights.items()
    ]


def _words(source: Source) -> tuple[str, str]:
    if source.role is not None:
        return TITLES[source.role], MEANINGS[source.role]
    return TIES[source.tie] if source.tie is not None else STANDINGS[source.standing or Standing.OTHER]


@blueprint.get("/who-can-do-what")
@needs(Permission.ACCESS_READ)
def index() -> ResponseReturnValue:
    return render_template(
        "access/index.html",
        groups=GROUPS,
        who_can={permission: who_can(permission) for permission in Permission},
        cards=_cards(by_source()),
        own=[one for one in roles_of(current.session, current.actor.person_id) if one.counts],
        explains=allowed(current.actor, Permission.ACCESS_EXPLAIN),
    )


@blueprint.get("/staff/<uuid:staff_id>/access")
@needs(Permission.ACCESS_EXPLAIN, staff_member)
def show(person: Staff) -> ResponseReturnValue:
    access = queries.access_of(current.session, current.actor, person)
    return render_template(
        "access/show.html",
        access=access,
        cards=_cards(access.rights, access.tied),
        own=person.id == current.actor.staff_id,
        explains=allowed(current.actor, Permission.ACCESS_EXPLAIN),
    )


@blueprint.get("/who-can-do-what/why")
@needs(Permission.ACCESS_EXPLAIN)
def why() -> ResponseReturnValue:
    """Asked in three steps, all in the address: who, about whom, and what."""
    who, about = _typed("who"), _typed("about")
    chosen = request.args.get("person", type=UUID)
    person = staff_member(current.session, chosen) if chosen else None
    thing, record = request.args.get("thing", type=Thing), request.args.get("record", type=UUID)
    asking = person is not None and thing is not None and record is not None
    return render_template(
        "access/why.html",
        who=who,
        about=about,
        person=person,
        people=queries.people_named(current.session, who) if who and person is None else [],
        things=queries.things(current.session, current.actor, about) if about and not asking else [],
        kinds=THINGS,
        thing=thing,
        answered=queries.answered(current.session, current.actor, person, thing, record)
        if person and thing and record
        else None,
    )


def _typed(name: str) -> str:
    return request.args.get(name, "").strip()[:200].replace("\0", "")
