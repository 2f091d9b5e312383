from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.events.models import Event
from tests.factories.events import make_event
from tests.factories.portfolios import Place, make_place
from tests.factories.staff import acting


@dataclass(frozen=True)
class Held:
    """An event that was held just now, of a candidate."""

    event: Event
    place: Place
    me: Actor


@pytest.fixture
def held(session: Session) -> Held:
    place = make_place(session)
    event = make_event(session, place.person, place.candidate)
    return Held(event, place, acting(session, place.person))
