"""Goes to every route, first as somebody who is let in, then as those who are not."""

import os
from dataclasses import dataclass
from uuid import UUID

from tenants.base.ids import new_id
from tests.isolation.expected import let_in
from tests.isolation.routes import Route, Values, bare_app, guarded, missing, path
from tests.isolation.visitor import Answer, Visitor
from tests.isolation.world import Place, Thread

ROUTES = guarded(bare_app())
ANSWERED = (409, 422)
"""Past the permission: the page itself says what is wrong with an empty form, or with the moment."""


def turn(route: Route) -> int:
    """The how manieth of its permission's routes it is. A permission says the same on each of them, so everybody is
    tried on the first (0), and on the others some, in turn; `infra/isolation_report` tries all on each (always 0)."""
    if os.environ.get("LECTERN_ISOLATION_REPORT"):
        return 0
    return [one for one in ROUTES if one.permission is route.permission].index(route)


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
        self.nothing: dict[tuple[Visitor, str, str], Answer] = {}

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

    def strangers(self, route: Route) -> list[UUID]:
        """Of the same school, and not let in: other roles, the people of another cohort, other candidates, their
        mentors and assessors. Who has to do with this matter or another one is tried on every route."""
        entry, place, at = self.entry(route), self.world.here, turn(route)
        everybody = place.near(entry.thread) - let_in(place, entry.thread, route.permission)
        others = sorted(everybody & set(place.people.values()))
        return sorted(everybody - set(others)) + (others[at % 3 :: 3] if at else others)

    def let_in(self, route: Route) -> None:
        entry = self.entry(route)
        assert self._lets_in(route, entry.values, entry.person), f"{route}: nobody is let in"
        self.report.let_in(route, entry.thread.state)

    def kept_out(self, route: Route, how: str, visitor, values: Values, place: Place | None = None) -> None:
        """Told 404, and the very same as for ids of nothing."""
        told = visitor.told(route.method, self.path(route, values, place))
        assert told.status == 404, f"{route}: {how}: {told.status}"
        if route.ids:
            nothing = self._nothing(route, visitor, values, place)
            assert told == nothing, f"{route}: {how}: told apart from an id of nothing"
        self.report.kept_out(route, how)

    def _nothing(self, route: Route, visitor: Visitor, values: Values, place: Place | None) -> Answer:
        """What a visitor is told on a route of ids that are nobody's: asked once, however many ids they try there."""
        asked = (visitor, str(route), (place or self.world.here).slug)
        if asked not in self.nothing:
            self.nothing[asked] = visitor.told(
                route.method, self.path(route, missing(route, values, new_id()), place)
            )
        return self.nothing[asked]

    def sent_to_sign_in(self, route: Route, how: str, visitor, values: Values) -> None:
        """A script is told in a word what a person is led to."""
        told = visitor.told(route.method, self.path(route, values))
        script = route.address.endswith("/autosave")
        assert told.status == (401 if script else 303), f"{route}: {how}: {told.status}"
        assert script or f"/schools/{self.world.here.slug}/sign-in" in told.headers[1], f"{route}: {how}"
        nothing = visitor.told(route.method, self.path(route, missing(route, values, new_id())))
        assert told == nothing, f"{route}: {how}: told apart from an id of nothing"
        self.report.kept_out(route, how)
