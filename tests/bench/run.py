"""One run: towns of every size, each page measured in each of them and beside the calibrator, in turns."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from app import create_app, settings
from infra.children import Watcher
from infra.servers import Postgres, Valkey, new_password
from tests.bench.load import Asked, Measured, Server, measure, warm
from tests.bench.pages import PAGES, PageOf
from tests.bench.plans import Plan, plans, queries
from tests.bench.town import SERVED, Town, build, serving, without_wall
from tests.bench.weight import first_view
from tests.servers import Databases

CALIBRATOR, WITHOUT_WALL = "calibrator", "without the wall"
WARMING = 160
"""Requests before each measurement: on each of a server's eight connections psycopg prepares a statement when it
is asked for the sixth time, and PostgreSQL then makes five plans before it keeps one."""


@dataclass(frozen=True)
class Setting:
    """`seconds` that each measurement lasts, after `warming` requests; `rounds` of all of them."""

    sizes: tuple[int, ...] = (10, 2_000, 25_000)
    rounds: int = 3
    seconds: float = 2.0
    warming: int = WARMING


@dataclass
class Found:
    """Of one page: by server what each round measured; the plans of its queries in the largest town."""

    measured: dict[str, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    plans: list[Plan] = field(default_factory=list)
    queries: dict[int, int] = field(default_factory=dict)
    first_view: int = 0


@dataclass(frozen=True)
class Run:
    setting: Setting
    pages: Mapping[str, Found]
    filling: Mapping[int, float]
    """Seconds that each town took to fill."""


def run(house: "House", browser: Browser, say: Callable[[str], None]) -> Run:
    setting = house.setting
    found = {page.name: house.look_at(page) for page in PAGES}
    for at in range(setting.rounds):
        say(f"round {at + 1} of {setting.rounds}")
        for page in PAGES:
            house.measure(page, found[page.name])
    house.weigh(browser, found)
    return Run(setting, found, {street.town.size: street.town.seconds for street in house.streets})


@dataclass(frozen=True)
class Street:
    """A town with its server, and what browsers ask there by page."""

    town: Town
    app: Flask
    server: Server
    asked: Mapping[str, list[Asked]]


@dataclass(frozen=True)
class House:
    setting: Setting
    streets: list[Street]
    calibrator: Server

    def look_at(self, page: PageOf) -> Found:
        found = Found()
        for street in self.streets:
            one = street.asked[page.name][-1]
            found.plans = plans(street.town.urls.app, queries(street.app, one))
            found.queries[street.town.size] = len(found.plans)
        return found

    def measure(self, page: PageOf, found: Found) -> None:
        largest = self.streets[-1]
        for street in self.streets:
            self._once(street.server, street.asked[page.name], found.measured[str(street.town.size)])
        self._once(self.calibrator, [Asked("/")], found.measured[CALIBRATOR])
        with without_wall(largest.town.urls):
            self._once(largest.server, largest.asked[page.name], found.measured[WITHOUT_WALL])

    def weigh(self, browser: Browser, found: Mapping[str, Found]) -> None:
        street = self.streets[0]
        for page in PAGES:
            asked = street.asked[page.name][0]
            found[page.name].first_view = first_view(browser, street.server.address, asked)

    def _once(self, server: Server, asked: list[Asked], results: list[Measured]) -> None:
        warm(server, asked, self.setting.warming)
        results.append(measure(server, asked, self.setting.seconds))


@dataclass(frozen=True)
class Ground:
    """What every bench stands on, for as long as it is held."""

    folder: Path
    watcher: Watcher
    postgres: Postgres
    valkey: Valkey
    databases: Databases


@contextmanager
def ground() -> Iterator[Ground]:
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lectern-bench-")))
        folder.chmod(0o711)
        watcher = held.enter_context(Watcher())
        postgres = held.enter_context(Postgres(folder / "postgres", watcher, new_password(), durable=False))
        valkey = held.enter_context(Valkey(folder / "valkey", watcher, durable=False))
        databases = Databases(postgres)
        databases.make_template()
        yield Ground(folder, watcher, postgres, valkey, databases)


@contextmanager
def house_of(setting: Setting, say: Callable[[str], None]) -> Iterator[House]:
    with ExitStack() as held:
        on = held.enter_context(ground())
        towns = []
        for size in sorted(setting.sizes):
            towns.append(build(on.databases, size))
            say(f"{size} schools in {towns[-1].seconds:.0f} s")

        def serve(town: Town, log: str, factory: str = SERVED) -> Server:
            told = town.environment(on.valkey.url(), on.folder)
            told |= {"BENCH_DATABASE_URL": town.urls.maintenance}
            return held.enter_context(serving(on.watcher, told, on.folder / log, on.postgres.pid, factory))

        streets = [_street(town, serve(town, str(town.size)), on.valkey.url(), on.folder) for town in towns]
        for street in streets:
            held.callback(street.app.extensions["engine"].dispose)
        yield House(setting, streets, serve(towns[0], CALIBRATOR, "tests.bench.calibrator:create_app"))


def _street(town: Town, server: Server, valkey_url: str, folder: Path) -> Street:
    app = create_app(settings.read(town.environment(valkey_url, folder)))
    return Street(town, app, server, {page.name: town.asked(page, app) for page in PAGES})
