"""A version of the standards while the operator writes it: one document of sections, standards, levels and numbers."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

MOST_STANDARDS, MOST_LEVELS = 40, 9
USUAL = 10
CHANGED = "This draft was changed since you opened the page. Look at it again first."


@dataclass(frozen=True)
class DraftStandard:
    """Its number is its place in the draft; `key` stays with it when it moves."""

    key: str
    title: str
    category: str
    about: str
    prompt: str


@dataclass(frozen=True)
class DraftLevel:
    name: str
    reach: str
    about: str


@dataclass(frozen=True)
class Numbers:
    """The pass rule, how long an award is valid, and the clocks: see the columns of an Edition."""

    pass_level: int = 3
    pass_count: int = 7
    floor_level: int = 1
    years_valid: int = 3
    answer_days: int = 3
    assess_days: int = 15
    return_days: int = 10
    resubmit_days: int = 60


NUMBER_LABELS: Mapping[str, str] = {
    "pass_count": "Standards at the pass level or above",
    "pass_level": "Pass level",
    "floor_level": "Lowest level on every standard",
    "years_valid": "Years an award is valid",
    "answer_days": "Working days to accept an assessment",
    "assess_days": "Working days to assess",
    "return_days": "Working days to hand in again after a return",
    "resubmit_days": "Days for a second attempt",
}


@dataclass(frozen=True)
class Draft:
    """`replaced`: number of a standard of the version it follows → keys of those that take its place; a number that is
    not there has not been answered yet."""

    code: str
    title: str
    numbers: Numbers = field(default_factory=Numbers)
    levels: tuple[DraftLevel, ...] = ()
    standards: tuple[DraftStandard, ...] = ()
    replaced: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sections(self) -> list[tuple[str, list[tuple[int, DraftStandard]]]]:
        return [
            (name, list(of))
            for name, of in groupby(enumerate(self.standards, 1), lambda one: one[1].category)
        ]

    def number(self, key: str) -> int:
        return next(at for at, one in enumerate(self.standards, 1) if one.key == key)

    def with_standard(self, standard: DraftStandard, number: int) -> "Draft":
        """In that place: moved there if it is in the draft already."""
        others = [one for one in self.standards if one.key != standard.key]
        others.insert(number - 1, standard)
        return replace(self, standards=tuple(others))

    def without_standard(self, number: int) -> "Draft":
        """What it alone would have replaced is to be answered anew."""
        gone = self.standards[number - 1].key
        left = {old: tuple(key for key in keys if key != gone) for old, keys in self.replaced.items()}
        kept = {old: keys for old, keys in left.items() if keys or not self.replaced[old]}
        others = tuple(one for one in self.standards if one.key != gone)
        return replace(self, standards=others, replaced=kept)

    def with_level(self, level: DraftLevel, number: int) -> "Draft":
        return replace(self, levels=(*self.levels[: number - 1], level, *self.levels[number:]))

    def without_last_level(self) -> "Draft":
        return replace(self, levels=self.levels[:-1])

    def with_replaced(self, number: int, keys: tuple[str, ...]) -> "Draft":
        return replace(self, replaced={**self.replaced, number: keys})

    @property
    def direct(self) -> dict[int, tuple[int, ...]]:
        """By number instead of key."""
        return {old: tuple(sorted(self.number(key) for key in keys)) for old, keys in self.replaced.items()}


@dataclass(frozen=True)
class Problem:
    """What keeps a draft from being published; `part` and `number` say on which page it is put right."""

    part: str
    words: str
    number: int | None = None


def problems(
    draft: Draft, before: Mapping[int, str], taken: frozenset[str], instead: str = ""
) -> list[Problem]:
    """`before`: number → title of the version it follows; `taken`: codes of versions that are published; `instead`: the
    title of the version published last, when it follows another one."""
    return [
        *_of_following(instead),
        *_of_description(draft, taken),
        *_of_standards(draft),
        *_of_levels(draft),
        *_of_numbers(draft),
        *(
            Problem("replacement", f"Say what takes the place of standard {old}, {title}.", old)
            for old, title in before.items()
            if old not in draft.replaced
        ),
    ]


def _of_following(instead: str) -> list[Problem]:
    """Two that follow the same one would not know of each other, and who moves between them would lose everything."""
    if not instead:
        return []
    words = (
        f"This draft must follow {instead}, the version that was published last."
        " Begin a new draft, which follows it, and copy over what you have written here."
    )
    return [Problem("following", words)]


def _of_description(draft: Draft, taken: frozenset[str]) -> list[Problem]:
    found = []
    if not draft.title:
        found.append(Problem("description", "It has no name."))
    if not draft.code:
        found.append(Problem("description", "It has no short name."))
    if draft.code in taken:
        found.append(Problem("description", f"Another version has the short name {draft.code} already."))
    return found


def _of_standards(draft: Draft) -> list[Problem]:
    if not draft.standards:
        return [Problem("standards", "It has no standards.")]
    found = [
        Problem("standard", f"Standard {number} lacks its {', its '.join(lacks)}.", number)
        for number, one in enumerate(draft.standards, 1)
        if (lacks := [word for word, text in _texts(one) if not text])
    ]
    names = [name for name, _ in draft.sections]
    found += [
        Problem("standards", f"The standards of the section ‘{name}’ must follow each other.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return found


def _texts(one: DraftStandard) -> list[tuple[str, str]]:
    return [("title", one.title), ("section", one.category), ("text", one.about), ("question", one.prompt)]


def _of_levels(draft: Draft) -> list[Problem]:
    if not draft.levels:
        return [Problem("levels", "It has no levels.")]
    return [
        Problem("level", f"Level {number} lacks its name or its reach.", number)
        for number, one in enumerate(draft.levels, 1)
        if not (one.name and one.reach and one.about)
    ]


def _of_numbers(draft: Draft) -> list[Problem]:
    wrong = number_problems(draft.numbers, len(draft.standards), len(draft.levels))
    return [Problem("numbers", words) for words in wrong.values()]


def number_problems(numbers: Numbers, standards: int, levels: int) -> dict[str, str]:
    """Field → what is wrong with it. Nothing of the standards or levels is said before there are any."""
    found = {}
    if standards and numbers.pass_count > standards:
        found["pass_count"] = f"There are {standards} standards, so nobody can reach {numbers.pass_count}"
    if levels and numbers.pass_level > levels:
        found["pass_level"] = f"The highest level is {levels}"
    if numbers.floor_level > numbers.pass_level:
        found["floor_level"] = "The lowest level must not be above the pass level"
    return found


def stored(draft: Draft) -> dict[str, Any]:
    """As JSON keeps it and gives it back."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(draft)))
    return plain


def restored(told: Mapping[str, Any]) -> Draft:
    return Draft(
        code=told["code"],
        title=told["title"],
        numbers=Numbers(**told["numbers"]),
        levels=tuple(DraftLevel(**one) for one in told["levels"]),
        standards=tuple(DraftStandard(**one) for one in told["standards"]),
        replaced={int(old): tuple(keys) for old, keys in told["replaced"].items()},
    )


def told(draft: Draft) -> dict[str, str]:
    """Label → words, so that two saves can be read beside each other."""
    return {
        "Name": draft.title,
        "Short name": draft.code,
        **{NUMBER_LABELS[name]: str(value) for name, value in asdict(draft.numbers).items()},
        **{
            f"Level {number}": f"{one.name}. {one.reach}. {one.about}"
            for number, one in enumerate(draft.levels, 1)
        },
        **{
            f"Standard {number}": f"{one.title} ({one.category}). {one.about} {one.prompt}"
            for number, one in enumerate(draft.standards, 1)
        },
        **{
            f"What takes the place of standard {old}": ", ".join(map(str, numbers)) or "Nothing"
            for old, numbers in draft.direct.items()
        },
    }
