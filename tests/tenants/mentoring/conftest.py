from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.cohorts.models import Candidate
from tenants.staff.models import Staff
from tests.factories.cohorts import make_cohort, make_lead
from tests.factories.portfolios import Place, make_place
from tests.factories.staff import acting, make_staff


@dataclass(frozen=True)
class Two:
    """A candidate and their mentor, with those who run the programme beside them."""

    session: Session
    place: Place
    lead: Staff
    head: Staff

    @property
    def of(self) -> Candidate:
        return self.place.candidate

    @property
    def candidate(self) -> Actor:
        return acting(self.session, self.place.person)

    @property
    def mentor(self) -> Actor:
        return acting(self.session, self.place.mentor)

    def act(self, person: Staff) -> Actor:
        return acting(self.session, person)


@pytest.fixture
def two(session: Session) -> Two:
    lead = make_lead(session)
    place = make_place(session, cohort=make_cohort(session, lead=lead))
    return Two(session, place, lead, make_staff(session, Role.HEAD))
