from datetime import date
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from blueprints.shared import charts
from blueprints.shared.charts import Series
from tests.blueprints.shared.bench import Bench

NOW, THEN = Series("Now", [3, 2, 0]), Series("September", [1, 2, 1])
LABELS = ["Communication and presenting", "Negotiating and influencing", "Always a learner"]
SVG = "{http://www.w3.org/2000/svg}"

DRAWINGS = {
    "ring": charts.ring("Standards evidenced", 6, 10),
    "bars": charts.bars("Evidence per standard", list(zip(LABELS, [4, 0, 2], strict=True))),
    "stacked": charts.stacked_bars("Stages", LABELS, [NOW, THEN]),
    "line": charts.line("Evidence added", LABELS, [NOW, THEN]),
    "dots": charts.dot_plot(
        "Self-audit", LABELS, [THEN, NOW], steps=["Beginning", "Developing", "Extending"]
    ),
    "course": charts.course(
        "Lines written",
        [charts.Figure(date(2027, 1, day), day, f"{day} lines", str(day), "20 people") for day in (4, 9)],
    ),
}


def drawn(svg: Markup) -> ET.Element:
    return ET.fromstring(svg)


def numbers(svg: Markup, tag: str, name: str) -> list[float]:
    return [float(one.get(name, "nan")) for one in drawn(svg).iter(f"{SVG}{tag}")]


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_every_drawing_is_an_image_with_its_title_and_figures_in_words(svg: Markup) -> None:
    root = drawn(svg)
    title, told = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{title}. {told}"
    assert any(figure.isdigit() for figure in told or "")


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_no_drawing_needs_a_style_or_a_script(svg: Markup) -> None:
    names = {name for one in drawn(svg).iter() for name in one.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert not {one.tag for one in drawn(svg).iter()} & {f"{SVG}script", f"{SVG}style", f"{SVG}image"}


def test_a_ring_is_closed_as_far_as_the_work_is_done() -> None:
    assert 'stroke-dasharray="60 100"' in charts.ring("Done", 6, 10)
    assert 'stroke-dasharray="100 100"' in charts.ring("Done", 12, 10)
    assert "stroke-dasharray" not in charts.ring("Done", 0, 0)


def test_bars_are_as_long_as_their_figures() -> None:
    widths = numbers(charts.bars("Pieces", [("a", 4), ("b", 1), ("c", 0)]), "rect", "width")
    assert widths[1::2] == [charts.WIDTH, charts.WIDTH / 4, 0]


def test_bars_may_be_measured_against_a_whole() -> None:
    assert numbers(charts.bars("Places", [("taken", 6)], most=24), "rect", "width")[1] == charts.WIDTH / 4


def test_stacked_bars_lie_end_to_end() -> None:
    svg = charts.stacked_bars("Stages", ["Autumn"], [Series("a", [1]), Series("b", [3])])
    pieces = [one for one in drawn(svg).iter(f"{SVG}rect") if (one.get("fill") or "").startswith("url")][2:]
    assert [(float(one.get("x", 0)), float(one.get("width", 0))) for one in pieces] == [
        (0, charts.WIDTH / 4),
        (charts.WIDTH / 4, charts.WIDTH * 3 / 4),
    ]


def test_series_are_told_apart_without_their_colour() -> None:
    strokes = {one.get("stroke-dasharray") for one in drawn(DRAWINGS["line"]).iter(f"{SVG}path")} - {None}
    patterns = [one.get("patternTransform") for one in drawn(DRAWINGS["stacked"]).iter(f"{SVG}pattern")]
    assert len(strokes) == 2
    assert len(set(patterns)) == 2


def test_a_line_rises_with_its_figures() -> None:
    heights = numbers(charts.line("Pieces", ["A1", "A2"], [Series("Now", [1, 2])]), "circle", "cy")
    assert heights[0] > heights[1]


def test_a_dot_stands_at_its_step_and_a_missing_one_nowhere() -> None:
    svg = charts.dot_plot("Audit", ["a", "b"], [Series("Now", [3, 0])], steps=["one", "two", "three"])
    assert numbers(svg, "circle", "cx")[1:] == [charts.WIDTH - 20]


@pytest.mark.parametrize("draw", [charts.stacked_bars, charts.line])
def test_no_figures_yet_draw_an_empty_chart(draw: object) -> None:
    assert drawn(draw("Nothing yet", [], [Series("Now", [])])) is not None  # type: ignore[operator]
    assert drawn(charts.bars("Nothing yet", [])) is not None


def test_words_stay_words() -> None:
    svg = charts.bars("<script>", [('"><script>alert(1)</script>', 1)])
    assert "<script>" not in svg
    assert drawn(svg).findtext(f"{SVG}title") == "<script>"


def test_two_charts_on_a_page_share_no_id() -> None:
    first, second = (charts.stacked_bars(title, ["a"], [NOW, THEN]) for title in ("One", "Two"))
    ids = [one.get("id") for svg in (first, second) for one in drawn(svg).iter() if one.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_a_chart_stands_beside_its_table(bench: Bench) -> None:
    call = 'chart(drawing, "Pieces", ["Standard", "Pieces"], [["a", 4]])'
    source = '{% from "shared/macros/charts.html" import chart %}{{ ' + call + " }}"
    page = bench.render(source, drawing=DRAWINGS["bars"])
    assert '<th scope="row">a</th><td class="table__numeric">4</td>' in page
    assert "<svg" in page
