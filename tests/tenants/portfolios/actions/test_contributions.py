"""Members have a word on what the others did: as long as their cohort is open, whether they have handed in or not."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound, Refused
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.groups.models import Group
from tenants.portfolios.actions.contributions import say, speak
from tenants.portfolios.actions.evidence import remove_item
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.contributions import Said, Standing, Word
from tests.factories.groups import make_contribution, make_group, make_leaver, make_pooled, member_of
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_item, make_place
from tests.factories.submissions import hand_in, make_head, make_open_cohort

SAID = Said("Taught it", "I taught it to three classes.")


@dataclass(frozen=True)
class Two:
    """The first has handed in; what the second did waits for a word that only the first can say."""

    session: Session
    cohort: Cohort
    group: Group
    first: Place
    second: Place
    item: Evidence

    def confirm(self, word: Word = Word.CONFIRMED) -> Contribution:
        actor = candidate_actor(self.session, self.first)
        speak(self.session, actor, self.item, self.second.id, word, "Yes, I was there.", 1)
        self.session.flush()
        return self.session.get_one(Contribution, (self.item.school_id, self.item.id, self.second.id))

    def ready(self) -> bool:
        return checked(self.session, portfolio(self.session, self.second.id)).readiness.ready


@pytest.fixture
def two(session: Session) -> Two:
    cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0)
    make_head(session)
    first, second = (_ready(session, cohort) for _ in range(2))
    group = make_group(session, [first.candidate, second.candidate])
    item = make_pooled(session, group)
    make_contribution(session, item, first.candidate, confirmed_by=second.candidate)
    hand_in(session, first)
    say(session, candidate_actor(session, second), item, SAID, 0)
    session.flush()
    return Two(session, cohort, group, first, second, item)


def _ready(session: Session, cohort: Cohort) -> Place:
    """All but a confirmed contribution."""
    place = make_place(session, cohort=cohort)
    for title in ("Peer coaching", "Reading notes"):
        item = make_item(session, place.candidate, title=title)
        for number in range(1, 11):
            make_claim(session, item, number)
    return place


def test_who_has_handed_in_still_confirms_and_so_the_last_one_hands_in(two: Two) -> None:
    assert not two.ready()
    assert two.confirm().standing == Standing.CONFIRMED
    assert two.ready()
    assert hand_in(two.session, two.second).state == "submitted"


def test_who_has_handed_in_still_questions(two: Two) -> None:
    assert two.confirm(Word.QUESTIONED).standing == Standing.QUESTIONED


def test_what_they_handed_in_themselves_they_change_no_more(two: Two) -> None:
    actor = candidate_actor(two.session, two.first)
    for deed in (
        lambda: say(two.session, actor, two.item, SAID, 1),
        lambda: remove_item(two.session, actor, two.item),
    ):
        with pytest.raises(Refused, match="You have submitted this portfolio"):
            deed()


def test_no_word_is_said_in_a_cohort_that_is_closed(two: Two) -> None:
    two.cohort.state = CohortState.CLOSED.value
    with pytest.raises(Refused, match="This cohort is closed"):
        two.confirm()


def test_who_left_the_group_has_no_word_there(two: Two) -> None:
    make_leaver(two.session, member_of(two.session, two.group, two.first.candidate), two.first.person.id)
    with pytest.raises(NotFound):
        two.confirm()
