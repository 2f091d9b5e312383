"""An id in a form is as closed as one in an address: only what the form itself offers is taken."""

import pytest

from tests.forms.filling import controls
from tests.forms.test_forms import PAGES, Desk
from tests.isolation.porter import Porter
from tests.isolation.undone import contents
from tests.isolation.visitor import UUIDS
from tests.isolation.world import Place

CHOOSING = {
    "/schools/<slug>/cohorts/<uuid:cohort_id>/release": "outcomes",
    "/schools/<slug>/cohorts/<uuid:cohort_id>/team": "assessors",
    "/schools/<slug>/evidence/<uuid:evidence_id>/priorities": "priorities",
    "/schools/<slug>/groups/<uuid:group_id>/invitations": "people",
    "/schools/<slug>/hand-over": "person",
    "/schools/<slug>/places/<uuid:candidate_id>/mentor": "mentor",
    "/schools/<slug>/submissions/<uuid:submission_id>/allocation": "assessors",
}
"""Some of the fields that must be found to be tried."""


def carried(found) -> dict[str, str]:
    """Fields that stand for a record, with the id that they hold or offer; of fields alike but for an id in their
    names, as one for each candidate, the first."""
    offered = {name: next(iter(values), "") for name, values in found.choices.items()}
    held = {name: value for name, value in found.standing.items() if isinstance(value, str)}
    ids = {name: value for name, value in {**held, **offered}.items() if UUIDS.fullmatch(value)}
    first = {UUIDS.sub("", name): name for name in reversed(ids) if name != "form_key"}
    return {name: ids[name] for name in first.values()}


def strangers(here: Place, there: Place, offered: set[str]) -> list[str]:
    """Ids of the same kind and of every other: of the other school, and of this one but not to be chosen."""
    of_each_kind = {name: one for thread in there.threads for name, one in thread.ids.items()}
    elsewhere = [str(one) for one in of_each_kind.values()]
    people = [str(one) for one in there.people.values()]
    nobody = [str(here.people["business manager"]), str(here.school_id), "x"]
    return [one for one in dict.fromkeys([*people, *elsewhere, *nobody]) if one not in offered]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_an_id_that_was_not_offered_is_not_taken(porter: Porter, undone_app, undone_visitors, route) -> None:
    entry, here, there = porter.entry(route), porter.world.here, porter.world.there
    tried = set()
    with undone_app.undone():
        client = undone_visitors(here, entry.person).client
    desk = Desk(undone_app, client, porter.path(route, entry.values), here.school_id)
    for form in desk.forms():
        found = controls(form)
        for name, value in carried(found).items():
            tried.add(name)
            for stranger in strangers(here, there, {value, *found.choices.get(name, ())}):
                with undone_app.undone() as connection:
                    answer = desk.post(form, {**found.standing, name: stranger})
                    assert answer.status_code in (404, 409, 422), (
                        f"{form.action}: {name}: {answer.status_code}"
                    )
                    assert contents(connection, here.school_id) == desk.before, (
                        f"{form.action}: {name}: taken"
                    )
    assert CHOOSING.get(route.address) in {None, *tried}


def test_pages_on_which_something_is_chosen_are_among_those_tried() -> None:
    assert set(CHOOSING) <= {route.address for route in PAGES}
