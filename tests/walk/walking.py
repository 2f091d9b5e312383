"""Follows the links of pages as one person: where they lead, and what is shown there."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from lxml.etree import _Element as Element
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

EXAMPLES = 2
"""How many addresses of one kind are opened: a page of one record is much like that of the next."""
SIGN_IN = {"sign_in.doors", "sign_in.find", "operator.doors"}
PROGRAMS = {"sign_in.begin_connection"}
"""Not followed: what leads out to a school's own provider."""
FILES = "/static/"
"""Handed out before any route is asked."""
Kind = tuple[str, ...]


@dataclass(frozen=True)
class Link:
    path: str
    on: str = ""
    """The page it stands on; nothing for where somebody begins."""


@dataclass(frozen=True)
class Seen:
    path: str
    kind: Kind
    on: str
    status: int
    mimetype: str
    body: bytes = field(repr=False)
    location: str | None = None

    @property
    def endpoint(self) -> str:
        return self.kind[0]

    @property
    def is_page(self) -> bool:
        return self.mimetype == "text/html" and self.location is None

    @property
    def tree(self) -> Element:
        return lxml.html.document_fromstring(self.body.decode())

    def elements(self) -> set[tuple[str, ...]]:
        """Of this page: in what each stands, what it is and what it says of itself."""
        all_but_root = self.tree.xpath("//*[parent::*]")
        return {(self.endpoint, one.getparent().tag, one.tag, *sorted(one.keys())) for one in all_but_root}

    def looks(self) -> set[tuple[str, ...]]:
        """The kinds of things that are to be seen on this page."""
        return {(self.endpoint, str(name)) for name in self.tree.xpath("//main//@class | //h2/text()")}

    def links(self) -> Iterator[str]:
        yield from (str(href) for href in self.tree.xpath("//a/@href | //img/@src"))
        for form in self.tree.xpath("//form[translate(@method, 'GET', 'get') = 'get']"):
            yield f"{form.get('action') or self.path}?{urlencode(list(form.form_values()))}"


@dataclass
class Walk:
    app: Flask
    client: FlaskClient
    signed_in: bool = True
    examples: int = EXAMPLES
    seen: list[Seen] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.map = self.app.url_map.bind("localhost")
        self.known: set[str] = set()
        self.kinds: Counter[Kind] = Counter()
        self.linked: set[str] = set()
        self.ahead: deque[Link] = deque()

    def go(self, starts: Iterable[str]) -> "Walk":
        self.ahead.extend(Link(start) for start in starts)
        while self.ahead:
            self._follow(self.ahead.popleft())
        return self

    def _follow(self, link: Link) -> None:
        path = urldefrag(link.path).url
        rule = self._rule(path)
        if rule is None and not link.on:
            return None
        if rule is None:
            return None if self._is_file(path) else self._lost(link, "nothing is there")
        if link.on:
            self.linked.add(rule.endpoint)
        kind = kind_of(rule, path)
        enough = self.kinds[kind] >= self.examples and link.on
        if path in self.known or enough or rule.endpoint in PROGRAMS:
            return None
        self.known.add(path)
        self.kinds[kind] += 1
        return self._open(link, path, kind)

    def _open(self, link: Link, path: str, kind: Kind) -> None:
        answer = self.client.get(path)
        seen = Seen(
            path, kind, link.on, answer.status_code, answer.mimetype, answer.get_data(), answer.location
        )
        answer.close()
        self.seen.append(seen)
        if answer.location:
            self._led_on(link, seen, answer.location)
        elif seen.status >= 400 and link.on:
            self._lost(link, f"answered by {seen.status}")
        elif seen.is_page:
            self.ahead.extend(Link(urljoin(path, href), path) for href in seen.links() if _is_ours(href))

    def _led_on(self, link: Link, seen: Seen, location: str) -> None:
        target = _local(urljoin(seen.path, location))
        rule = self._rule(target)
        if rule and rule.endpoint in SIGN_IN and seen.endpoint not in SIGN_IN and self.signed_in and link.on:
            self._lost(link, "must sign in first")
        else:
            self.ahead.append(Link(target, link.on))

    def _rule(self, path: str) -> Rule | None:
        try:
            rule, _ = self.map.match(urlsplit(path).path, method="GET", return_rule=True)
        except RequestRedirect as elsewhere:
            return self._rule(_local(elsewhere.new_url))
        except HTTPException:
            return None
        return rule

    def _is_file(self, path: str) -> bool:
        if not path.startswith(FILES):
            return False
        with self.client.get(path) as answer:
            return answer.status_code == 200

    def _lost(self, link: Link, why: str) -> None:
        self.astray.append(f"{link.on or 'a start'} → {link.path}: {why}")


def kind_of(rule: Rule, path: str) -> Kind:
    """The route, its words (not its ids and numbers), and what is asked of it, where that makes a page of it: a list to
    take away is the same with fewer rows."""
    matched = [
        path.split("/")[rule.rule.split("/").index(part)]
        for part in rule.rule.split("/")
        if part.startswith("<any")
    ]
    parts = urlsplit(path)
    asked = sorted({name for name, value in parse_qsl(parts.query) if value}) if "." not in parts.path else ()
    return (rule.endpoint, *matched, *(f"?{name}" for name in asked))


def _is_ours(href: str) -> bool:
    parts = urlsplit(href)
    return not parts.scheme and not parts.netloc and not href.startswith("#")


def _local(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl()
