"""Two locks on every door: each holds with the other one taken out."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy import create_engine, select, text, true

from tenants.base.isolation import school_transaction, sessions
from tenants.staff.models import Staff
from tests.isolation.porter import ROUTES
from tests.isolation.undone import UndoneApp
from tests.isolation.visitor import shown

PAGES = [route for route in ROUTES if route.method == "GET"]
OPENED = [route for route in PAGES if route.ids]


@pytest.fixture
def without_filter():
    """Every query says that all rows are of the bound school."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("tenants.") and hasattr(module, "here"):
                patch.setattr(module, "here", lambda session, model: true())
        yield


@pytest.fixture(scope="module")
def without_policies(undone_app, maintenance_engine) -> UndoneApp:
    """The app on a role that the policies do not bind."""
    return UndoneApp(undone_app.app, maintenance_engine, undone_app.make_session)


def leaks(porter, undone: UndoneApp, visitors, routes) -> list[str]:
    """Pages of the other school's that show something of this one."""
    here, there = porter.world.here, porter.world.there
    found = []
    for route in routes:
        path = porter.path(route, porter.entry(route).values, there)
        for person in sorted({there.people["head"], there.people["mentor"], there.people["lead"]}):
            with undone.undone():
                answer = visitors(there, person).client.get(path)
            if here.mark in shown(answer) or (route.ids and answer.status_code < 400):
                found.append(f"{path}: {answer.status_code}")
    return found


@pytest.fixture(scope="module")
def known(porter):
    """Found while both locks are in."""
    return [porter.entry(route) for route in PAGES]


def test_the_policies_hold_without_the_filter(
    known, porter, undone_app, undone_visitors, without_filter
) -> None:
    assert leaks(porter, undone_app, undone_visitors, PAGES) == []


def test_without_both_the_other_school_is_open(
    known, porter, without_policies, undone_visitors, without_filter
) -> None:
    """So the two tests beside this one look at doors that would open."""
    assert len(leaks(porter, without_policies, undone_visitors, OPENED)) > 10


def test_the_filter_holds_without_the_policies(known, porter, without_policies, undone_visitors) -> None:
    assert leaks(porter, without_policies, undone_visitors, PAGES) == []


def test_the_app_is_who_the_policies_bind(app, engine) -> None:
    for one in (app.extensions["engine"], engine):
        with one.connect() as connection:
            assert connection.scalar(text("SELECT current_user")) == "lectern_app"


def test_two_schools_share_one_connection_and_nothing_else(world, database_urls) -> None:
    """Under threads, half of them failing in the middle."""
    engine = create_engine(database_urls.app, pool_size=1, max_overflow=0, pool_timeout=60)
    make, turns = sessions(engine), count()

    def visit(place) -> set[str]:
        fails = next(turns) % 2
        with suppress(ZeroDivisionError), make() as session, school_transaction(session, place.school_id):
            names = {name.split()[0] for name in session.scalars(select(Staff.name)) if " " in name}
            if fails:
                _fail()
            return names & {world.here.mark, world.there.mark}
        return {place.mark}

    places = [world.here, world.there] * 60
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(visit, places))
    engine.dispose()
    assert found == [{place.mark} for place in places]


def _fail() -> None:
    raise ZeroDivisionError


def test_after_a_fault_in_a_request_the_next_one_sees_only_its_school(world, app, visitors) -> None:
    def fault() -> str:
        raise ZeroDivisionError

    paths = [(place, f"/schools/{place.slug}/staff") for place in (world.here, world.there)]
    for place, path in paths * 3:
        other = world.there if place is world.here else world.here
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(app.view_functions, "staff.index", fault)
            with suppress(ZeroDivisionError):
                visitors(place, place.people["head"]).client.get(path)
        page = visitors(place, place.people["head"]).client.get(path).get_data(as_text=True)
        assert place.mark in page
        assert other.mark not in page


@pytest.mark.parametrize("route", [route for route in PAGES if not route.ids], ids=str)
def test_a_page_of_one_school_never_shows_the_other(porter, visitors, route) -> None:
    """One after the other, by the same process: nothing kept for one is shown to the other."""
    here, there = porter.world.here, porter.world.there
    entry = porter.entry(route)
    for place, other in ((here, there), (there, here), (here, there)):
        page = visitors(place, place.people["head"]).client.get(porter.path(route, entry.values, place))
        assert other.mark not in shown(page)
