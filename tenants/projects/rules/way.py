"""How far a project is: its stage, its parts, what is missing, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tenants.projects.rules.agreement import PLAN
from tenants.projects.rules.states import Part, PlanState, Stage
from tenants.projects.rules.telling import Told
from tenants.projects.rules.words import begun, missing

OF_STAGE: Mapping[Stage, tuple[Part, ...]] = {
    Stage.EXPLORE: (Part.CHOICE, Part.QUESTION, Part.READING),
    Stage.PREPARE: (Part.METHOD, Part.ETHICS, Part.MEASURES, Part.MILESTONES),
    Stage.DELIVER: (),
    Stage.SUSTAIN: (Part.FINDINGS, Part.NEXT_STEPS),
}
TITLES: Mapping[Stage, str] = {
    Stage.EXPLORE: "Explore",
    Stage.PREPARE: "Prepare",
    Stage.DELIVER: "Deliver",
    Stage.SUSTAIN: "Sustain",
}
PARTS: Mapping[Part, str] = {
    Part.CHOICE: "Choose what to look at",
    Part.QUESTION: "Your question",
    Part.READING: "Reading",
    Part.METHOD: "Method and who takes part",
    Part.ETHICS: "Ethics and pupils’ data",
    Part.MEASURES: "Before you begin, and what you measure",
    Part.MILESTONES: "Milestones",
    Part.FINDINGS: "Findings and impact on learners",
    Part.NEXT_STEPS: "Next steps",
}


class PartState(StrEnum):
    TO_DO = "to_do"
    BEGUN = "in_progress"
    COMPLETE = "complete"


class Next(StrEnum):
    PART = "part"
    ASK = "ask"
    WAIT = "wait"
    MEND = "mend"
    ASK_AGAIN = "ask_again"
    COUNT = "count"
    FINISH = "finish"
    SHARE = "share"
    DONE = "done"


@dataclass(frozen=True)
class Step:
    what: Next
    part: Part | None = None


@dataclass(frozen=True)
class Look:
    """What the state of a project is, as far as its next step asks."""

    told: Told
    plan: PlanState
    finished: bool
    in_library: bool


def lacks(part: Part, told: Told) -> list[str]:
    """What the part still needs, its lists included."""
    found = missing(part, told.words)
    match part:
        case Part.READING if not told.references:
            found.append("Add at least one thing that you read.")
        case Part.MEASURES if not told.measures:
            found.append("Say what you will measure, before and after.")
        case Part.MILESTONES if not told.milestones:
            found.append("Set at least one milestone.")
    return found


def state_of(part: Part, told: Told) -> PartState:
    if not lacks(part, told):
        return PartState.COMPLETE
    lists = {Part.READING: told.references, Part.MEASURES: told.measures, Part.MILESTONES: told.milestones}
    return PartState.BEGUN if begun(part, told.words) or lists.get(part) else PartState.TO_DO


def plan_lacks(told: Told) -> dict[Part, list[str]]:
    """What stands between a plan and being read by others."""
    return {part: found for part in PLAN if (found := lacks(part, told))}


def finish_lacks(told: Told) -> dict[Part, list[str]]:
    """A finished project says its question and what came of it. That its plan was agreed is no condition."""
    return {part: found for part in (Part.QUESTION, Part.FINDINGS) if (found := lacks(part, told))}


def stage(look: Look) -> Stage:
    """Told from the work itself, so that nobody has to keep it up to date."""
    if look.finished or look.told.words.findings:
        return Stage.SUSTAIN
    if look.plan is PlanState.AGREED:
        return Stage.DELIVER
    explored = not lacks(Part.CHOICE, look.told) and not lacks(Part.QUESTION, look.told)
    return Stage.PREPARE if explored or look.plan is not PlanState.WRITING else Stage.EXPLORE


def next_step(look: Look) -> Step:
    if look.finished:
        return Step(Next.DONE if look.in_library else Next.SHARE)
    match look.plan:
        case PlanState.ASKED:
            return Step(Next.WAIT)
        case PlanState.SENT_BACK:
            return Step(Next.MEND)
    open_part = _first_open(look, PLAN)
    if open_part:
        return Step(Next.PART, open_part)
    match look.plan:
        case PlanState.WRITING:
            return Step(Next.ASK)
        case PlanState.LAPSED:
            return Step(Next.ASK_AGAIN)
    if not any(len(one.points) > 1 for one in look.told.measures):
        return Step(Next.COUNT)
    open_part = _first_open(look, (Part.FINDINGS, Part.READING, Part.NEXT_STEPS))
    return Step(Next.PART, open_part) if open_part else Step(Next.FINISH)


def _first_open(look: Look, parts: Sequence[Part]) -> Part | None:
    return next((part for part in parts if lacks(part, look.told)), None)
