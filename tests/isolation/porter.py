"""Goes to every route, first as somebody who is let in, then as those who are not."""

from dataclasses import dataclass
from uuid import UUID

from tenants.base.ids import new_id
from tests.isolation.expected import let_in
from tests.isolation.routes import Route, Values, bare_app, guarded, missing, path
from tests.isolation.world import Place, Thread

ROUTES = guarded(bare_app())
ANSWERED = (409, 422)
"""Past the permission: the page itself says what is wrong with an empty form, or with the moment."""


@dataclass(frozen=True)
class Entry:
    """A route filled in, with somebody who is let in."""

    route: Route
    thread: Thread
    values: Values
    person: UUID


class Porter:
    def __init__(self, undone_app, world, visitors, undone_visitors, report) -> None:
        self.undone_app, self.world, self.report = undone_app, world, report
        self.visitors, self.undone_visitors = visitors, undone_visitors
        self.entries: dict[str, Entry] = {}

    def path(self, route: Route, values: Values, place: Place | None = None) -> str:
        return path(self.undone_app.app, route, (place or self.world.here).slug, values)

    def entry(self, route: Route) -> Entry:
        """Somebody who is let in, on the page of the same address if there is one."""
        found = self.entries.get(str(route)) or self._find(route)
        assert found, (
            f"{route}: the world has nobody and nothing to open it with; give it to tests/isolation/world.py"
        )
        self.entries[str(route)] = found
        return found

    def _find(self, route: Route) -> Entry | None:
        page = next((one for one in ROUTES if one.address == route.address and one.method == "GET"), route)
        for thread, values in page.filled(self.world.here):
            for person in sorted(let_in(self.world.here, thread, page.permission)):
                if self._lets_in(page, values, person):
                    return Entry(route, thread, values, person)
        return None

    def _lets_in(self, route: Route, values: Values, person: UUID) -> bool:
        """What is sent is undone: the world stays as it was made."""
        with self.undone_app.undone():
            answer = self.undone_visitors(self.world.here, person).send(
                route.method, self.path(route, values)
            )
        inside = answer.status_code < 400 and "/sign-in?" not in (answer.location or "")
        return inside or (route.method == "POST" and answer.status_code in ANSWERED)

    def let_in(self, route: Route) -> None:
        entry = self.entry(route)
        assert self._lets_in(route, entry.values, entry.person), f"{route}: nobody is let in"
        self.report.let_in(route, entry.thread.state)

    def kept_out(self, route: Route, how: str, visitor, values: Values, place: Place | None = None) -> None:
        """Told 404, and the very same as for ids of nothing."""
        told = visitor.told(route.method, self.path(route, values, place))
        assert told.status == 404, f"{route}: {how}: {told.status}"
        if route.ids:
            nothing = visitor.told(route.method, self.path(route, missing(route, values, new_id()), place))
            assert told == nothing, f"{route}: {how}: told apart from an id of nothing"
        self.report.kept_out(route, how)

    def sent_to_sign_in(self, route: Route, how: str, visitor, values: Values) -> None:
        """A script is told in a word what a person is led to."""
        told = visitor.told(route.method, self.path(route, values))
        script = route.address.endswith("/autosave")
        assert told.status == (401 if script else 303), f"{route}: {how}: {told.status}"
        assert script or f"/schools/{self.world.here.slug}/sign-in" in told.headers[1], f"{route}: {how}"
        nothing = visitor.told(route.method, self.path(route, missing(route, values, new_id())))
        assert told == nothing, f"{route}: {how}: told apart from an id of nothing"
        self.report.kept_out(route, how)
