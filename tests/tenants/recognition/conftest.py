from dataclasses import dataclass
from uuid import UUID

import pytest

from tenants.awards.models import Award
from tenants.base.actor import Actor, Role
from tenants.staff.models import Staff
from tests.factories.assessment import Matter, make_matter
from tests.factories.awards import make_award
from tests.factories.staff import acting, make_staff


@dataclass(frozen=True)
class Here:
    """The school where somebody now works, and claims."""

    school_id: UUID
    head: Actor
    joiner: Staff
    actor: Actor


@dataclass(frozen=True)
class There:
    """The school that made the award, to somebody of the same name."""

    school_id: UUID
    head: Actor
    matter: Matter
    award: Award


@pytest.fixture
def here(in_school, school_id) -> Here:
    with in_school(school_id) as session:
        head, joiner = make_staff(session, Role.HEAD), make_staff(session, name="Ola Ade")
        return Here(school_id, acting(session, head), joiner, acting(session, joiner))


@pytest.fixture
def there(in_school, other_school_id) -> There:
    with in_school(other_school_id) as session:
        matter = make_matter(session, name="Ola Ade")
        award = make_award(session, matter)
        return There(other_school_id, acting(session, matter.head), matter, award)
