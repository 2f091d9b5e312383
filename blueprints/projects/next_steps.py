"""The words and the door of a project's next step, and its parts as tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from blueprints.shared.words import count
from tenants.projects.queries.telling import Whole
from tenants.projects.rules.agreement import PLAN
from tenants.projects.rules.states import Part, PlanState
from tenants.projects.rules.way import (
    OF_STAGE,
    PARTS,
    TITLES,
    Next,
    PartState,
    lacks,
    next_step,
    stage,
    state_of,
)


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    button: str
    href: str
    icon: str = "arrow"


@dataclass(frozen=True)
class Words:
    title: str
    text: str
    button: str
    page: str
    icon: str = "arrow"


WORDS: Mapping[Next, Words] = {
    Next.ASK: Words(
        "Ask for agreement to your plan",
        "It says all it needs. A mentor and a programme lead read it before you begin.",
        "Look it over and ask",
        "projects.ask",
        "people",
    ),
    Next.WAIT: Words(
        "Your plan is being read",
        "You get a notice when there is an answer. Until then the plan stays as it is.",
        "See who is asked",
        "projects.ask",
        "clock",
    ),
    Next.MEND: Words(
        "Your plan came back with a comment",
        "Read it, change what you find right, and ask again.",
        "Read the comment",
        "projects.ask",
        "mail",
    ),
    Next.ASK_AGAIN: Words(
        "Ask once more",
        "You changed the plan after it was agreed, so the agreement lapsed.",
        "Look it over and ask",
        "projects.ask",
        "people",
    ),
    Next.FINISH: Words(
        "Finish your project",
        "It says what you asked, what you found and what comes next.",
        "Look it over and finish",
        "projects.finish",
        "check",
    ),
    Next.SHARE: Words(
        "Share it with colleagues?",
        "A finished project can stand in the school’s library. You see first what they would read.",
        "Look at it and decide",
        "projects.consent",
        "book",
    ),
    Next.DONE: Words(
        "Your project is in the library",
        "Colleagues at your school can read it. You can take it out at any time.",
        "See what colleagues read",
        "projects.consent",
        "book",
    ),
}
COUNTING = Words(
    "Count before and after",
    "Your plan is agreed. Add the figures of each measure, with how many people are behind them.",
    "Add figures",
    "projects.part",
    "presentation",
)
FIRST: Mapping[Part, str] = {
    Part.CHOICE: "Begin with choosing: it is the hard part, and there is help for it.",
    Part.READING: "What others found saves you time.",
    Part.ETHICS: "Five questions with yes or no.",
}


def next_step_for(whole: Whole) -> NextStep:
    step = next_step(whole.look)
    if step.part is not None:
        first, *more = lacks(step.part, whole.told)
        text = FIRST.get(step.part) if len(more) else None
        href = url_for("projects.part", project_id=whole.id, part=step.part.value)
        return NextStep(PARTS[step.part], text or first, "Continue", href, "text")
    if step.what is Next.COUNT:
        href = url_for("projects.part", project_id=whole.id, part=Part.MEASURES.value, _anchor="measures")
        return NextStep(COUNTING.title, COUNTING.text, COUNTING.button, href, COUNTING.icon)
    words = WORDS[step.what]
    return NextStep(
        words.title, words.text, words.button, url_for(words.page, project_id=whole.id), words.icon
    )


def track_of(whole: Whole) -> list[dict[str, str]]:
    """The four stages, up to the one the project is at."""
    at, order = stage(whole.look), list(OF_STAGE)
    over = whole.project.finished_at is not None
    return [
        {"title": TITLES[one], "state": _state(order.index(one) - order.index(at), over=over)}
        for one in order
    ]


def _state(ahead: int, *, over: bool) -> str:
    return "todo" if ahead > 0 else "done" if ahead < 0 or over else "current"


def tasks(whole: Whole) -> list[tuple[str, list[dict[str, Any]]]]:
    """By stage, each part with what is missing or how it begins."""
    return [
        (TITLES[one], [_task(whole, part) for part in parts] or _doing(whole))
        for one, parts in OF_STAGE.items()
    ]


def _doing(whole: Whole) -> list[dict[str, Any]]:
    """To deliver is to count and to keep to the milestones."""
    measures, milestones = whole.told.measures, whole.told.milestones
    counted = sum(len(one.points) > 1 for one in measures)
    reached = sum(one.done_on is not None for one in milestones)
    return [
        _deed(whole, "Count before and after", Part.MEASURES, counted, len(measures)),
        _deed(whole, "Keep to your milestones", Part.MILESTONES, reached, len(milestones)),
    ]


NONE_YET: Mapping[Part, str] = {
    Part.MEASURES: "Say first what you measure.",
    Part.MILESTONES: "Set your milestones first.",
}


def _deed(whole: Whole, title: str, part: Part, done: int, of: int) -> dict[str, Any]:
    state = PartState.COMPLETE if of and done == of else PartState.BEGUN if done else PartState.TO_DO
    href = url_for("projects.part", project_id=whole.id, part=part.value)
    return {
        "title": title,
        "status": state.value,
        "hint": f"{done} of {of} so far." if of else NONE_YET[part],
        "href": href if of and not whole.place.closed else None,
    }


def _task(whole: Whole, part: Part) -> dict[str, Any]:
    missing = lacks(part, whole.told)
    closed = whole.place.closed or (
        part in PLAN and whole.plan is PlanState.ASKED and part is not Part.MEASURES
    )
    return {
        "title": PARTS[part],
        "status": state_of(part, whole.told).value,
        "hint": " ".join(missing) if missing else said(part, whole),
        "href": None if closed else url_for("projects.part", project_id=whole.id, part=part.value),
    }


def said(part: Part, whole: Whole) -> str:
    """The beginning of what a finished part says."""
    told, words = whole.told, whole.told.words
    match part:
        case Part.READING:
            return count(len(told.references), "source")
        case Part.MEASURES:
            return ", ".join(one.name for one in told.measures)
        case Part.MILESTONES:
            return ", ".join(dict.fromkeys(one.when for one in told.milestones))
        case Part.ETHICS:
            yes = sum(bool(answer) for answer in words.ethics.values())
            return f"{yes} of five answered with yes."
    texts = {
        Part.CHOICE: words.need,
        Part.QUESTION: words.question,
        Part.METHOD: words.method,
        Part.FINDINGS: words.findings,
        Part.NEXT_STEPS: words.next_steps,
    }
    return _short(texts[part])


def _short(text: str, most: int = 140) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[:most].rsplit(' ', 1)[0]} …"
