from datetime import timedelta

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.models import Cohort
from tenants.portfolios.actions.submissions import submit
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.states import EvidenceKind
from tenants.portfolios.rules.submissions import Declared
from tenants.staff.models import Staff
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_file, make_item, make_place
from tests.factories.staff import make_staff

ENDORSED = "I have watched this work change how a whole department plans its lessons."
DECLARED = Declared(authorship=True, consent=True, ai_use="A chat assistant checked my spelling.")


def make_head(session: Session) -> Staff:
    return make_staff(session, Role.HEAD)


def make_open_cohort(session: Session, **values: object) -> Cohort:
    """Its submission window is open for another week."""
    today = clock.today()
    given = {
        "starts_on": today - timedelta(days=60),
        "window_opens_on": today - timedelta(days=7),
        "window_closes_on": today + timedelta(days=7),
        "minimum_items": 3,
        "minimum_presentations": 1,
    }
    return make_cohort(session, **(given | values))


def make_ready(session: Session, **cohort: object) -> Place:
    """A candidate who may submit: all ten standards, seven of them at level 3, in three kinds of evidence."""
    place = make_place(session, cohort=make_open_cohort(session, **cohort))
    text = make_item(session, place.candidate, title="Peer coaching")
    for number in range(1, 11):
        make_claim(session, text, number, level=3 if number <= 6 else 2)
    talk = make_item(session, place.candidate, EvidenceKind.PRESENTATION, title="A talk to four schools")
    make_claim(session, talk, 7, level=3)
    notes = make_item(session, place.candidate, EvidenceKind.FILE, title="Reading notes")
    make_claim(session, notes, 5, level=4)
    make_file(session, notes)
    return place


def hand_in(session: Session, place: Place, declared: Declared = DECLARED) -> Submission:
    actor = candidate_actor(session, place)
    made = submit(session, actor, portfolio(session, place.id), declared)
    session.flush()
    return made
