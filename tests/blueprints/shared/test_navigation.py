"""Where one is in the house: the one place of the main navigation that a page lies under."""

import pytest
from flask import Flask, g

from blueprints.shared.navigation import navigation
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.ids import new_id

ID = "0199a000-0000-7000-8000-000000000000"


def everything() -> Actor:
    """Somebody for whom every place is shown."""
    return Actor(
        school_id=new_id(),
        staff_id=new_id(),
        name="Ada",
        roles=frozenset(Role),
        appointed=frozenset((appointment, new_id()) for appointment in Appointment),
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "Home"),
        (f"/portfolios/{ID}", "My portfolio"),
        (f"/portfolios/{ID}/readiness", "My portfolio"),
        (f"/submissions/{ID}/receipt", "My portfolio"),
        ("/copies", "My portfolio"),
        ("/mentoring", "Mentoring"),
        (f"/cohorts/{ID}", "Cohorts"),
        (f"/cohorts/{ID}/release", "Cohorts"),
        (f"/submissions/{ID}/allocation", "Cohorts"),
        (f"/submissions/{ID}/outcome", "Cohorts"),
        (f"/assessing/{ID}", "Assessing"),
        (f"/submissions/{ID}", "Endorsements"),
        (f"/submissions/{ID}/endorse", "Endorsements"),
        (f"/awards/{ID}", "Awards"),
        ("/earlier-awards", "Awards"),
        (f"/staff/{ID}/edit", "Staff"),
        ("/set-up/details", "School"),
        ("/audit-trail", "School"),
        ("/hand-over", "School"),
        (f"/school-sign-in/{ID}", "School sign-in"),
        ("/standards", "Standards"),
    ],
)
def test_a_page_lies_under_one_place(app: Flask, path: str, place: str) -> None:
    with app.test_request_context(f"/schools/oak{path}"):
        g.slug, g.actor = "oak", everything()
        assert [item.text for item in navigation() if item.current] == [place]
