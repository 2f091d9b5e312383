"""What became of the standards of one version in another."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

from tenants.standards.rules.drafting import NUMBER_LABELS, Draft, DraftStandard

Becomes = Mapping[int, tuple[int, ...]]
"""Number in one version → numbers in another: one, several where it was divided, none where it fell away."""
Which = TypeVar("Which", bound=Hashable)


def through(first: Becomes, then: Becomes) -> dict[int, tuple[int, ...]]:
    """Both steps at once."""
    return {
        old: tuple(sorted({new for middle in middles for new in then.get(middle, ())}))
        for old, middles in first.items()
    }


def closure(
    followed: Which, direct: Becomes, earlier: Mapping[Which, Becomes]
) -> dict[Which, dict[int, tuple[int, ...]]]:
    """What the standards of every version before became. `earlier`: what became of theirs in the one followed."""
    return {
        **{which: through(becomes, direct) for which, becomes in earlier.items()},
        followed: {old: tuple(sorted(new)) for old, new in direct.items()},
    }


def backwards(becomes: Becomes, numbers: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Each number of the later version → those of the earlier one that it stands for."""
    return {new: tuple(sorted(old for old, all_new in becomes.items() if new in all_new)) for new in numbers}


@dataclass(frozen=True)
class Change:
    """One line of the comparison. `kind`: kept, reworded, divided, joined, gone, new."""

    kind: str
    words: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


def compared(before: Draft, after: Draft, becomes: Becomes) -> list[Change]:
    """Standard by standard, in the order of the earlier version; what is new stands at the end."""
    back = backwards(becomes, range(1, len(after.standards) + 1))
    told = [_told(number, before, after, becomes, back) for number in range(1, len(before.standards) + 1)]
    new = [
        Change("new", f"Standard {number}, {after.standards[number - 1].title}, is new.", after=(number,))
        for number, olds in back.items()
        if not olds
    ]
    return [*told, *new]


def _told(number: int, before: Draft, after: Draft, becomes: Becomes, back: Becomes) -> Change:
    old, numbers = before.standards[number - 1], becomes.get(number, ())
    name = f"Standard {number}, {old.title},"
    if not numbers:
        return Change("gone", f"{name} falls away.", (number,))
    if len(numbers) > 1:
        return Change("divided", f"{name} is divided into {_named(numbers, after)}.", (number,), numbers)
    olds = back.get(numbers[0], ())
    if len(olds) > 1:
        others = ", ".join(str(one) for one in olds if one != number)
        words = f"{name} is put together with {others} into {_named(numbers, after)}."
        return Change("joined", words, (number,), numbers)
    return _one_to_one(number, old, numbers, after)


def _one_to_one(number: int, old: DraftStandard, numbers: tuple[int, ...], after: Draft) -> Change:
    new = after.standards[numbers[0] - 1]
    changed = [
        word
        for word, name in (
            ("title", "title"),
            ("section", "category"),
            ("text", "about"),
            ("question", "prompt"),
        )
        if getattr(old, name) != getattr(new, name)
    ]
    name = f"Standard {number}, {old.title},"
    moved = numbers[0] != number
    if not changed:
        words = f"{name} stays, as standard {numbers[0]}." if moved else f"{name} stays as it is."
        return Change("kept", words, (number,), numbers)
    where = _named(numbers, after) if moved or "title" in changed else "standard " + str(number)
    words = f"{name} becomes {where}, with another {' and another '.join(changed)}."
    return Change("reworded", words, (number,), numbers)


def _named(numbers: tuple[int, ...], after: Draft) -> str:
    return " and ".join(f"standard {one}, {after.standards[one - 1].title}" for one in numbers)


def rules_compared(before: Draft, after: Draft) -> list[tuple[str, str, str]]:
    """What is told of each number and level that differs: what, before, after."""
    old, new = asdict(before.numbers), asdict(after.numbers)
    numbers = [
        (NUMBER_LABELS[name], str(old[name]), str(new[name]))
        for name in NUMBER_LABELS
        if old[name] != new[name]
    ]
    most = max(len(before.levels), len(after.levels))
    levels = [(f"Level {at}", _level(before, at), _level(after, at)) for at in range(1, most + 1)]
    return [*numbers, *(one for one in levels if one[1] != one[2])]


def _level(draft: Draft, at: int) -> str:
    if at > len(draft.levels):
        return "None"
    one = draft.levels[at - 1]
    return f"{one.name}: {one.reach}. {one.about}"
