"""Addresses of served files: each carries a hash of its content, so that browsers may keep it for ever."""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).parent.parent / "blueprints" / "shared" / "static"
FOR_EVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def cache_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and (
            "v" in request.args or request.path.startswith("/static/vendor/")
        ):
            response.headers["Cache-Control"] = FOR_EVER
        return response


def asset(name: str) -> str:
    served = _manifest().get(name)
    if served is not None:
        return url_for("static", filename=f"vendor/{served}")
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _manifest() -> dict[str, str]:
    file = FOLDER / "vendor" / "manifest.json"
    return dict(json.loads(file.read_text())) if file.exists() else {}


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
