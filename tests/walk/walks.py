"""Everybody's walk, and what all of them together have seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from tenants.staff.models import Staff
from tests.isolation.porter import ROUTES
from tests.walk.doors import NO_PAGES, doors
from tests.walk.lectern import Lectern
from tests.walk.people import PERSONAS, Persona, signed_in
from tests.walk.walking import EXAMPLES, Kind, Seen, Walk
from tests.web import Web


@dataclass
class Walks:
    lectern: Lectern
    browsers: dict[Persona, Web] = field(default_factory=dict)
    walked: dict[Persona, Walk] = field(default_factory=dict)

    def browser(self, persona: Persona) -> Web:
        if persona not in self.browsers:
            self.browsers[persona] = signed_in(self.lectern, persona)
        return self.browsers[persona]

    def of(self, persona: Persona) -> Walk:
        if persona not in self.walked:
            alike = any(persona.does == one.does for one in self.walked) and persona in PERSONAS
            walk = Walk(
                self.lectern.app,
                self.browser(persona).client,
                signed_in=bool(persona.email),
                examples=1 if alike else EXAMPLES,
            )
            self.walked[persona] = walk.go([persona.home]).go(self.doors.get(persona, ()))
        return self.walked[persona]

    def beside(self, persona: Persona, starts: list[str]) -> Walk:
        """Also from the pages above those that are wanted, which lead to them."""
        above = [path for start in starts for path in _above(start)]
        walk = self.of(persona)
        return walk.go(above).go(starts)

    @cached_property
    def doors(self) -> dict[Persona, list[str]]:
        return doors(self.lectern)

    @cached_property
    def whole(self) -> dict[Persona, Walk]:
        """Also of those who have what nobody in the demonstration has."""
        found = {persona: self.of(persona) for persona in PERSONAS}
        reached = {seen.endpoint for walk in found.values() for seen in walk.seen}
        return found | {persona: self.beside(persona, starts) for persona, starts in self._others(reached)}

    def seen(self) -> Iterator[tuple[Persona, Seen]]:
        for persona, walk in self.whole.items():
            yield from ((persona, seen) for seen in walk.seen)

    @cached_property
    def first(self) -> dict[Kind, tuple[Persona, Seen]]:
        """Each page once, as the first person saw it: what is asked of it makes no other page, its status does."""
        found: dict[Kind, tuple[Persona, Seen]] = {}
        for persona, seen in self.seen():
            if seen.is_page:
                words = (one for one in seen.kind if not one.startswith("?"))
                found.setdefault((*words, str(seen.status)), (persona, seen))
        return found

    def with_every_element(self) -> Iterator[tuple[Persona, Seen]]:
        """Pages that together have each element inside each other element that is anywhere."""
        known: set[tuple[str, ...]] = set()
        for persona, seen in self.seen():
            if seen.is_page and not (elements := seen.elements()) <= known:
                known |= elements
                yield persona, seen

    def _others(self, reached: set[str]) -> list[tuple[Persona, list[str]]]:
        porter = self.lectern.porter()
        starts: dict[Persona, list[str]] = {}
        for route in ROUTES:
            if route.method == "GET" and route.endpoint not in reached | set(NO_PAGES):
                entry = porter.entry(route)
                starts.setdefault(self._person(entry.person), []).append(porter.path(route, entry.values))
        return sorted(starts.items(), key=lambda one: str(one[0]))

    def _person(self, staff_id: UUID) -> Persona:
        here = self.lectern.world.here
        with self.lectern.in_school(here.school_id) as session:
            staff = session.get_one(Staff, (here.school_id, staff_id))
            return Persona(staff.name, "of a school beside it", here.slug, staff.email)


def _above(path: str) -> list[str]:
    """`/a/b/c` lies below `/a` and `/a/b`."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(4, len(parts))]
