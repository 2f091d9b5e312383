from sqlalchemy.orm import Session

from tenants.assessment.models import Outcome
from tenants.assessment.queries.outcomes import outcome
from tenants.awards.actions import release
from tenants.awards.models import Award
from tests.factories.assessment import PASSING, Matter, assess, make_matter
from tests.factories.staff import acting


def make_decided(
    session: Session, matter: Matter | None = None, levels: dict[int, int] | None = None
) -> Outcome:
    """A provisional outcome that two assessors agree on."""
    matter = matter or make_matter(session)
    levels = levels or PASSING
    assess(session, matter, levels, levels)
    return outcome(session, matter.submission.id)


def make_award(session: Session, matter: Matter | None = None) -> Award:
    matter = matter or make_matter(session)
    decided = make_decided(session, matter)
    (award,) = release(session, acting(session, matter.head), [decided])
    session.flush()
    return award
