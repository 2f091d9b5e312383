"""Letters about what members of a group say of each other's work: how much waits, and what was confirmed."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tenants.base import clock
from tenants.base.messages import Message
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.portfolios.jobs import AskWords, TellWords
from tenants.standards.actions import publish_editions
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import make_claim, make_item, make_place
from tests.factories.submissions import hand_in, make_head, make_open_cohort


@pytest.fixture
def work(operator, in_own_school, school_id):
    """Two members; the first has handed in, what the second did waits for a word, and the first's was confirmed."""
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        make_head(session)
        asks = {"groups": {"own_items": 0, "confirmed": 0}}
        cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0, asks=asks)
        first, second = (make_place(session, cohort=cohort) for _ in range(2))
        own = make_item(session, first.candidate)
        for number in range(1, 11):
            make_claim(session, own, number)
        group = make_group(session, [first.candidate, second.candidate])
        item = make_pooled(session, group)
        make_contribution(session, item, first.candidate, confirmed_by=second.candidate)
        make_contribution(session, item, second.candidate)
        hand_in(session, first)
        return group.id, first, second


@pytest.fixture
def letters(asked, perform, school_id, smtp_server) -> Callable[[Message], list[str]]:
    def do(message: Message) -> list[str]:
        smtp_server.messages.clear()
        perform(asked(school_id, message))
        return [mail.get_body(("plain",)).get_content() for mail in smtp_server.messages]

    return do


def asks(work) -> AskWords:
    group_id, first, _ = work
    return AskWords(group_id, first.id)


def test_who_has_handed_in_is_told_that_a_contribution_waits_for_their_word(work, letters) -> None:
    (text,) = letters(asks(work))
    assert "counts for them once" in text
    assert "The talk group" in text


def test_nobody_is_asked_for_a_word_in_a_closed_cohort(work, letters, in_own_school, school_id: UUID) -> None:
    _, first, _ = work
    with in_own_school(school_id) as session:
        session.get_one(Cohort, (school_id, first.cohort.id)).state = CohortState.CLOSED.value
    assert letters(asks(work)) == []


def test_whose_contribution_was_confirmed_is_told_so(work, letters) -> None:
    group_id, first, _ = work
    (text,) = letters(TellWords(group_id, first.id, clock.today()))
    assert "1 contribution of yours is confirmed today" in text
