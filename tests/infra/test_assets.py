import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from infra import assets, typeface


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vendor")
    assets.write_served(folder)
    return folder


def manifest(served: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((served / "manifest.json").read_text())
    return names


def style(served: Path, name: str) -> str:
    return (served / manifest(served)[name]).read_text()


def test_nothing_of_gov_uks_own_look_is_served(served: Path) -> None:
    for name in ("govuk-frontend.css", "moj-frontend.css"):
        css = style(served, name)
        assert "GDS Transport" not in css
        assert "@font-face" not in css
        assert "govuk-crest" not in css
        assert "var(--app-font)" in css
    assert not [name for name in manifest(served) if "crest" in name or "crown" in name]


def test_every_file_a_stylesheet_asks_for_is_served(served: Path) -> None:
    for name in ("govuk-frontend.css", "moj-frontend.css", "inter.css"):
        for wanted in re.findall(r"url\(([^)]+)\)", style(served, name)):
            assert wanted.startswith("data:") or (served / wanted).is_file(), wanted


def test_a_file_name_changes_with_its_content(served: Path, tmp_path: Path) -> None:
    one, other = assets.Served(tmp_path).add("a.css", "a"), assets.Served(tmp_path).add("a.css", "b")
    assert one != other
    assert (tmp_path / one).read_text() == "a"
    assert {served / name for name in manifest(served).values()} <= set(served.iterdir())


def test_no_letter_is_fetched_in_two_files(served: Path) -> None:
    for faces in by_style(served).values():
        for one, other in combinations(faces, 2):
            assert not one & other


def test_what_every_page_says_comes_in_one_small_file(served: Path) -> None:
    """Names like Siân's, too; the letters of Łukasz's are fetched by who meets him."""
    for latin, names, _ in by_style(served).values():
        assert set(map(ord, "Siân Müller, Ñuño’s “7 → 8” – £5…")) <= latin
        assert set(map(ord, "ŁŵőşỌễʻ")) <= names
    assert (served / manifest(served)["inter-latin.woff2"]).stat().st_size < 45_000


def test_a_name_written_with_its_marks_apart_has_them_in_one_file(served: Path) -> None:
    _, names, _ = by_style(served)["normal"]
    assert {0x300, 0x301, 0x308, 0x30C, 0x323, 0x327, 0x328} <= names


@pytest.mark.parametrize("part", ["inter-latin.woff2", "inter-names.woff2", "inter-italic-latin.woff2"])
def test_a_cut_typeface_keeps_its_sizes_weights_and_table_figures(served: Path, part: str) -> None:
    font = TTFont(served / manifest(served)[part])
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}
    assert axes == {"opsz": (14, 32), "wght": (400, 700)}
    features = {one.FeatureTag for one in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "kern" in {one.FeatureTag for one in font["GPOS"].table.FeatureList.FeatureRecord}
    assert "tnum" in features or part == "inter-names.woff2"


def test_the_typeface_is_cut_the_same_each_time() -> None:
    source = assets.INTER / "variable" / "InterVariable.woff2"
    letters = {*map(ord, "Siân")}
    assert typeface.drawn(source, letters) == typeface.drawn(source, letters)


def by_style(served: Path) -> dict[str, list[set[int]]]:
    found = re.findall(r"font-style:(\w+);.*?unicode-range:([^}]+)", style(served, "inter.css"))
    return {wanted: [letters(ranges) for one, ranges in found if one == wanted] for wanted, _ in found}


def letters(ranges: str) -> set[int]:
    ends = [run.removeprefix("U+").split("-") for run in ranges.split(",")]
    return {letter for run in ends for letter in range(int(run[0], 16), int(run[-1], 16) + 1)}


def test_certificates_can_draw_welsh_and_polish_names() -> None:
    assets.make()
    for name in assets.DRAWN_FONTS:
        assert set(map(ord, "ŴŷŁőŞ")) <= TTFont(assets.FONTS / f"{name}.ttf").getBestCmap().keys()


def test_building_again_changes_nothing() -> None:
    assets.make()
    before = assets.SERVED.stat().st_mtime_ns
    assets.make()
    assert assets.SERVED.stat().st_mtime_ns == before
