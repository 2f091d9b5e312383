"""What a programme template holds: the steps of a year, what a portfolio needs, how much may be written and attached,
and the texts it offers."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import time
from enum import StrEnum
from typing import Any

from tenants.schools.rules import HALF_TERM_NAMES, HALF_TERMS


class ProgrammeState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


MOVES: Mapping[ProgrammeState, frozenset[ProgrammeState]] = {
    ProgrammeState.DRAFT: frozenset({ProgrammeState.PUBLISHED, ProgrammeState.RETIRED}),
    ProgrammeState.PUBLISHED: frozenset({ProgrammeState.RETIRED}),
    ProgrammeState.RETIRED: frozenset(),
}


class StepKind(StrEnum):
    LAUNCH = "launch"
    GET_TOGETHER = "get_together"
    SUPPORT = "support"
    DRAFTS = "drafts"
    OPENS = "opens"
    CLOSES = "closes"
    PANEL = "panel"


KIND_NAMES: Mapping[StepKind, str] = {
    StepKind.LAUNCH: "Launch session",
    StepKind.GET_TOGETHER: "Get-together",
    StepKind.SUPPORT: "Application support session",
    StepKind.DRAFTS: "Drafts to the mentors",
    StepKind.OPENS: "Submission window opens",
    StepKind.CLOSES: "Submission window closes",
    StepKind.PANEL: "Panel",
}
ONCE = (StepKind.LAUNCH, StepKind.OPENS, StepKind.CLOSES)
"""Every programme has exactly one of each."""
HELD = (StepKind.LAUNCH, StepKind.GET_TOGETHER, StepKind.SUPPORT, StepKind.PANEL)
"""Steps at which people meet: with a time, a place, and what is done."""
AFTER_WINDOW = "after_window"
IN_TERMS = (*HALF_TERMS, AFTER_WINDOW)
MOST_STEPS, MOST_DAYS, MOST_MINUTES = 24, 80, 480


class Edge(StrEnum):
    START = "start"
    END = "end"


@dataclass(frozen=True)
class When:
    """A working day of a half-term, counted from its first or its last; or so many after the window closed."""

    half_term: str
    edge: Edge
    days: int

    @property
    def words(self) -> str:
        if self.half_term == AFTER_WINDOW:
            return f"{_count(self.days, 'working day')} after the submission window closes"
        name = HALF_TERM_NAMES[self.half_term]
        if self.days == 1:
            return f"{'First' if self.edge is Edge.START else 'Last'} working day of {name}"
        if self.edge is Edge.START:
            return f"Working day {self.days} of {name}"
        return f"Working day {self.days} from the end of {name}"


@dataclass(frozen=True)
class Step:
    """`at`, `minutes`, `place` and `done` are of steps at which people meet."""

    key: str
    kind: StepKind
    title: str
    when: When
    at: time | None = None
    minutes: int | None = None
    place: str | None = None
    done: str = ""


@dataclass(frozen=True)
class Evidence:
    """What a portfolio needs beside the standards themselves: all of it can be counted. `kinds`: how many
    different kinds of evidence; `per_standard`: pieces for each standard."""

    items: int = 10
    presentations: int = 1
    kinds: int = 1
    per_standard: int = 1


@dataclass(frozen=True)
class Words:
    """At most so many words; None where only Lectern's own ceiling of letters holds."""

    body: int | None = None
    justification: int | None = None
    ai_use: int | None = None
    statement: int | None = None


WORD_FIELDS: Mapping[str, str] = {
    "body": "What is written in a piece of evidence",
    "justification": "Why a level is claimed",
    "ai_use": "How artificial intelligence was used",
    "statement": "The headteacher’s statement",
}
FEWEST_WORDS, MOST_WORDS = 20, 3000


class FileKind(StrEnum):
    PICTURES = "pictures"
    DOCUMENTS = "documents"
    RECORDINGS = "recordings"


MOST_FILES, MOST_MEGABYTES = 10, 25
"""What Lectern takes at all; no programme can allow more."""


@dataclass(frozen=True)
class Files:
    """What may be attached. `most`: files of one piece of evidence."""

    most: int = MOST_FILES
    megabytes: int = MOST_MEGABYTES
    kinds: tuple[FileKind, ...] = tuple(FileKind)


@dataclass(frozen=True)
class OfferedText:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Groups:
    """Of people who work together, each for an award of their own. `fewest`, `most`: how many. `own_items`,
    `confirmed`: pieces that each must have alone, and contributions to shared ones that the others confirmed.
    `shared_share`: percent of somebody's claims that may rest on shared pieces. `together`: each standard reaches the
    level that counts with somebody."""

    allowed: bool = True
    fewest: int = 2
    most: int = 12
    own_items: int = 2
    confirmed: int = 1
    shared_share: int = 60
    together: bool = True


EXTENSION_DAYS, MOST_EXTENSION = 20, 60


@dataclass(frozen=True)
class Limits:
    """What a cohort keeps of its template to hold its candidates to. `extension_days`: working days after the window
    for which its programme lead may give somebody more time."""

    evidence: Evidence = field(default_factory=Evidence)
    words: Words = field(default_factory=Words)
    files: Files = field(default_factory=Files)
    groups: Groups = field(default_factory=Groups)
    extension_days: int = EXTENSION_DAYS


@dataclass(frozen=True)
class Design:
    about: str
    steps: tuple[Step, ...]
    limits: Limits = field(default_factory=Limits)
    texts: tuple[OfferedText, ...] = ()

    def step(self, key: str) -> Step | None:
        return next((one for one in self.steps if one.key == key), None)

    def text(self, key: str) -> OfferedText | None:
        return next((one for one in self.texts if one.key == key), None)

    def with_step(self, step: Step) -> "Design":
        """In the place of the one with its key, else as another one."""
        others = [one for one in self.steps if one.key != step.key]
        return replace(self, steps=tuple(sorted([*others, step], key=_in_order)))

    def without_step(self, key: str) -> "Design":
        return replace(self, steps=tuple(one for one in self.steps if one.key != key))

    def with_text(self, text: OfferedText) -> "Design":
        return replace(self, texts=tuple(text if one.key == text.key else one for one in self.texts))


def _in_order(step: Step) -> tuple[int, int, int]:
    """As the year goes: counted from a half-term's start before from its end, and there the larger number first."""
    from_end = step.when.edge is Edge.END and step.when.half_term != AFTER_WINDOW
    days = -step.when.days if from_end else step.when.days
    return IN_TERMS.index(step.when.half_term), from_end, days


def step_problems(design: Design, step: Step) -> dict[str, str]:
    found = {}
    standing = design.step(step.key)
    if standing and standing.kind in ONCE and step.kind is not standing.kind:
        found["kind"] = f"Every programme needs one: {KIND_NAMES[standing.kind].lower()}"
    elif step.kind in ONCE and any(one.kind is step.kind and one.key != step.key for one in design.steps):
        found["kind"] = f"There is one already, and only one is possible: {KIND_NAMES[step.kind].lower()}"
    if step.when.half_term == AFTER_WINDOW and step.kind is not StepKind.PANEL:
        found["half_term"] = "Only a panel can be told from the day on which the submission window closes"
    if not found and standing is None and len(design.steps) >= MOST_STEPS:
        found["title"] = f"A programme has at most {MOST_STEPS} steps"
    return found


def design_problems(design: Design) -> list[str]:
    """What keeps a programme from being published, beside gaps in its texts."""
    found = [
        f"It lacks a step: {KIND_NAMES[kind].lower()}."
        for kind in ONCE
        if not any(one.kind is kind for one in design.steps)
    ]
    places = {one.kind: _in_order(one) for one in design.steps if one.kind in ONCE}
    if not found and not places[StepKind.LAUNCH] < places[StepKind.OPENS] < places[StepKind.CLOSES]:
        found.append(
            "The launch must come first, then the day the submission window opens, then its last day."
        )
    return found


def stored(design: Design) -> dict[str, Any]:
    """As JSON keeps it and gives it back."""
    told = asdict(design)
    for step in told["steps"]:
        step["at"] = step["at"] and f"{step['at']:%H:%M}"
    return _plain(told)


def restored(told: Mapping[str, Any]) -> Design:
    return Design(
        about=told["about"],
        steps=tuple(sorted((_step(one) for one in told["steps"]), key=_in_order)),
        limits=limits(told["limits"]),
        texts=tuple(OfferedText(**one) for one in told["texts"]),
    )


def _step(told: Mapping[str, Any]) -> Step:
    when = told["when"]
    return Step(
        **{
            **told,
            "kind": StepKind(told["kind"]),
            "when": When(when["half_term"], Edge(when["edge"]), when["days"]),
            "at": time.fromisoformat(told["at"]) if told.get("at") else None,
        }
    )


def limits(told: Mapping[str, Any]) -> Limits:
    """What is not told is as it usually is."""
    files = dict(told.get("files", {}))
    if "kinds" in files:
        files["kinds"] = tuple(FileKind(one) for one in files["kinds"])
    return Limits(
        Evidence(**told.get("evidence", {})),
        Words(**told.get("words", {})),
        Files(**files),
        Groups(**told.get("groups", {})),
        told.get("extension_days", EXTENSION_DAYS),
    )


def stored_limits(found: Limits) -> dict[str, Any]:
    return _plain(asdict(found))


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
