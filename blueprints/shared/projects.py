"""The figures of a project as pages show them: a drawing, its table, and what they cannot tell."""

from dataclasses import dataclass

from markupsafe import Markup

from blueprints.shared.charts import Figure, course
from blueprints.shared.words import count, day
from tenants.projects.rules.measures import HELD_BACK, NO_CLAIM, cautions, change, said
from tenants.projects.rules.telling import Measure, Point, Told


@dataclass(frozen=True)
class Shown:
    measure: Measure
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
    return Shown(
        measure,
        change(measure.points, measure.unit, measure.better),
        cautions(measure.points),
        course(measure.name, [_figure(one, measure.unit) for one in measure.points])
        if measure.points
        else None,
        [(day(one.day), said(one.value, measure.unit), one.people) for one in measure.points],
    )


def _figure(point: Point, unit: str) -> Figure:
    return Figure(
        point.day, float(point.value), said(point.value, unit), count(point.people, "person", "people")
    )
