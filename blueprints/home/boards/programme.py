"""For heads, deputies and programme leads: the cohorts as pictures, and what waits for a decision."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.school.progress import progress
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.assessment.queries.journey import by_cohort, journeys
from tenants.assessment.queries.overview import Waiting, waiting_by_cohort
from tenants.assessment.rules.journey import Stop
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.queries import cohorts_for, waiting_for_approval
from tenants.cohorts.rules import CohortState
from tenants.portfolios.queries.submissions import waiting as waiting_for_endorsement
from tenants.recognition.queries import open_on_ours
from tenants.schools.models import School

FLOW: tuple[tuple[str, tuple[Stop, ...]], ...] = (
    ("Invited", (Stop.INVITED, Stop.ACCEPTED)),
    ("Building the portfolio", (Stop.BUILDING, Stop.RETURNED, Stop.MORE_NEEDED)),
    ("With the headteacher", (Stop.WITH_HEAD,)),
    ("Being assessed", (Stop.ASSESSING,)),
    ("To be released", (Stop.DECIDED,)),
    ("Accredited", (Stop.ACCREDITED,)),
    ("Not accredited", (Stop.NOT_ACCREDITED,)),
)
HANDED_IN = (
    Stop.WITH_HEAD, Stop.ASSESSING, Stop.DECIDED, Stop.MORE_NEEDED, Stop.ACCREDITED, Stop.NOT_ACCREDITED,
)  # fmt: skip


def boards() -> list[Board]:
    if not allowed(current.actor, Permission.COHORTS_LIST):
        return []
    cards = [
        card
        for card in cohorts_for(current.session, current.actor)
        if card.cohort.state != CohortState.CLOSED
    ]
    found = journeys(current.session, [card.cohort.id for card in cards])
    counted = by_cohort(found)
    facts = {
        "cards": cards,
        "flows": {card.cohort.id: flow(counted.get(card.cohort.id, Counter())) for card in cards},
        "stats": _stats(Counter(one.stop for one in found)),
        "plans": allowed(current.actor, Permission.COHORT_OPEN),
    }
    return [Board("home/programme.html", facts, (*_headship(), *_assessment()))]


@dataclass(frozen=True)
class Step:
    words: str
    number: int


def flow(stops: Counter[Stop]) -> list[Step]:
    """The way through the programme, with how many people stand at each step."""
    steps = [Step(words, sum(stops[one] for one in held)) for words, held in FLOW]
    return steps if stops[Stop.NOT_ACCREDITED] else steps[:-1]


def _stats(stops: Counter[Stop]) -> list[dict[str, object]]:
    """Over all cohorts that are under way."""
    taking_part = stops.total() - stops[Stop.INVITED] - stops[Stop.ACCEPTED]
    handed_in = sum(stops[one] for one in HANDED_IN)
    return [
        {"value": taking_part, "label": "Candidate" if taking_part == 1 else "Candidates"},
        {"value": handed_in, "label": "Handed in", "note": f"of {taking_part}"},
        {"value": stops[Stop.ACCREDITED], "label": "Accredited", "href": url_for("awards.index")},
        {"value": stops[Stop.MORE_NEEDED], "label": "More evidence needed"},
    ]


def _headship() -> Iterator[Action]:
    if not allowed(current.actor, Permission.PLACE_APPROVE):
        return
    yield from _setting_up(current.school)
    places = waiting_for_approval(current.session)
    if places:
        names = ", ".join(place.person.name for place, _ in places[:3])
        yield Action(
            f"{count(len(places), 'place')} to approve",
            f"{names}{' and others' if len(places) > 3 else ''} said yes.",
            url_for("cohorts.approvals"),
            "Approve places",
            icon="people",
        )
    submissions = waiting_for_endorsement(current.session, current.actor)
    if submissions:
        yield Action(
            f"{count(len(submissions), 'portfolio')} to endorse",
            f"{submissions[0].name} handed in{' first' if len(submissions) > 1 else ''}.",
            url_for("submissions.endorsements"),
            "Read and endorse",
            icon="award",
        )
    yield from _claims()


def _claims() -> Iterator[Action]:
    asked = open_on_ours(current.session)
    if asked:
        yield Action(
            "An award to confirm" if len(asked) == 1 else "Awards to confirm",
            f"{asked[0].name}, now at another school, says that an award made here is theirs.",
            url_for("recognition.asked"),
            "Look and answer",
            icon="award",
        )


def _setting_up(school: School) -> Iterator[Action]:
    if school.set_up_at is not None:
        return
    left = progress(current.session, school).left
    yield Action(
        "Set up your school",
        f"{count(len(left), 'step')} to go. You can stop at any time: what you finish is kept.",
        url_for("school.show"),
        "Open the set-up",
        icon="star",
    )


def _assessment() -> Iterator[Action]:
    for waiting in waiting_by_cohort(current.session, current.actor):
        yield from _of_cohort(waiting)


def _of_cohort(waiting: Waiting) -> Iterator[Action]:
    overview = url_for("assessment.index", cohort_id=waiting.cohort_id)
    if waiting.to_allocate:
        portfolios = count(waiting.to_allocate, "portfolio needs", "portfolios need")
        yield Action(
            f"{portfolios} assessors", f"{waiting.cohort}.", overview, "Choose assessors", icon="people"
        )
    if waiting.to_settle:
        assessors = count(waiting.to_settle, "disagreement")
        yield Action(f"{assessors} to settle", f"{waiting.cohort}.", overview, "Settle it", icon="warning")
    if waiting.to_release:
        whom = "The candidate does" if waiting.to_release == 1 else "The candidates do"
        yield Action(
            f"{count(waiting.to_release, 'outcome')} to release",
            f"{waiting.cohort}. {whom} not know yet.",
            url_for("awards.release", cohort_id=waiting.cohort_id),
            "Release outcomes",
            icon="mail",
        )
