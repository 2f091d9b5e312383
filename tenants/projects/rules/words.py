"""What a project says in words, part by part, and what is still missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tenants.projects.rules.ethics import CHECKS, asked_for
from tenants.projects.rules.states import Part

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Words:
    need: str = ""
    learners: str = ""
    known_from: str = ""
    options: str = ""
    title: str = ""
    question: str = ""
    change: str = ""
    reading: str = ""
    method: str = ""
    participants: str = ""
    participants_count: int | None = None
    ethics_unusual: bool | None = None
    ethics_sensitive: bool | None = None
    ethics_recognised: bool | None = None
    ethics_records: bool | None = None
    ethics_left_out: bool | None = None
    ethics_note: str = ""
    baseline: str = ""
    findings: str = ""
    impact: str = ""
    limits: str = ""
    next_steps: str = ""

    @property
    def ethics(self) -> dict[str, bool | None]:
        return {name: getattr(self, name) for name in CHECKS}


ASKED: Mapping[Part, tuple[str, ...]] = {
    Part.CHOICE: ("need", "learners", "known_from", "options"),
    Part.QUESTION: ("title", "question", "change"),
    Part.READING: ("reading",),
    Part.METHOD: ("method", "participants", "participants_count"),
    Part.ETHICS: (*CHECKS, "ethics_note"),
    Part.MEASURES: ("baseline",),
    Part.MILESTONES: (),
    Part.FINDINGS: ("findings", "impact", "limits"),
    Part.NEXT_STEPS: ("next_steps",),
}
LABELS: Mapping[str, str] = {
    "need": "What pupils here need",
    "learners": "Which learners",
    "known_from": "How we know",
    "options": "What else was considered",
    "title": "Short title",
    "question": "The question",
    "change": "What will be done differently",
    "reading": "What the reading says",
    "method": "How it is done",
    "participants": "Who takes part",
    "participants_count": "How many take part",
    **{name: check.question for name, check in CHECKS.items()},
    "ethics_note": "What is done about it",
    "baseline": "Where it stood before",
    "findings": "What was found",
    "impact": "What it changed for learners",
    "limits": "What it cannot tell",
    "next_steps": "Next steps",
}
NEEDED: Mapping[Part, Mapping[str, str]] = {
    Part.CHOICE: {
        "need": "Say what pupils here need.",
        "learners": "Say which learners it is about.",
        "known_from": "Say how you know.",
    },
    Part.QUESTION: {
        "title": "Give it a short title.",
        "question": "Write your question.",
        "change": "Say what you will do differently.",
    },
    Part.READING: {"reading": "Say in a few sentences what you read and what you take from it."},
    Part.METHOD: {
        "method": "Say how you will do it.",
        "participants": "Say who takes part.",
        "participants_count": "Say how many take part.",
    },
    Part.ETHICS: {},
    Part.MEASURES: {"baseline": "Say where it stands before you begin."},
    Part.MILESTONES: {},
    Part.FINDINGS: {
        "findings": "Say what you found.",
        "impact": "Say what it changed for learners.",
        "limits": "Say what your figures cannot tell.",
    },
    Part.NEXT_STEPS: {"next_steps": "Say what stays, and what you do next."},
}
WHAT_IS_DONE = "You said yes: say what you do about it."


def missing(part: Part, words: Words) -> list[str]:
    """What this part's words still lack, each as what to do."""
    said = asdict(words)
    lacking = [sentence for field, sentence in NEEDED[part].items() if said[field] in ("", None)]
    return [*lacking, *_unchecked(words)] if part is Part.ETHICS else lacking


def _unchecked(words: Words) -> list[str]:
    left = sum(answer is None for answer in words.ethics.values())
    if left == len(CHECKS):
        return ["Answer the five questions."]
    if left:
        return [f"Of the five questions {'one is' if left == 1 else f'{left} are'} still open."]
    return [WHAT_IS_DONE] if asked_for(words.ethics) and not words.ethics_note else []


def begun(part: Part, words: Words) -> bool:
    return any(getattr(words, field) not in ("", None) for field in ASKED[part])


def problems(words: Words) -> dict[str, str]:
    """What can't be kept at all."""
    count = words.participants_count
    if count is None or 1 <= count <= MOST_PEOPLE:
        return {}
    return {"participants_count": f"How many take part must be a number from 1 to {MOST_PEOPLE:,}."}


def changes(part: Part, before: Words, after: Words) -> list[str]:
    """The fields of this part that differ."""
    return [field for field in ASKED[part] if getattr(before, field) != getattr(after, field)]


def both_texts(part: Part, saved: Words, typed: Words) -> dict[str, tuple[str, str]]:
    """Label → (saved, typed) of each field that differs."""
    return {
        LABELS[field]: (shown(getattr(saved, field)), shown(getattr(typed, field)))
        for field in changes(part, saved, typed)
    }


def shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
    return str(value)
