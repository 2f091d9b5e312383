"""When a priority is looked at: once each half-term."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from tenants.schools.rules import Span

TOWARDS_THE_END = timedelta(days=14)
"""From so long before the last day of a half-term on, its review is due."""


def begun(half_terms: Mapping[str, Span], today: date) -> list[str]:
    """Those that can be reviewed, in their order."""
    return [code for code, span in half_terms.items() if span.starts_on <= today]


def due(half_terms: Mapping[str, Span], reviewed: Collection[str], today: date) -> str | None:
    """The latest half-term that is over or nearly so, if it was not reviewed; earlier ones are let go."""
    ripe = [code for code, span in half_terms.items() if span.ends_on - TOWARDS_THE_END <= today]
    return ripe[-1] if ripe and ripe[-1] not in reviewed else None
