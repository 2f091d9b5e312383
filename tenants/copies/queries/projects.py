"""A project as a copy tells it: everything that was written, line by line."""

from collections.abc import Iterator

from tenants.base.days import day_in_words
from tenants.base.figures import said
from tenants.copies.queries.priorities import PRIORITIES
from tenants.copies.rules.contents import ProjectTold
from tenants.projects.rules.telling import Measure, Milestone, Reference, Told
from tenants.projects.rules.words import LABELS, shown


def project_told(told: Told, priorities: str = "") -> ProjectTold:
    """`priorities`: what was named of it."""
    written = ((label, shown(getattr(told.words, field))) for field, label in LABELS.items())
    serves = (PRIORITIES, priorities)
    lists = {
        "Reading list": [_reference(one) for one in told.references],
        **{f"{one.name} ({one.better.value} is better)": list(_figures(one)) for one in told.measures},
        "Milestones": [_milestone(one) for one in told.milestones],
    }
    return ProjectTold(
        title=told.name,
        said=tuple((label, words) for label, words in (*written, serves) if words),
        lists=tuple((heading, tuple(lines)) for heading, lines in lists.items() if lines),
    )


def _reference(one: Reference) -> str:
    year = f"({one.year})" if one.year else ""
    return " ".join(filter(None, (one.authors, year, f"{one.title}.", one.source, one.link)))


def _figures(one: Measure) -> Iterator[str]:
    for point in one.points:
        yield f"{day_in_words(point.day)}: {said(point.value, one.unit)}, {point.people} people"


def _milestone(one: Milestone) -> str:
    return f"{one.when}: {one.words}{f' (done on {day_in_words(one.done_on)})' if one.done_on else ''}"
