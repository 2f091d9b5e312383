"""What browsers keep for ever, and how it is sent."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask

from app import static
from blueprints.shared import published
from blueprints.shared.published import sources
from tests.web import Web

ENCODINGS = {"br": brotli.decompress, "gzip": gzip.decompress}


def addresses(page: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_every_file_of_a_page_is_there_for_ever_and_only_under_its_hash(web: Web, path: str) -> None:
    found = addresses(web.get(path).text)
    assert len(found) > 7
    for address in found:
        with web.get(address) as answer:
            assert answer.status_code == 200, address
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable", address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in answer.headers


def test_every_file_of_ours_is_served(app: Flask) -> None:
    asset: Callable[[str], str] = app.jinja_env.globals["asset"]
    for name, file in sources().items():
        with app.test_client().get(asset(name)) as answer:
            assert len(answer.data) >= file.stat().st_size


@pytest.mark.parametrize("path", ["/static/theme.css", "/static/js/main.js", "/static/own/../theme.css"])
def test_a_source_is_not_served(web: Web, path: str) -> None:
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_style_sheet_is_sent_as_it_was_compressed_at_set_up(web: Web, app: Flask, encoding: str) -> None:
    address = app.jinja_env.globals["asset"]("parts.css")
    with web.client.get(address, headers={"Accept-Encoding": encoding}) as answer:
        assert answer.headers["Content-Encoding"] == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert ENCODINGS[encoding](answer.data) == (published.FOLDER / "parts.css").read_bytes()


def test_a_font_is_sent_as_it_is(web: Web, app: Flask) -> None:
    with web.get(app.jinja_env.globals["asset"]("inter.css")) as style:
        font = re.search(r"url\((inter-latin[^)]+)\)", style.text)[1]
    with web.client.get(f"/static/vendor/{font}", headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert "Content-Encoding" not in answer.headers


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of own files in the place of ours."""
    own = tmp_path / "own"
    monkeypatch.setattr(static, "OWN", own)
    monkeypatch.setattr(static, "newest_change", lambda: published.newest_change(tmp_path))
    monkeypatch.setattr(static, "publish", lambda: published.publish(tmp_path, own))
    (tmp_path / "theme.css").write_text("a { color: plum }")
    published.publish(tmp_path, own)
    return tmp_path


def test_who_works_on_a_style_sheet_sees_it_soon(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = static.Shelf(followed=True)
    monkeypatch.setattr(static, "PAUSE", 0)
    before = shelf.address("theme.css")
    (workshop / "theme.css").write_text("a { color: green }")
    after = shelf.address("theme.css")
    assert after != before
    assert (workshop / after.removeprefix("/static/")).read_text() == "a { color: green }"


def test_the_many_addresses_of_a_page_take_one_look_at_the_files(
    workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[None] = []
    monkeypatch.setattr(static, "newest_change", lambda: looks.append(None) or len(looks))
    monkeypatch.setattr(static, "PAUSE", 3600)
    shelf = static.Shelf(followed=True)
    for _ in range(10):
        shelf.address("theme.css")
    assert len(looks) == 1


def test_in_production_nothing_is_looked_at_again(workshop: Path) -> None:
    shelf = static.Shelf(followed=False)
    before = shelf.address("theme.css")
    (workshop / "theme.css").write_text("a { color: green }")
    assert shelf.address("theme.css") == before
