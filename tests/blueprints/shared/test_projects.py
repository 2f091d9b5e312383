"""A drawing and its table say the same, figure by figure, with the people behind each."""

from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from blueprints.shared.charts import Figure, course
from blueprints.shared.projects import shown_measure
from blueprints.shared.words import count
from tenants.base.ids import new_id
from tenants.projects.rules.measures import NO_CLAIM
from tenants.projects.rules.states import Better
from tenants.projects.rules.telling import Measure, Point

SVG = "{http://www.w3.org/2000/svg}"
POINTS = st.lists(
    st.builds(
        Point,
        id=st.builds(new_id),
        day=st.dates(date(2026, 9, 1), date(2027, 7, 1)),
        value=st.decimals(-10_000, 10_000, places=3),
        people=st.integers(1, 500),
    ),
    min_size=1,
    max_size=9,
).map(lambda points: tuple(sorted(points, key=lambda point: point.day)))


def marks(root: ET.Element) -> list[tuple[float, float]]:
    return [(float(one.get("cx", "nan")), float(one.get("cy", "nan"))) for one in root.iter(f"{SVG}circle")]


@given(POINTS, st.sampled_from(["", "%", "words a minute", "<b>&"]))
def test_what_is_drawn_is_what_the_table_says(points: tuple[Point, ...], unit: str) -> None:
    shown = shown_measure(Measure(new_id(), "Lines & words", unit, Better.HIGHER, points))
    assert [row[2] for row in shown.rows] == [point.people for point in points]
    root = ET.fromstring(shown.drawing or "")
    told = (root.findtext(f"{SVG}desc") or "").removesuffix(".").split("; ")
    assert told == [f"{day}: {said}, {count(people, 'person', 'people')}" for day, said, people in shown.rows]
    assert len(marks(root)) == len(points)
    words = {"".join(one.itertext()) for one in root.iter(f"{SVG}text")}
    for row, point in ((shown.rows[0], points[0]), (shown.rows[-1], points[-1])):
        assert row[1].split(" ")[0] in words
        assert count(point.people, "person", "people") in words
    assert shown.no_claim == NO_CLAIM


@given(POINTS)
def test_later_stands_further_right_and_more_stands_higher(points: tuple[Point, ...]) -> None:
    figures = [Figure(one.day, float(one.value), str(one.value), "", "") for one in points]
    places = marks(ET.fromstring(course("Title", figures)))
    for (x, y), one in zip(places, points, strict=True):
        for (other_x, other_y), other in zip(places, points, strict=True):
            assert not (one.day > other.day and x < other_x)
            assert not (one.value > other.value and y > other_y + 0.1)
