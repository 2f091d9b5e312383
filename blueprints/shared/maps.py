"""Rows of an evidence map, as the macro in macros/evidence_map.html takes them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

Row = dict[str, Any]


class Told(Protocol):
    """A standard, live or of a snapshot."""

    @property
    def number(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def category(self) -> Any: ...


def map_rows(
    standards: Iterable[Told],
    levels: Mapping[int, int],
    pieces: Mapping[int, int] | None = None,
    href: Callable[[int], str] | None = None,
    targets: Mapping[int, int] | None = None,
) -> list[Row]:
    """`levels` and `pieces` by the standard's number; `href` tells where its row leads; `targets`
    where the person wants to get to."""
    return [
        {
            "number": one.number,
            "title": one.title,
            "category": one.category,
            "level": levels.get(one.number, 0),
            "target": (targets or {}).get(one.number),
            "pieces": (pieces or {}).get(one.number, 0),
            "href": href(one.number) if href else None,
        }
        for one in standards
    ]
