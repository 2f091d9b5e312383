from dataclasses import replace
from datetime import date

from blueprints.coverage.telling import rows, widths
from tenants.base.actor import Role
from tenants.coverage.queries.pictures import Asked, picture
from tenants.coverage.rules.scopes import SCHOOL
from tenants.priorities.rules.states import Strength
from tenants.standards.models import Level
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import make_claim, make_item, make_place
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.staff import acting, make_staff

DAY = date(2026, 10, 1)


def test_the_table_has_a_column_for_each_level_of_the_version(session) -> None:
    head, cohort = make_staff(session, Role.HEAD), make_cohort(session)
    talk = make_priority(session, make_plan(session, year_id=cohort.year_id, edition_id=cohort.edition_id))
    make_mapping(session, talk, 3, Strength.DRIVES, from_on=DAY, set_by=head.id)
    item = make_item(session, make_place(session, cohort=cohort).candidate, happened_on=DAY)
    make_claim(session, item, 3, level=7)
    found = picture(session, acting(session, head), Asked(SCHOOL), DAY)
    assert found is not None
    nine = tuple(Level(number=number) for number in range(1, 10))
    headings, *lines = rows(replace(found, framework=replace(found.framework, levels=nine)), "All")
    assert headings[-9:] == tuple(f"Level {number}" for number in range(1, 10))
    third = dict(zip(headings, next(one for one in lines if one[5].startswith("Standard 3")), strict=True))
    assert (third["Highest level"], third["Level 7"], third["Level 4"]) == ("7", "1", "0")
    assert len(widths(found)) == len(next(rows(found, "All")))
