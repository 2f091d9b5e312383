"""What may go wrong in a group, in words, for its members and whoever runs the cohort. Nothing of it blocks anybody."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONG = timedelta(days=14)
FEW = 4
"""Contributions from which on a share of them says something."""


@dataclass(frozen=True)
class Carried:
    """What one member contributed to the pool, by what the others say to it; how many versions they saved; since when
    the oldest of theirs waits for a word."""

    name: str
    confirmed: int = 0
    said: int = 0
    questioned: int = 0
    saved: int = 0
    waits_since: date | None = None
    agrees: bool = True

    @property
    def contributions(self) -> int:
        return self.confirmed + self.said + self.questioned


@dataclass(frozen=True)
class Standing:
    """A group as its risks look at it. `claimed`: the standards that anybody claims; `asked`: who has not answered,
    and since when."""

    carried: Sequence[Carried]
    asked: Mapping[str, date]
    standards: Collection[int]
    claimed: Collection[int]
    charter_written: bool
    pieces: int


@dataclass(frozen=True)
class Risk:
    title: str
    text: str


def risks(group: Standing, today: date) -> list[Risk]:
    found = (_unanswered, _uneven, _waiting, _questioned, _unclaimed, _unconfirmed, _charter)
    return [risk for one in found for risk in one(group, today)]


def _unanswered(group: Standing, today: date) -> Iterator[Risk]:
    late = [name for name, since in group.asked.items() if today - since >= LONG]
    if late:
        yield Risk("An invitation waits", f"{_names(late)} {_have(late)} not answered for 14 days or more.")


def _uneven(group: Standing, today: date) -> Iterator[Risk]:
    whole = sum(one.contributions for one in group.carried)
    if whole < FEW or len(group.carried) < 2:
        return
    most = max(group.carried, key=lambda one: one.contributions)
    if 2 * most.contributions > whole:
        yield Risk(
            f"{most.name} carries more than half",
            f"{most.contributions} of {whole} contributions are theirs. Ask the group who could take on more.",
        )


def _waiting(group: Standing, today: date) -> Iterator[Risk]:
    late = [one.name for one in group.carried if one.waits_since and today - one.waits_since > LONG]
    if late:
        yield Risk(
            "A contribution waits for the others",
            f"What {_names(late)} did has waited more than 14 days for somebody’s word.",
        )


def _questioned(group: Standing, today: date) -> Iterator[Risk]:
    asked = [one.name for one in group.carried if one.questioned]
    if asked:
        yield Risk(
            "A contribution is questioned", f"The group differs on what {_names(asked)} did. Talk about it."
        )


def _unclaimed(group: Standing, today: date) -> Iterator[Risk]:
    gaps = sorted(set(group.standards) - set(group.claimed))
    if gaps and group.pieces:
        word = "standard" if len(gaps) == 1 else "standards"
        yield Risk(
            "Nobody claims every standard yet", f"Nobody has evidence for {word} {_names(map(str, gaps))}."
        )


def _unconfirmed(group: Standing, today: date) -> Iterator[Risk]:
    none = [one.name for one in group.carried if not one.confirmed]
    if none and group.pieces:
        yield Risk(
            "Somebody has no confirmed contribution",
            f"{_names(none)} {_have(none)} none yet. Without one, nothing shared counts for them.",
        )


def _charter(group: Standing, today: date) -> Iterator[Risk]:
    if not group.charter_written:
        yield Risk(
            "There is no charter yet", "Nobody has written down who does what and how the group decides."
        )
        return
    missing = [one.name for one in group.carried if not one.agrees]
    if missing:
        yield Risk(
            "The charter is not agreed", f"{_names(missing)} {_have(missing)} not agreed to it as it stands."
        )


def _have(names: Collection[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _names(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
