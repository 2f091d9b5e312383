from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.messages.rules.nudges import Behind
from tenants.staff.models import Staff
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff


@dataclass
class Story:
    """A cohort with three people: Ann with a mentor, Ben, and Ida who is invited."""

    session: Session
    cohort: Cohort
    leads: Staff
    mentor: Staff
    ann: Candidate
    ben: Candidate
    ida: Candidate
    behind: frozenset[Behind] = frozenset({Behind.QUIET})

    @property
    def lead(self) -> Actor:
        return acting(self.session, self.leads)

    def person(self, candidate: Candidate) -> Staff:
        return self.session.get_one(Staff, (candidate.school_id, candidate.staff_id))


@pytest.fixture
def story(session, operator_engine) -> Story:
    leads, mentor = (
        make_staff(session, Role.PROGRAMME_LEAD),
        make_staff(session, Role.MENTOR, name="Mia Mentor"),
    )
    cohort = make_cohort(session, lead=leads)
    ann = make_candidate(session, cohort, make_staff(session, name="Ann"), mentor=mentor)
    ben = make_candidate(session, cohort, make_staff(session, name="Ben"))
    ida = make_candidate(session, cohort, make_staff(session, name="Ida"), state=PlaceState.INVITED)
    return Story(session, cohort, leads, mentor, ann, ben, ida)
