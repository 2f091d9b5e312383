"""Served files: named after their content, kept by browsers for ever, sent compressed as they lie on the disk."""

from threading import Lock
from time import monotonic
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from app.security import FIXED
from blueprints.shared.published import FOLDER, OWN, VENDOR, names_in, newest_change, publish

HASHED = r"-[0-9a-f]{12}\.\w+$"
PAUSE = 1
"""Seconds between two looks at the files' times; one page asks for many addresses."""
NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Shelf:
    """Which file is served under a plain name. While somebody works on them (`followed`), a changed one is published
    within a second, at the next page; else all of it was done at set-up."""

    def __init__(self, *, followed: bool) -> None:
        self._followed = followed
        self._turn = Lock()
        self._as_of = newest_change() if followed else 0
        self._looked_at = monotonic()
        self._names = self._read()

    def address(self, name: str) -> str:
        if self._followed and monotonic() - self._looked_at >= PAUSE:
            self._follow()
        return f"/static/{self._names[name]}"

    def _follow(self) -> None:
        with self._turn:
            self._looked_at = monotonic()
            if (changed := newest_change()) != self._as_of:
                publish()
                self._names, self._as_of = self._read(), changed

    def _read(self) -> dict[str, str]:
        return {
            name: f"{folder.name}/{served}"
            for folder in (VENDOR, OWN)
            for name, served in names_in(folder).items()
        }


def install(app: Flask, *, followed: bool) -> None:
    app.jinja_env.globals["asset"] = Shelf(followed=followed).address
    files = WhiteNoise(
        app.wsgi_app,
        autorefresh=followed,
        allow_all_origins=False,
        immutable_file_test=HASHED,
        add_headers_function=_protect,
    )
    for folder in (VENDOR, OWN):
        files.add_files(str(folder), prefix=f"static/{folder.relative_to(FOLDER)}")
    app.wsgi_app = files  # type: ignore[method-assign]


def _protect(headers: Headers, path: str, url: str) -> None:
    for name, value in FIXED.items():
        headers[name] = value
    headers["Content-Security-Policy"] = NOTHING_RUNS
