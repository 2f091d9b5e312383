"""Levels by standard, as the macro `evidence_map` draws them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tenants.standards.queries import Framework


@dataclass(frozen=True)
class Row:
    number: int
    title: str
    category: str
    level: int | None
    pieces: int
    href: str | None


def rows(
    framework: Framework,
    levels: Mapping[int, int | None],
    pieces: Mapping[int, int] | None = None,
    door: Callable[[int], str | None] = lambda number: None,
) -> list[Row]:
    return [
        Row(
            one.number,
            one.title,
            one.category,
            levels.get(one.number),
            (pieces or {}).get(one.number, 0),
            door(one.number),
        )
        for one in framework.standards
    ]
