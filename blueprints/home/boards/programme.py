"""For heads, deputies and programme leads: the cohorts as pictures, and how the programme is doing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from blueprints.home.boards.board import Board, Moment
from blueprints.home.boards.decisions import assessment, headship
from blueprints.home.boards.seen import Seen, concerns
from blueprints.shared.charts import columns, pipeline
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.figures import Completion, weekly, weeks_taken
from tenants.assessment.rules.journey import Stop
from tenants.base import clock
from tenants.base.days import short_day, time_in_words
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import CohortCard, DateShown
from tenants.cohorts.rules import CohortState, Dates, Phase, half_term, phase
from tenants.cohorts.timetable import IN_COHORT, ComingUp
from tenants.schools.rules import HALF_TERM_NAMES
from tenants.standards.queries import Framework

WAY: tuple[tuple[str, frozenset[Stop]], ...] = (
    ("Invited", frozenset({Stop.INVITED, Stop.ACCEPTED})),
    ("Building the portfolio", frozenset({Stop.BUILDING, Stop.RETURNED, Stop.MORE_NEEDED})),
    ("With the headteacher", frozenset({Stop.WITH_HEAD})),
    ("Being assessed", frozenset({Stop.ASSESSING})),
    ("Outcome settled", frozenset({Stop.DECIDED, Stop.NOT_ACCREDITED})),
    ("Accredited", frozenset({Stop.ACCREDITED})),
)
PHASES: dict[Phase, str] = {
    Phase.BEFORE: "Invite people, and name a mentor for each.",
    Phase.SETTLING_IN: "Self-audit, choosing a project, and a first piece of evidence.",
    Phase.GATHERING: "Gather evidence, and present beyond the own team.",
    Phase.CLOSING_GAPS: "Look at the evidence map together, and close the gaps.",
    Phase.HANDING_IN: "Hand in. A headteacher endorses each portfolio before it is assessed.",
    Phase.AFTERWARDS: "Assess, release the outcomes, and celebrate.",
}
PLANNED = "Check each part of the plan, then open the cohort. Nobody can be invited before."
CONCERNS_SHOWN, PEOPLE_SHOWN = 5, 12


@dataclass(frozen=True)
class Step:
    """`come`: how many have come this far or further; `stand`: how many stand here now."""

    words: str
    come: int
    stand: int


@dataclass(frozen=True)
class Picture:
    """A cohort as a headteacher looks at it."""

    card: CohortCard
    way: list[Step]
    drawing: Markup
    map: list[Progress]
    more: int
    now: str

    @property
    def table(self) -> list[tuple[str, int, int]]:
        return [(step.words, step.come, step.stand) for step in self.way]


def boards(seen: Seen) -> list[Board]:
    if not allowed(current.actor, Permission.COHORTS_LIST):
        return []
    running = [card for card in seen.run if card.cohort.state != CohortState.CLOSED]
    people = [one for one in seen.in_cohorts if one.stop]
    edition_id = next((card.cohort.edition_id for card in running), None)
    whole = seen.framework(edition_id) if edition_id else None
    facts = {
        "pictures": [
            _picture(card, [one for one in people if one.cohort_id == card.cohort.id]) for card in running
        ],
        "plans": allowed(current.actor, Permission.COHORT_OPEN),
        "framework": whole,
        **(_how_we_are_doing(seen.in_cohorts, whole) if whole else {}),
    }
    actions = (*headship(people, seen.today), *assessment(people))
    moments = [
        moment
        for card in running
        for moment in (*moments_of(card.cohort, _door(card.cohort)), *_sessions(card))
    ]
    return [Board("home/programme.html", facts, actions, (*moments, *_half_terms(running)))]


def _door(cohort: Cohort) -> str:
    return url_for("cohorts.show", cohort_id=cohort.id)


def _picture(card: CohortCard, people: Sequence[Progress]) -> Picture:
    way = flow(Counter(_shown(one) for one in people))
    begun = [one for one in people if one.portfolio.approved]
    return Picture(
        card=card,
        way=way,
        drawing=pipeline(
            f"The way through {card.cohort.name}", [(one.words, one.come, one.stand) for one in way]
        ),
        map=begun[:PEOPLE_SHOWN],
        more=max(0, len(begun) - PEOPLE_SHOWN),
        now=PLANNED if card.cohort.state == CohortState.PLANNED else PHASES[_phase(card.cohort)],
    )


def _shown(one: Progress) -> Stop | None:
    """Nobody reads on their own front page that their outcome is settled before it is released."""
    settled = one.stop is Stop.DECIDED and one.staff_id == current.actor.staff_id
    return Stop.ASSESSING if settled else one.stop


def flow(stops: Counter[Any]) -> list[Step]:
    """The way through the programme: who came to a step came through all before it."""
    here = [sum(stops[one] for one in held) for _, held in WAY]
    come = [sum(here[at:]) for at in range(len(here))]
    return [Step(words, *pair) for (words, _), *pair in zip(WAY, come, here, strict=True)]


def _phase(cohort: Cohort) -> Phase:
    given = Dates(cohort.starts_on, cohort.window_opens_on, cohort.window_closes_on)
    return phase(given, clock.today())


def _how_we_are_doing(everybody: Sequence[Progress], whole: Framework) -> dict[str, Any]:
    beyond: Counter[int] = Counter()
    for one in everybody:
        beyond += one.reach.beyond(whole.edition.pass_level)
    weeks = weekly([day for one in everybody for day in one.reach.gathered], clock.today())
    worried = list(concerns([one for one in everybody if one.cohort.state == CohortState.OPEN]))
    rows = [(short_day(week), number) for week, number in weeks]
    reach = [(str(one.number), beyond[one.number]) for one in whole.standards]
    titled = [(f"{one.number}. {one.title}", beyond[one.number]) for one in whole.standards]
    return {
        "numbers": _numbers(everybody, beyond, whole),
        "concerns": worried[:CONCERNS_SHOWN],
        "more_concerns": max(0, len(worried) - CONCERNS_SHOWN),
        "weeks": {"drawing": columns("Evidence gathered, week by week", rows, every=4), "rows": rows},
        "reach": {"drawing": columns("Evidence beyond the own team, by standard", reach), "rows": titled},
        "sums_up": allowed(current.actor, Permission.COVERAGE_SUM_UP),
    }


def _numbers(
    everybody: Sequence[Progress], beyond: Counter[int], whole: Framework
) -> list[dict[str, object]]:
    began = [one for one in everybody if one.candidate.approved_at]
    accredited = [one for one in began if one.stop is Stop.ACCREDITED]
    done = Completion(len(accredited), len(began))
    on_the_way = sum(_on_the_way(one) for one in began)
    ways = [
        (one.began_on, clock.school_date(one.handed_in.released_at))
        for one in accredited
        if one.began_on and one.handed_in and one.handed_in.released_at
    ]
    weeks = weeks_taken(ways)
    return [
        {
            "value": "–" if done.percent is None else f"{done.percent}%",
            "label": "completed",
            "note": f"{done.accredited} of {count(done.began, 'person', 'people')} who began "
            f"{'is' if done.accredited == 1 else 'are'} accredited; {on_the_way} still on the way",
            "href": url_for("awards.index"),
        },
        {
            "value": weeks or "–",
            "label": "weeks to the award",
            "note": f"from the first day, over {count(len(ways), 'award')}"
            if ways
            else "nobody has an award yet",
        },
        {
            "value": beyond.total(),
            "label": "claims of influence beyond the own team",
            "note": f"in {len(+beyond)} of {len(whole.standards)} standards. A piece of evidence can count for several",
        },
    ]


def _on_the_way(one: Progress) -> bool:
    left_or_ended = one.stop in (None, Stop.ACCREDITED, Stop.NOT_ACCREDITED)
    return not left_or_ended and one.cohort.state != CohortState.CLOSED


def moments_of(cohort: Cohort, href: str | None = None) -> Iterator[Moment]:
    yield Moment(cohort.starts_on, f"{cohort.name} starts", "Launch session and self-audit.", href)
    yield Moment(cohort.window_opens_on, f"Submission window {cohort.gateway} opens", cohort.name, href)
    yield Moment(
        cohort.window_closes_on,
        f"Submission window {cohort.gateway} closes",
        f"{cohort.name}. What is not handed in then waits for the next window.",
        href,
    )


def _sessions(card: CohortCard) -> Iterator[Moment]:
    """What lies between the launch and the window's last day."""
    for one in card.dates:
        if one.kind not in IN_COHORT:
            yield Moment(one.day, one.title, when_and_where(one, card.cohort.name), _door(card.cohort))


def sessions_of(coming: Iterable[ComingUp]) -> Iterator[Moment]:
    """The same for who takes part, mentors or assesses."""
    for one in coming:
        yield Moment(one.day, one.title, when_and_where(one, one.cohort))


def when_and_where(one: DateShown | ComingUp, cohort: str) -> str:
    at = one.starts_at and f"at {time_in_words(one.starts_at)}"
    return ", ".join(part for part in (cohort, at, one.place) if part)


def _half_terms(running: Sequence[CohortCard]) -> Iterator[Moment]:
    """When this half-term ends, and what each cohort does in it."""
    open_ones = [
        card
        for card in running
        if card.cohort.state == CohortState.OPEN and _phase(card.cohort) is not Phase.AFTERWARDS
    ]
    terms = sorted({term for card in running for term in card.terms}, key=lambda term: term.starts_on)
    term = half_term(terms, clock.today())
    if term is not None and open_ones:
        steps = " ".join(f"{card.cohort.name}: {PHASES[_phase(card.cohort)]}" for card in open_ones)
        yield Moment(term.ends_on, f"{HALF_TERM_NAMES[term.code]} ends", f"Until then: {steps}")
