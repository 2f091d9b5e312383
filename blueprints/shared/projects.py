"""The figures of a project as pages show them: a drawing, its table, and what they cannot tell."""

from dataclasses import dataclass

from markupsafe import Markup

from blueprints.shared.charts import Figure, course
from blueprints.shared.words import count
from tenants.base.days import day_in_words
from tenants.base.figures import said
from tenants.projects.rules.measures import HELD_BACK, NO_CLAIM, cautions, change
from tenants.projects.rules.telling import Measure, Point, Told


@dataclass(frozen=True)
class Shown:
    measure: Measure
    name: str
    change: str
    cautions: list[str]
    drawing: Markup | None
    rows: list[tuple[str, str, int]]
    columns: tuple[str, ...] = ("Date", "Figure", "People behind it")
    no_claim: str = NO_CLAIM
    held_back: str = HELD_BACK


def shown(told: Told) -> list[Shown]:
    return [shown_measure(one) for one in told.measures]


def shown_measure(measure: Measure) -> Shown:
    name = f"{measure.name} ({measure.unit})" if measure.unit else measure.name
    return Shown(
        measure,
        name,
        change(measure.points, measure.unit, measure.better),
        cautions(measure.points),
        course(name, [_figure(one, measure.unit) for one in measure.points]) if measure.points else None,
        [(day_in_words(one.day), said(one.value, measure.unit), one.people) for one in measure.points],
    )


def _figure(point: Point, unit: str) -> Figure:
    return Figure(
        day=point.day,
        value=float(point.value),
        words=said(point.value, unit),
        short=said(point.value, unit if unit == "%" else ""),
        about=count(point.people, "person", "people"),
    )
