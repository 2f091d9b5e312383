import os
import re
from pathlib import Path

import pytest

from blueprints.shared import published
from blueprints.shared.published import CircularImport, as_served, names_in, publish


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "theme.css").write_text("a { color: plum }")
    (tmp_path / "js" / "main.js").write_text('import { start } from "./live.js";\nstart();\n')
    (tmp_path / "js" / "live.js").write_text("export function start() {}\n")
    return tmp_path


def test_a_script_asks_for_what_it_imports_by_its_hashed_name(folder: Path) -> None:
    publish(folder, folder / "own")
    names = names_in(folder / "own")
    main = (folder / "own" / names["js/main.js"]).read_text()
    assert re.findall(r'from "\./([^"]+)"', main) == [Path(names["js/live.js"]).name]


def test_a_change_in_what_is_imported_gives_the_importing_script_another_name(folder: Path) -> None:
    publish(folder, folder / "own")
    before = names_in(folder / "own")
    (folder / "js" / "live.js").write_text("export function start() { return 1; }\n")
    publish(folder, folder / "own")
    after = names_in(folder / "own")
    assert {name for name in before if before[name] != after[name]} == {"js/main.js", "js/live.js"}


def test_the_script_of_a_page_that_is_open_stays_for_a_while(folder: Path) -> None:
    publish(folder, folder / "own")
    old = folder / "own" / names_in(folder / "own")["theme.css"]
    (folder / "theme.css").write_text("a { color: green }")
    publish(folder, folder / "own")
    assert old.exists()
    os.utime(old, (0, 0))
    publish(folder, folder / "own")
    assert not old.exists()


def test_two_scripts_that_import_each_other_are_refused() -> None:
    with pytest.raises(CircularImport):
        as_served({"js/a.js": b'import "x" from "./b.js"', "js/b.js": b'import "y" from "./a.js"'})


def test_every_import_between_our_scripts_is_led_on() -> None:
    """The pattern sees each way of importing that our scripts use."""
    for name, file in published.sources().items():
        named = re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)""", file.read_text())
        assert len(named) == len(published.IMPORTED.findall(file.read_bytes())), name
