"""When a plan counts as agreed: who has a say, what their words add up to, and what ends it."""

from collections.abc import Mapping

from tenants.projects.rules.states import Decision, Part, Party, PlanState

MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.WRITING: frozenset({PlanState.ASKED}),
    PlanState.ASKED: frozenset({PlanState.AGREED, PlanState.SENT_BACK, PlanState.WRITING}),
    PlanState.SENT_BACK: frozenset({PlanState.ASKED}),
    PlanState.AGREED: frozenset({PlanState.LAPSED}),
    PlanState.LAPSED: frozenset({PlanState.ASKED}),
}

PLAN = (Part.CHOICE, Part.QUESTION, Part.METHOD, Part.ETHICS, Part.MEASURES, Part.MILESTONES)
"""What is agreed. Reading goes on all the time, so it is shown with the plan and never ends an agreement."""
SHOWN_WITH_PLAN = (*PLAN, Part.READING)

NOBODY = (
    "Nobody can agree to your plan yet: you have no mentor, and no programme lead but perhaps yourself. "
    "Ask a headteacher to name one."
)
BEING_READ = "Your plan is being read. Take the request back before you change it."
AGREED = "Your plan is agreed. Press the button to change it; the agreement then lapses."


def may_move(before: PlanState, to: PlanState) -> bool:
    return to in MOVES[before]


def needed(*, mentor: bool, lead: bool) -> frozenset[Party]:
    """Both have a say; where one is missing, the other alone. Neither is ever the candidate."""
    there = {Party.MENTOR: mentor, Party.LEAD: lead}
    return frozenset(party for party, present in there.items() if present)


def settled(asked: frozenset[Party], said: Mapping[Party, Decision]) -> PlanState:
    """What the latest word of each party comes to. One who sends it back is enough; all have to agree."""
    if Decision.SENT_BACK in said.values():
        return PlanState.SENT_BACK
    return PlanState.AGREED if asked and asked <= said.keys() else PlanState.ASKED


def closed_part(part: Part, state: PlanState, *, pressed: bool) -> str | None:
    """Why this part can't be saved now. An agreed plan is changed by the button only, never while typing."""
    if part not in PLAN:
        return None
    if state is PlanState.ASKED:
        return BEING_READ
    return AGREED if state is PlanState.AGREED and not pressed else None


def lapses(part: Part, state: PlanState) -> bool:
    return state is PlanState.AGREED and part in PLAN


OF_GROUP: Mapping[frozenset[Party], str] = {
    frozenset(): NOBODY,
    frozenset({Party.MENTOR}): "The convener’s mentor agrees to it alone.",
    frozenset(
        {Party.LEAD}
    ): "The convener has no mentor yet, so a programme lead of your cohort agrees to it alone.",
    frozenset(
        {Party.MENTOR, Party.LEAD}
    ): "The convener’s mentor and a programme lead of your cohort agree to it, each for themselves.",
}


def who_answers(asked: frozenset[Party], *, same_person: bool = False, of_group: bool = False) -> str:
    """The sentence that tells a candidate, or the members of a group, whose word it takes."""
    if of_group:
        return OF_GROUP[asked] if not same_person else OF_GROUP[frozenset({Party.MENTOR})]
    if same_person:
        return "Your mentor is also the only programme lead of your cohort, so one word is enough."
    if asked == {Party.MENTOR}:
        return "Your cohort has no programme lead but you, so your mentor agrees to it alone."
    if asked == {Party.LEAD}:
        return "You have no mentor yet, so a programme lead of your cohort agrees to it alone."
    return (
        "Your mentor and a programme lead of your cohort agree to it, each for themselves."
        if asked
        else NOBODY
    )
