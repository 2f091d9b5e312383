"""The maps in words and tints, on the page and in its files alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from tenants.coverage.queries.pictures import Picture
from tenants.coverage.rules.cells import By, Cell
from tenants.coverage.rules.periods import When
from tenants.priorities.rules.states import Strength

TINTS = 4


class Show(StrEnum):
    """What the squares say."""

    ITEMS = "items"
    PEOPLE = "people"
    LEVEL = "level"


SHOWS: Mapping[Show, str] = {
    Show.ITEMS: "How many items",
    Show.PEOPLE: "How many people",
    Show.LEVEL: "The highest level",
}
WHENS: Mapping[When, str] = {
    When.ALL: "Before and after",
    When.BEFORE: "Before the award",
    When.AFTER: "After the award",
}
BYS: Mapping[By, tuple[str, str]] = {
    By.STANDARDS: ("Standards and priorities", "Standard"),
    By.COHORTS: ("Cohorts and priorities", "Cohort"),
    By.HALF_TERMS: ("Half-terms and priorities", "Half-term"),
}
STRENGTHS: Mapping[Strength, tuple[str, str]] = {
    Strength.TOUCHES: ("•", "touches"),
    Strength.SUPPORTS: ("••", "supports"),
    Strength.DRIVES: ("•••", "drives"),
}
Saying = Callable[[Cell], tuple[str, int]]
"""What a square says, and its tint."""
HEADINGS = (
    "Whose work", "Year", "Half-term", "Award", "Map", "Row", "Priority", "Title", "Strength", "Items", "People",
    "Named by their owners", "By the mapping or focus", "Beyond the team", "Highest level",
)  # fmt: skip
WIDTHS = (26, 11, 14, 16, 26, 34, 9, 40, 12, 8, 8, 22, 24, 16, 14)
LEVEL_WIDTH = 9


def tint(items: int, most: int) -> int:
    """0 for nothing, then 1 to 4 by how it stands to the fullest square."""
    return -(-TINTS * items // most) if items else 0


def shown(found: Picture, show: Show) -> Saying:
    def value(cell: Cell) -> int:
        return {Show.ITEMS: cell.items, Show.PEOPLE: cell.people, Show.LEVEL: cell.highest or 0}[show]

    most = max((value(cell) for cells in found.maps.cells.values() for cell in cells.values()), default=0)
    return lambda cell: (str(value(cell) or "–"), tint(value(cell), most))


def asked_words(found: Picture) -> tuple[str, str, str]:
    """The year, the half-term, and whether work before or after the award is counted."""
    return (
        found.plan.year.name,
        found.half.name if found.half else "The whole year",
        WHENS[found.asked.when],
    )


def widths(found: Picture) -> Sequence[int]:
    return (*WIDTHS, *(LEVEL_WIDTH for _ in found.framework.levels))


def rows(found: Picture, whose: str) -> Iterator[Sequence[str]]:
    """A column for each level of the version of the standards that the plan is mapped to."""
    levels = [one.number for one in found.framework.levels]
    yield (*HEADINGS, *(f"Level {level}" for level in levels))
    for by, (words, _) in BYS.items():
        for line in found.lines(by):
            for aim in found.aims:
                strength = found.strength(by, aim, line)
                own = (
                    whose,
                    *asked_words(found),
                    words,
                    line.words,
                    str(aim.number),
                    aim.title,
                    STRENGTHS[strength][1] if strength else "",
                )
                yield (*own, *_figures(found.cell(by, aim, line), levels))


def _figures(cell: Cell, levels: Sequence[int]) -> Sequence[str]:
    counted = (cell.items, cell.people, cell.named, cell.follows, cell.beyond)
    return (
        *map(str, counted),
        str(cell.highest or ""),
        *(str(cell.levels.get(level, 0)) for level in levels),
    )
