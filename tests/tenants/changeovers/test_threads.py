"""What work serves where its cohort has another version of the standards than the improvement plan: the number that it
claims is told in the plan's version, and the reason in its own."""

from datetime import date

import pytest

from tenants.base.actor import Role
from tenants.coverage.queries.pictures import Asked, picture
from tenants.coverage.rules.scopes import SCHOOL
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.priorities import threads_of
from tenants.priorities.rules.states import Strength
from tenants.standards.queries import edition
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import candidate_actor, make_claim, make_item, make_place
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.staff import acting, make_staff

DAY = date(2026, 10, 1)


@pytest.fixture
def versions(session, newest) -> dict[str, object]:
    return {"earlier": edition(session, make_cohort(session).edition_id), "later": newest}


@pytest.mark.parametrize(
    ("cohorts", "claimed", "plans", "mapped", "why"),
    [
        ("earlier", 1, "later", 1, "Standard 1 drives it"),
        ("earlier", 1, "later", 2, "Standard 1 drives it"),
        ("earlier", 2, "later", 3, "Standard 2 drives it"),
        ("earlier", 3, "later", 3, "Standard 3 drives it"),
        ("earlier", 2, "later", 2, None),
        ("earlier", 10, "later", 9, None),
        ("later", 2, "earlier", 1, "Standard 2 drives it"),
        ("later", 3, "earlier", 2, "Standard 3 drives it"),
        ("later", 3, "earlier", 3, "Standard 3 drives it"),
        ("later", 2, "earlier", 2, None),
        ("later", 9, "earlier", 10, None),
    ],
)
def test_a_standard_serves_as_what_it_is_in_the_plans_version(
    session, versions, cohorts, claimed, plans, mapped, why
) -> None:
    """The picture of the school counts it as its owner reads it."""
    head, cohort = make_staff(session, Role.HEAD), make_cohort(session, edition_id=versions[cohorts].id)
    plan = make_plan(session, year_id=cohort.year_id, edition_id=versions[plans].id)
    talk = make_priority(session, plan)
    make_mapping(session, talk, mapped, Strength.DRIVES, from_on=DAY, set_by=head.id)
    place = make_place(session, cohort=cohort)
    item = make_item(session, place.candidate, happened_on=DAY)
    make_claim(session, item, claimed)
    me = candidate_actor(session, place)
    found = threads_of(session, me, item, claims(session, item.id, item.candidate_id), cohort.edition_id)
    assert [(one.aim.id, one.why) for one in found.served] == ([(talk.id, why)] if why else [])
    seen = picture(session, acting(session, head), Asked(SCHOOL), DAY)
    assert seen is not None
    assert seen.maps.total(talk.id).items == (1 if why else 0)
