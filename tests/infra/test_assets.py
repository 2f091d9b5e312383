import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from infra import assets


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
    small, full, _ = re.findall(r"unicode-range:([^}]+)", style(served, "inter.css"))
    assert not letters(small) & letters(full)
    assert set(map(ord, "Łukasz Ŵyn Ős")) <= letters(small) | letters(full)


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
