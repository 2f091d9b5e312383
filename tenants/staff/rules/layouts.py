"""The same export brings the same columns each year. A layout is the set of their names, in whatever order they
stand; only its hash is kept, and which of the names in order of the alphabet was taken for what."""

import json
from collections.abc import Mapping
from hashlib import sha256

from tenants.staff.rules.columns import Column
from tenants.staff.rules.tables import Columns, Table, column_problems


def layout(found: Table) -> str:
    names = [found.headers[place].casefold() for place in _in_order(found)]
    return sha256(json.dumps(names).encode()).hexdigest()


def by_name(found: Table, chosen: Columns) -> dict[str, int]:
    order = _in_order(found)
    return {column.value: order.index(place) for column, place in chosen.items()}


def as_before(found: Table, kept: Mapping[str, int]) -> dict[Column, int]:
    """For a list of the same layout; nothing if the choice would be no good any more."""
    order = _in_order(found)
    chosen = {column: order[kept[column.value]] for column in Column if column.value in kept}
    return {} if column_problems(chosen) else chosen


def _in_order(found: Table) -> list[int]:
    return sorted(range(len(found.headers)), key=lambda place: (found.headers[place].casefold(), place))
