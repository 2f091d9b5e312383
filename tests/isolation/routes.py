"""Every route that somebody must be let into, and how to fill its address from the world."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from app import BLUEPRINTS, _blueprint
from blueprints.shared.access import OPERATOR, declaration
from tenants.base.permissions import Permission
from tests.isolation.world import Place, Thread

NUMBERS = (1, 2, 3)
Values = dict[str, object]


@dataclass(frozen=True)
class Route:
    endpoint: str
    address: str
    method: str
    permission: Permission
    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"

    def filled(self, place: Place) -> Iterator[tuple[Thread, Values]]:
        """The ways to fill the address with what belongs together."""
        for thread in place.threads:
            if set(self.ids) <= set(thread.ids):
                for chosen in self._choices():
                    yield thread, {name: thread.ids[name] for name in self.ids} | chosen

    def _choices(self) -> Iterator[Values]:
        names = [*self.numbers, *(name for name, _ in self.words)]
        offered = [*(NUMBERS for _ in self.numbers), *(words for _, words in self.words)]
        return (dict(zip(names, chosen, strict=True)) for chosen in product(*offered))


def bare_app() -> Flask:
    """The map of the house without its servers, for whoever only reads it."""
    app = Flask(__name__, static_folder=None)
    for name in BLUEPRINTS:
        app.register_blueprint(_blueprint(name))
    return app


def guarded(app: Flask) -> list[Route]:
    rules = app.url_map.iter_rules()
    found = [
        _route(rule, word, method)
        for rule in rules
        if (word := declaration(app.view_functions[rule.endpoint])) not in (None, "public", OPERATOR)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    return sorted(found, key=lambda route: (route.method, route.address))


def _route(rule: Rule, word: str, method: str) -> Route:
    parts = {name: converter for name, converter in rule._converters.items() if name != "slug"}
    return Route(
        endpoint=rule.endpoint,
        address=rule.rule,
        method=method,
        permission=Permission(word),
        ids=tuple(name for name, one in parts.items() if isinstance(one, UUIDConverter)),
        numbers=tuple(name for name, one in parts.items() if isinstance(one, IntegerConverter)),
        words=tuple((name, _words(one)) for name, one in parts.items() if isinstance(one, AnyConverter)),
    )


def _words(converter: AnyConverter) -> tuple[str, ...]:
    return tuple(sorted(converter.items))


def path(app: Flask, route: Route, slug: str, values: Values) -> str:
    adapter = app.url_map.bind("localhost")
    return adapter.build(route.endpoint, {"slug": slug, **values}, method=route.method)


def missing(route: Route, values: Values, stranger: UUID) -> Values:
    """The same address with ids of nothing."""
    return values | dict.fromkeys(route.ids, stranger)
