"""Lines of management: who reports to whom, and that nobody is, through others, their own manager."""

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def looped(lines: Mapping[Key, Key | None]) -> set[Key]:
    """Everybody who would be, through others, their own line manager. `lines`: person → manager."""
    settled: set[Key] = set()
    found: set[Key] = set()
    for start in lines:
        way = _way_up(start, lines, settled)
        top = lines.get(way[-1]) if way else None
        if top in way:
            found.update(way[way.index(top) :])
        settled.update(way)
    return found


def _way_up(start: Key, lines: Mapping[Key, Key | None], settled: set[Key]) -> list[Key]:
    way: list[Key] = []
    seen: set[Key] = set()
    step: Key | None = start
    while step is not None and step not in settled and step not in seen:
        way.append(step)
        seen.add(step)
        step = lines.get(step)
    return way


def without_loops(
    standing: Mapping[Key, Key | None], proposed: Mapping[Key, Key]
) -> tuple[dict[Key, Key], set[Key]]:
    """The proposed lines that can stand together beside the standing ones, and whose proposals would close a
    loop. Taking one back may show another, so it goes on until there is none."""
    kept, refused = dict(proposed), set[Key]()
    while closing := looped({**standing, **kept}) & kept.keys():
        refused |= closing
        kept = {person: manager for person, manager in kept.items() if person not in closing}
    return kept, refused
