"""The mapping on any day is what was said last up to that day, whatever was said and in which order."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tenants.base import clock
from tenants.priorities.actions.mapping import set_mapping
from tenants.priorities.models import Mapping
from tenants.priorities.queries.mapping import mapped_on, mapping_of
from tenants.priorities.queries.plans import of_year
from tenants.priorities.rules.mapping import Wanted
from tenants.priorities.rules.states import Strength
from tests.tenants.priorities.conftest import Story

Said = tuple[int, int, int, Strength]
SAID = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 1), st.integers(1, 3), st.sampled_from(Strength)),
    max_size=14,
)


def replayed(said: list[Said], ids: list[UUID], until: int) -> dict[tuple[UUID, int], Strength]:
    """Day after day, each said over what was said before. What is said of a priority on the first day on which anything
    is mapped to it holds from the beginning."""
    held: dict[tuple[UUID, int], Strength] = {}
    first: dict[int, int] = {}
    for after, which, number, strength in sorted(said, key=lambda one: one[0]):
        if strength is not Strength.NONE:
            first.setdefault(which, after)
        if after <= until or after == first.get(which):
            held[ids[which], number] = strength
    return {cell: strength for cell, strength in held.items() if strength is not Strength.NONE}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, asked=st.integers(-1, 45))
def test_the_mapping_on_any_day_equals_a_replay_of_all_that_was_said(
    story: Story, real_clock: None, said: list[Said], asked: int
) -> None:
    session, begins = story.session, clock.today()
    session.execute(delete(Mapping))
    both, ids = [story.talk, story.books], [story.talk.id, story.books.id]
    for after, which, number, strength in sorted(said, key=lambda one: one[0]):
        clock.move_by(timedelta(days=after))
        set_mapping(session, story.head, both[which], {number: Wanted(strength, "Because")})
    clock.move_by(timedelta())
    day: date = begins + timedelta(days=asked)
    wanted = replayed(said, ids, asked)
    assert mapped_on(session, day) == wanted
    held = mapping_of(session, ids, day)
    assert {cell: Strength(one.strength) for cell, one in held.items()} == wanted


def test_the_first_mapping_of_a_priority_holds_for_the_whole_of_its_year(story: Story) -> None:
    set_mapping(story.session, story.head, story.talk, {1: Wanted(Strength.DRIVES, "Talk")})
    begins = of_year(story.session, story.talk.plan_id).span.starts_on
    assert mapped_on(story.session, begins) == {(story.talk.id, 1): Strength.DRIVES}


def test_a_change_today_does_not_change_what_held_yesterday(story: Story, real_clock: None) -> None:
    yesterday = clock.today() - timedelta(days=1)
    clock.move_by(timedelta(days=-1))
    set_mapping(story.session, story.head, story.talk, {1: Wanted(Strength.DRIVES, "Talk")})
    clock.move_by(timedelta())
    set_mapping(story.session, story.head, story.talk, {1: Wanted(Strength.NONE)})
    assert mapped_on(story.session, yesterday) == {(story.talk.id, 1): Strength.DRIVES}
    assert mapped_on(story.session, clock.today()) == {}
