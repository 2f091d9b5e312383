"""Which standards a priority may be about, by the words that both use. A person decides; this only points."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.base.searching import words_of
from tenants.priorities.rules.mapping import Cell
from tenants.priorities.rules.states import Strength

SHORTEST = 4
STEM = 5
"""Words that begin alike by so many letters are taken for forms of one: 'coach' and 'coaching'."""
COMMON = 0.4
"""A word that more than so many of the standards use tells none of them apart."""
ENOUGH = 2
MOST_FOR_ONE = 4
EMPTY = frozenset(
    """
    about after again also another because been before being between could does doing done each else every from
    have here into less like made make makes making many more most much must need needs only other over same school
    schools should some such than that their them then there these they this those through under very want well were
    what when where which while will with work working would year years your colleague colleagues lesson
    lessons pupil pupils learner learners learning teacher teachers teaching staff improve improving
    people something someone
    """.split()  # noqa: SIM905 - a list of words, to be read
)


@dataclass(frozen=True)
class Told:
    """Of a standard or a priority, what counts most and the rest."""

    title: str
    rest: str


@dataclass(frozen=True)
class Suggestion:
    """`shared`: the words as the priority has them."""

    priority_id: UUID
    standard_number: int
    strength: Strength
    shared: tuple[str, ...]

    @property
    def cell(self) -> Cell:
        return self.priority_id, self.standard_number

    @property
    def why(self) -> str:
        return f"Both say {_listed(self.shared)}"


def suggestions(
    standards: Mapping[int, Told], priorities: Mapping[UUID, Told], mapped: Iterable[Cell]
) -> list[Suggestion]:
    """For each priority the likeliest of the standards that are not mapped to it, the likeliest first."""
    stems = {number: _stems(told) for number, told in standards.items()}
    common = _common(stems.values())
    taken = set(mapped)
    found: list[Suggestion] = []
    for priority_id, told in priorities.items():
        likely = [
            one
            for number in standards
            if (priority_id, number) not in taken
            and (one := _suggestion(priority_id, told, number, standards[number], common))
        ]
        found += sorted(likely, key=lambda one: -len(one.shared))[:MOST_FOR_ONE]
    return found


def _suggestion(
    priority_id: UUID, priority: Told, number: int, standard: Told, common: frozenset[str]
) -> Suggestion | None:
    """One word suffices where it stands in a title; else it takes several."""
    theirs = _stems(standard) - common
    shared = {_stem(word): word for word in _words(f"{priority.title} {priority.rest}")}
    both = tuple(word for stem, word in shared.items() if stem in theirs)
    in_title = {_stem(word) for word in _words(standard.title)} - common
    titled = any(_stem(word) in in_title for word in both)
    if not titled and len(both) < ENOUGH:
        return None
    strength = Strength.SUPPORTS if titled else Strength.TOUCHES
    return Suggestion(priority_id, number, strength, both[:MOST_FOR_ONE])


def _common(stems: Iterable[set[str]]) -> frozenset[str]:
    counted = [set(one) for one in stems]
    times = Counter(stem for one in counted for stem in one)
    return frozenset(stem for stem, often in times.items() if often > COMMON * len(counted))


def _stems(told: Told) -> set[str]:
    return {_stem(word) for word in _words(f"{told.title} {told.rest}")}


def _words(text: str) -> list[str]:
    return [word for word in words_of(text) if len(word) >= SHORTEST and word not in EMPTY]


def _stem(word: str) -> str:
    return word[:STEM]


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
