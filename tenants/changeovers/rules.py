"""What was written to the standards of one version, taken along into another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from tenants.portfolios.rules.audits import View
from tenants.portfolios.rules.claims import Said
from tenants.standards.rules.replacing import Becomes

Text = TypeVar("Text")
ANOTHER = "Your school’s version for new cohorts is another one by now. Read this page again first."
BEGUN = "Somebody of this cohort has handed in, so it keeps its version of the standards."
CLOSED = "This cohort is closed, so it keeps its version of the standards."


@dataclass(frozen=True)
class Moved(Generic[Text]):
    """`to_check`: it was copied, put together with another, or its level is another one."""

    text: Text
    to_check: bool


@dataclass(frozen=True)
class Along(Generic[Text]):
    """By number of the later version; and the numbers of the earlier one whose text nothing takes up."""

    moved: Mapping[int, Moved[Text]]
    fallen: frozenset[int]


def taken_along(
    held: Mapping[int, Text], becomes: Becomes, together: Callable[[Sequence[Text]], Text]
) -> Along[Text]:
    """`together` makes one text of those that come to one standard, the earliest number first."""
    coming: dict[int, list[int]] = {}
    for old in sorted(held):
        for new in becomes.get(old, ()):
            coming.setdefault(new, []).append(old)
    moved = {}
    for new, olds in coming.items():
        text = together([held[old] for old in olds])
        same = len(olds) == 1 and len(becomes[olds[0]]) == 1 and text == held[olds[0]]
        moved[new] = Moved(text, to_check=not same)
    return Along(moved, frozenset(old for old in held if not becomes.get(old)))


def one_claim(said: Sequence[Said], highest: int) -> Said:
    """The farthest reach stays, and both sentences. Never a level that the version does not have."""
    first = max(said, key=lambda one: one.level or 0)
    others = [one for one in said if one is not first]
    sentences = "\n\n".join(dict.fromkeys(one.justification for one in (first, *others) if one.justification))
    return replace(
        first,
        level=_within(first.level, highest),
        justification=sentences,
        reach_who=_first_of(one.reach_who for one in (first, *others)),
        reach_team=_first_of(one.reach_team for one in (first, *others)),
        reach_school=_first_of(one.reach_school for one in (first, *others)),
        reach_when=_first_of(one.reach_when for one in (first, *others)),
    )


def one_view(views: Sequence[View], highest: int) -> View:
    levels = [one.level for one in views if one.level]
    targets = [one.target for one in views if one.target]
    return View(
        level=_within(max(levels, default=None), highest),
        target=_within(max(targets, default=None), highest),
        reflection="\n\n".join(dict.fromkeys(one.reflection for one in views if one.reflection)),
    )


def numbers_along(numbers: Sequence[int], becomes: Becomes) -> list[int]:
    return sorted({new for old in numbers for new in becomes.get(old, ())})


def number_along(number: int, becomes: Becomes) -> int | None:
    """Of what can be about one standard only: where it was divided, about the first part."""
    return next(iter(becomes.get(number, ())), None)


def named_since(then: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> bool:
    """Kind → id → the standards it names. What is gone since has nothing to go back to, and stands in nobody's way."""
    return any(
        one not in then[kind] or then[kind][one] != numbers
        for kind, named in now.items()
        for one, numbers in named.items()
    )


def _within(level: int | None, highest: int) -> int | None:
    return level and min(level, highest)


def _first_of(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
