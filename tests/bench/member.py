"""A member of a group at a browser of their own: one connection, a session, and forms as they stand on the page."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from lxml import html

from infra.ports import LOOPBACK
from tests.page import Form

READ, SAVED, BOTH_TEXTS, REFUSED = 200, 303, 409, 422


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    body: str

    @property
    def page(self) -> Any:
        return html.fromstring(self.body)

    def form(self, part: str = "") -> Form:
        """The first whose action has this part; without an action it goes to the page itself."""
        found = self.page.xpath("//main//form")
        return next(Form(action, one) for one in found if part in (action := one.get("action") or self.path))

    def texts(self) -> list[str]:
        """Of the page that shows both: the saved and one's own, field by field."""
        return [one.text_content().removeprefix("\n") for one in self.page.xpath("//textarea[@readonly]")]


@dataclass
class Member:
    """`statuses`: how often the server answered with each; `seconds`: how long each answer took."""

    name: str
    place: str
    port: int
    cookie: dict[str, str]
    space: str
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    """Of what they have written: no two words of a term are the same."""

    def __post_init__(self) -> None:
        self.wire = HTTPConnection(LOOPBACK, self.port, timeout=60)

    def word(self) -> str:
        return f"{self.name}word{next(self.numbers)}end"

    def read(self, path: str) -> Answer:
        return self._ask("GET", path, {READ, SAVED})

    def send(self, form: Form, fields: dict[str, Any]) -> Answer:
        """As the browser sends it: with the tokens and the version that the page carries."""
        body = urlencode(form.data(fields), doseq=True)
        kind = "application/x-www-form-urlencoded"
        return self._ask("POST", form.action, {SAVED, BOTH_TEXTS, REFUSED}, body, {"Content-Type": kind})

    def type_on(self, form: Form, path: str, fields: dict[str, str]) -> Answer:
        """What the page's script saves while somebody types."""
        standing = form.standing()
        typed = {name: standing.get(name, "") for name in ("title", "body")} | fields
        told = {"Content-Type": "application/json", "X-CSRFToken": standing["csrf_token"]}
        body = json.dumps({"version": int(standing["version"]), "fields": typed})
        return self._ask("POST", path, {READ, BOTH_TEXTS}, body, told)

    def _ask(
        self, how: str, path: str, expected: set[int], body: str = "", told: dict[str, str] | None = None
    ) -> Answer:
        path = path if path.startswith("/schools/") else self.space + path
        kept = "; ".join(f"{name}={value}" for name, value in self.cookie.items())
        began = time.monotonic()
        self.wire.request(how, path, body or None, {"Cookie": kept, "Accept": "text/html", **(told or {})})
        answer = self.wire.getresponse()
        text = answer.read().decode()
        self.seconds.append(time.monotonic() - began)
        self.statuses[answer.status] += 1
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookie |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.status not in expected:
            self.wrong.append(f"{answer.status} {how} {path}")
        return Answer(answer.status, urlsplit(answer.getheader("Location") or path).path, text)
