"""What the demonstration tells of a project, from the file of its candidate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """The word of a mentor or programme lead on a plan."""

    ago: int
    by: str
    words: str = ""
    agreed: bool = True


@dataclass(frozen=True)
class Counting:
    """A measure; `figures`: school days ago, figure, people behind it."""

    name: str
    unit: str
    better: str
    figures: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class Project:
    """`words`: what is written by the day of `asked`, or as far as it came; `changed`: after it was agreed;
    `found`: of the findings. `milestones`: until when, what, and when it was done."""

    begun: int
    words: Mapping[str, Any]
    references: tuple[Mapping[str, Any], ...] = ()
    measures: tuple[Counting, ...] = ()
    milestones: tuple[tuple[Any, ...], ...] = ()
    asked: int | None = None
    answers: tuple[Said, ...] = ()
    changed: Mapping[str, Any] = field(default_factory=dict)
    changed_on: int = 0
    found: Mapping[str, Any] = field(default_factory=dict)
    found_on: int = 0
    shared: int | None = None
    finished: int | None = None
    library: int | None = None


def project(told: dict[str, Any]) -> Project:
    lists: dict[str, Any] = {
        "references": tuple(told.get("references", ())),
        "measures": tuple(_counting(one) for one in told.get("measures", ())),
        "milestones": tuple(tuple(one) for one in told.get("milestones", ())),
        "answers": tuple(Said(**one) for one in told.get("answers", ())),
    }
    return Project(**told | lists)


def _counting(told: dict[str, Any]) -> Counting:
    return Counting(**told | {"figures": tuple(tuple(one) for one in told.get("figures", ()))})
