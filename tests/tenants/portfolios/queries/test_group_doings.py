"""What waits for whose word in a group, and what its feed tells."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group
from tenants.portfolios.actions.contributions import share_part
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import waiting_for
from tenants.portfolios.queries.group_doings import group_work
from tenants.portfolios.rules.contributions import Standing, Word
from tenants.staff.actors import actor
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.staff import make_staff


@dataclass(frozen=True)
class Three:
    """The first has said what they did, the second as well, and the first confirmed that; the third said nothing."""

    session: Session
    group: Group
    item: Evidence
    places: list[Candidate]
    said: Contribution

    def waits(self, which: int) -> int:
        """As the page counts it, which the letter has to equal."""
        place = self.places[which].id
        told = sum(one.unheard for one in group_work(self.session, self.group.id, place).pool)
        assert told == waiting_for(self.session, self.group.id, place)
        return told


@pytest.fixture
def three(session: Session) -> Three:
    cohort = make_cohort(session)
    places = [make_candidate(session, cohort, make_staff(session)) for _ in range(3)]
    group = make_group(session, places)
    item = make_pooled(session, group)
    said = make_contribution(session, item, places[0])
    make_contribution(session, item, places[1], confirmed_by=places[0])
    return Three(session, group, item, places, said)


def test_only_what_nobody_confirmed_waits_for_the_others(three: Three) -> None:
    assert [three.waits(one) for one in range(3)] == [0, 1, 1]


def test_a_word_stands_while_only_the_reflection_changes(three: Three) -> None:
    three.session.add(
        ContributionWord(
            evidence_id=three.item.id,
            candidate_id=three.places[0].id,
            by_candidate_id=three.places[2].id,
            of_version=1,
            word=Word.QUESTIONED.value,
            note="Was it so?",
            at=clock.now(),
        )
    )
    three.said.version += 1
    three.session.flush()
    assert [three.waits(one) for one in range(3)] == [0, 1, 0]


def test_a_member_is_told_what_they_contributed_and_how_it_stands(three: Three) -> None:
    work = group_work(three.session, three.group.id, three.places[1].id)
    assert [standing for _, standing in work.of(three.places[1].id)] == [Standing.CONFIRMED]
    assert work.of(three.places[2].id) == []
    assert (work.confirmed, work.contributions) == (1, 2)


def test_what_somebody_shares_with_their_mentor_is_not_in_the_feed(three: Three) -> None:
    share_part(three.session, actor(three.session, three.places[0].staff_id), three.said)
    three.session.flush()
    happened = group_work(three.session, three.group.id, three.places[1].id).happened
    assert "contribution:share" not in {one.action for one in happened}
