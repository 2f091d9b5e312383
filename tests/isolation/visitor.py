"""Somebody's browser in the world, that can also send what no page of ours would."""

import re
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile, is_zipfile

from flask import Flask
from werkzeug.test import TestResponse

from tenants.base.ids import new_id
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tests.isolation.world import Place
from tests.web import browser

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CHANGING = (
    (UUIDS, "ID"),
    (re.compile(r'nonce="[^"]*"'), "NONCE"),
    (re.compile(r'(name="csrf_token"[^>]*value=|content=)"[^"]*"'), "TOKEN"),
)
COMPARED = ("Content-Type", "Location", "Cache-Control", "Content-Disposition")


@dataclass(frozen=True)
class Answer:
    """What a visitor can tell two answers apart by, ids and random values left out."""

    status: int
    headers: tuple[str, ...]
    body: str


def told(response: TestResponse) -> Answer:
    body, headers = (
        response.get_data().decode(errors="replace"),
        [response.headers.get(name, "") for name in COMPARED],
    )
    for pattern, word in CHANGING:
        body = pattern.sub(word, body)
        headers = [pattern.sub(word, header) for header in headers]
    return Answer(response.status_code, tuple(headers), body)


def shown(response: TestResponse) -> str:
    """All that can be read in an answer, also inside a spreadsheet."""
    body = response.get_data()
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return body.decode(errors="replace")


class Visitor:
    def __init__(self, app: Flask, tokens: dict[str, str] | None = None) -> None:
        self.client = browser(app)
        with self.client.session_transaction() as cookie:
            cookie["tokens"] = tokens or {}
        page = self.client.get("/sign-in").get_data(as_text=True)
        self.csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]

    def send(self, method: str, path: str) -> TestResponse:
        if method == "GET":
            return self.client.get(path)
        if path.endswith("/autosave"):
            typed = {"version": 0, "fields": {}}
            return self.client.post(path, json=typed, headers={"X-CSRFToken": self.csrf})
        return self.client.post(path, data={"csrf_token": self.csrf, "form_key": str(new_id())})

    def told(self, method: str, path: str) -> Answer:
        return told(self.send(method, path))


@dataclass
class Visitors:
    """One browser for each person, opened when first asked for."""

    app: Flask
    in_school: object

    def __post_init__(self) -> None:
        self.known: dict[tuple[str, UUID], Visitor] = {}
        self.outsider = Visitor(self.app)

    def __call__(self, place: Place, staff_id: UUID) -> Visitor:
        key = (place.slug, staff_id)
        if key not in self.known:
            self.known[key] = Visitor(self.app, {place.slug: self.token(place, staff_id)})
        return self.known[key]

    def token(self, place: Place, staff_id: UUID) -> str:
        with self.in_school(place.school_id) as session:  # type: ignore[operator]
            return begin_session(session, staff_id, Door.LINK)
