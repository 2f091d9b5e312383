"""Our own styles, scripts and pictures as they are served: each carries a hash of its content in its name, so
that browsers may keep it for ever. Scripts that import each other are led to the hashed names."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
OWN, VENDOR = FOLDER / "own", FOLDER / "vendor"
MANIFEST = "manifest.json"
IMPORTED = re.compile(rb'(?<=from "\./)([\w-]+\.js)(?=")')
KEPT_SECONDS = 7 * 24 * 3600
"""A page that was open when its files were replaced may still ask for them."""


class CircularImport(Exception):
    """Two scripts import each other, so neither hash can be known first."""


def hashed(name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def sources(folder: Path = FOLDER) -> dict[str, Path]:
    found = [file for pattern in ("*.css", "*.svg", "js/*.js") for file in sorted(folder.glob(pattern))]
    return {file.relative_to(folder).as_posix(): file for file in found}


def newest_change(folder: Path = FOLDER) -> int:
    return max(file.stat().st_mtime_ns for file in sources(folder).values())


def publish(folder: Path = FOLDER, into: Path = OWN) -> list[Path]:
    """Writes what is not there yet and gives all that is served now."""
    served = as_served({name: file.read_bytes() for name, file in sources(folder).items()})
    for hashed_name, content in served.values():
        _write(into / hashed_name, content)
    names = {name: hashed_name for name, (hashed_name, _) in served.items()}
    _write(into / MANIFEST, (json.dumps(names, indent=1) + "\n").encode(), anew=True)
    _clear(into, set(names.values()))
    return [into / name for name in names.values()]


def as_served(files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Plain name → hashed name and content."""
    done: dict[str, tuple[str, bytes]] = {}

    def settle(name: str, waiting: tuple[str, ...]) -> str:
        if name in waiting:
            raise CircularImport(" → ".join((*waiting, name)))
        if name not in done:
            content = IMPORTED.sub(
                lambda found: Path(settle(f"js/{found[1].decode()}", (*waiting, name))).name.encode(),
                files[name],
            )
            done[name] = hashed(name, content), content
        return done[name][0]

    for each in files:
        settle(each, ())
    return done


def names_in(folder: Path) -> dict[str, str]:
    return dict(json.loads((folder / MANIFEST).read_text()))


def _write(file: Path, content: bytes, *, anew: bool = False) -> None:
    if file.exists() and not anew:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(file)


def _clear(folder: Path, served: set[str]) -> None:
    """Of what is no longer served only the old goes, with its compressed forms; its age is told by the manifest's,
    which was just written."""
    now = (folder / MANIFEST).stat().st_mtime
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix().removesuffix(".br").removesuffix(".gz")
        gone = file.is_file() and name not in served | {MANIFEST}
        if gone and now - file.stat().st_mtime > KEPT_SECONDS:
            file.unlink(missing_ok=True)
