import pytest
from sqlalchemy import func, select

from tenants.base.actor import Role
from tenants.base.errors import NotFound
from tenants.standards.actions import adopt, publish_editions
from tenants.standards.models import Standard
from tenants.standards.queries import adopted_edition_id, framework, newest_edition
from tests.factories.staff import acting, make_staff


def test_publishing_again_adds_nothing(operator) -> None:
    assert publish_editions(operator) == []
    assert operator.scalar(select(func.count()).select_from(Standard)) == 10


def test_the_ten_standards_stand_in_three_categories_with_four_levels(session) -> None:
    found = framework(session, newest_edition(session).id)
    assert [name for name, _ in found.categories] == [
        "Personal skills",
        "Professional knowledge",
        "Process and impact on others",
    ]
    assert len(found.standards) == 10
    assert [level.number for level in found.levels] == [1, 2, 3, 4]
    assert (found.rule.pass_level, found.rule.pass_count, found.rule.floor_level) == (3, 7, 1)


def test_a_head_adopts_the_standards_for_the_school(session) -> None:
    edition = newest_edition(session)
    adopt(session, acting(session, make_staff(session, Role.HEAD)), edition)
    session.flush()
    assert adopted_edition_id(session) == edition.id


def test_a_programme_lead_cannot_adopt_the_standards(session) -> None:
    lead = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        adopt(session, lead, newest_edition(session))
