"""Each request has a number and leaves one line: which view, how it ended, what it cost. No path, no query, no
address and no name goes into it, because each of these may be somebody's."""

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from sqlalchemy import Engine, event

from tenants.base import logs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
KEY = "lectern.note"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def new_number() -> str:
    """To be read out on the telephone."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


@dataclass
class Note:
    """`endpoint` stays empty for an address that leads nowhere; `seconds` is until the answer began."""

    method: str
    number: str = field(default_factory=new_number)
    began: float = field(default_factory=time.perf_counter)
    endpoint: str = ""
    status: int = 500
    seconds: float = 0
    queries: int = 0
    sent: int = 0


Tell = Callable[[Note], None]


class Noting:
    """Around the whole app, so that also a page that broke has its line."""

    def __init__(self, app: "WSGIApplication", tell: Iterable[Tell]) -> None:
        self._app = app
        self._tell = tuple(tell)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Sent":
        method = environ["REQUEST_METHOD"]
        note = environ[KEY] = Note(method if method in METHODS else "other")
        logs.about.set({"request": note.number})

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            note.status, note.seconds = int(status[:3]), time.perf_counter() - note.began
            return start_response(status, [*headers, (HEADER, note.number)], *more)

        return Sent(self._app(environ, start), note, self._tell)


@dataclass
class Sent:
    """An answer on its way."""

    body: Iterable[bytes]
    note: Note
    tell: tuple[Tell, ...]

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.body:
            self.note.sent += len(piece)
            yield piece

    def close(self) -> None:
        if (close := getattr(self.body, "close", None)) is not None:
            close()
        for tell in self.tell:
            tell(self.note)


def install(app: Flask, *others: Tell) -> None:
    app.wsgi_app = Noting(app.wsgi_app, (write_line, *others))  # type: ignore[method-assign]
    app.before_request(_name_view)


def write_line(note: Note) -> None:
    logs.line(
        log,
        "request",
        request=note.number,
        method=note.method,
        endpoint=note.endpoint,
        status=note.status,
        ms=round(note.seconds * 1000, 1),
        queries=note.queries,
        bytes=note.sent,
    )


def number() -> str | None:
    """Of the request in hand."""
    note = request.environ.get(KEY)
    return note.number if note else None


def count_queries(engine: Engine) -> None:
    event.listen(engine, "after_cursor_execute", _count)


def _count(*_: object) -> None:
    if has_request_context() and (note := request.environ.get(KEY)):
        note.queries += 1


def _name_view() -> None:
    if note := request.environ.get(KEY):
        note.endpoint = request.endpoint or ""
