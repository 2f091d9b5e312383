"""Every route × everybody who is not let in: the same answer as for an id that does not exist."""

from datetime import timedelta

import pytest

from tenants.base import clock
from tests.isolation.expected import LET_IN, let_in
from tests.isolation.porter import ROUTES, Porter
from tests.isolation.routes import Route


def test_every_permission_says_twice_who_is_let_in() -> None:
    assert {route.permission for route in ROUTES} <= set(LET_IN)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_strangers_of_the_same_school_find_nothing(porter: Porter, route: Route) -> None:
    entry, place = porter.entry(route), porter.world.here
    for person in porter.strangers(route):
        porter.kept_out(route, "somebody else of the school", porter.visitors(place, person), entry.values)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.ids], ids=str)
def test_another_schools_people_find_nothing(porter: Porter, route: Route) -> None:
    entry, there = porter.entry(route), porter.world.there
    alike = next(thread for thread in there.threads if thread.state == entry.thread.state)
    people = let_in(there, alike, route.permission) | {there.people["head"]}
    for person in sorted(people):
        porter.kept_out(
            route, "another school's, in their own space", porter.visitors(there, person), entry.values, there
        )


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_another_schools_people_must_sign_in_here_first(porter: Porter, route: Route) -> None:
    entry, there = porter.entry(route), porter.world.there
    visitor = porter.visitors(there, there.people["head"])
    porter.sent_to_sign_in(route, "another school's, in this space", visitor, entry.values)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_session_of_another_school_opens_nothing_here(porter: Porter, route: Route, app) -> None:
    """Also when the browser hands it over under this school's name."""
    entry, world = porter.entry(route), porter.world
    borrowed = _borrowed(porter, app)
    porter.sent_to_sign_in(route, "another school's session", borrowed, entry.values)
    assert world.here.slug != world.there.slug


def _borrowed(porter: Porter, app):
    if not hasattr(porter, "borrowed"):
        there = porter.world.there
        token = porter.visitors.token(there, there.people["head"])
        porter.borrowed = type(porter.visitors.outsider)(app, {porter.world.here.slug: token})
    return porter.borrowed


@pytest.mark.parametrize("route", [route for route in ROUTES if route.ids], ids=str)
def test_each_id_of_an_address_is_looked_at(porter: Porter, route: Route) -> None:
    """One's own address with a single id of another school, and of another matter where there are several."""
    entry, world = porter.entry(route), porter.world
    visitor = porter.visitors(world.here, entry.person)
    for name in route.ids:
        strangers = world.there.ids(name)
        assert strangers, f"{route}: the other school has no {name}"
        if len(route.ids) > 1:
            strangers += [one for one in world.here.ids(name) if one not in entry.thread.ids.values()]
        for stranger in strangers[:6]:
            porter.kept_out(
                route, "one's own, with an id of somebody else", visitor, entry.values | {name: stranger}
            )


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_signed_out_everything_leads_to_the_sign_in(porter: Porter, route: Route) -> None:
    porter.sent_to_sign_in(route, "signed out", porter.visitors.outsider, porter.entry(route).values)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_leaver_is_out_at_once(porter: Porter, route: Route, changed) -> None:
    entry, place = porter.entry(route), porter.world.here
    changed(place, entry.person, deactivated_at=clock.now())
    try:
        porter.sent_to_sign_in(route, "a leaver", porter.visitors(place, entry.person), entry.values)
    finally:
        changed(place, entry.person, deactivated_at=None)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_guest_past_their_date_is_out(porter: Porter, route: Route, changed) -> None:
    entry, place = porter.entry(route), porter.world.here
    changed(place, entry.person, kind="guest", ends_on=clock.today() - timedelta(days=1))
    try:
        porter.sent_to_sign_in(
            route, "a guest past their date", porter.visitors(place, entry.person), entry.values
        )
    finally:
        changed(place, entry.person, kind="member", ends_on=None)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_who_may_is_let_in(porter: Porter, route: Route) -> None:
    porter.let_in(route)


def test_nothing_was_skipped(porter: Porter) -> None:
    shown = {str(route) for route in ROUTES}
    assert set(porter.report.positives) == shown
    assert set(porter.report.cells) == shown
    assert all(sum(counted.values()) >= 4 for counted in porter.report.cells.values())
