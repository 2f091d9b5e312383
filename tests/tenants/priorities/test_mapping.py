"""The mapping on any day is what was said last up to that day, whatever was said and in which order."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Conflict
from tenants.priorities.actions.mapping import set_mapping
from tenants.priorities.actions.plans import carry_forward
from tenants.priorities.models import Mapping, Priority
from tenants.priorities.queries.mapping import everything_said, mapped_on, mapping_of
from tenants.priorities.queries.plans import of_year, priorities_of
from tenants.priorities.rules.mapping import Wanted
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear
from tenants.staff.models import Staff
from tests.conftest import InSchool
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.staff import acting, make_staff
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
    say(story, both, said)
    day: date = begins + timedelta(days=asked)
    wanted = replayed(said, ids, asked)
    assert mapped_on(session, day) == wanted
    held = mapping_of(session, ids, day)
    assert {cell: Strength(one.strength) for cell, one in held.items()} == wanted


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=SAID, carried_after=st.integers(200, 320), said=SAID, asked=st.integers(0, 100))
def test_what_is_carried_into_a_year_is_what_is_said_first_in_it(
    story: Story, real_clock: None, before: list[Said], carried_after: int, said: list[Said], asked: int
) -> None:
    """Before that year begins and while it runs; and what is changed on the same day is changed."""
    session, both = story.session, [story.talk, story.books]
    begun = session.begin_nested()
    until_then = (story.next_year.starts_on - clock.today()).days
    say(story, both, before)
    clock.move_by(timedelta(days=carried_after))
    ids = [one.id for one in both]
    plan = carry_forward(session, story.head, story.plan, story.next_year.id, ids)
    going = priorities_of(session, plan.id)
    say(story, going, said, carried_after)
    clock.move_by(timedelta())
    held = mapping_of(session, [one.id for one in going], story.next_year.starts_on + timedelta(days=asked))
    carried = [(0, ids.index(of), number, one) for (of, number), one in replayed(before, ids, 45).items()]
    told = [
        (max(carried_after + after - until_then, 0), *rest)
        for after, *rest in [*carried, *sorted(said, key=lambda one: one[0])]
    ]
    wanted = replayed(told, [one.id for one in going], asked)
    begun.rollback()
    assert {cell: Strength(one.strength) for cell, one in held.items()} == wanted


def say(story: Story, both: Sequence[Priority], said: list[Said], later: int = 0) -> None:
    for after, which, number, strength in sorted(said, key=lambda one: one[0]):
        clock.move_by(timedelta(days=later + after))
        set_mapping(story.session, story.head, both[which], {number: Wanted(strength, "Because")})
    clock.move_by(timedelta())


def test_what_was_carried_today_can_be_changed_and_taken_away_today(story: Story, real_clock: None) -> None:
    session, standards = story.session, {3: Wanted(Strength.DRIVES, "Talk"), 4: Wanted(Strength.TOUCHES)}
    set_mapping(session, story.head, story.talk, standards)
    clock.move_by(story.next_year.starts_on + timedelta(days=9) - clock.today())
    plan = carry_forward(session, story.head, story.plan, story.next_year.id, [story.talk.id])
    (going,) = priorities_of(session, plan.id)
    assert set(mapped_on(session, story.next_year.starts_on)) == {(going.id, 3), (going.id, 4)}
    changed = {3: Wanted(Strength.SUPPORTS, "Less so"), 4: Wanted(Strength.NONE)}
    assert set_mapping(session, story.head, going, changed) == 2
    assert mapped_on(session, clock.today()) == {(going.id, 3): Strength.SUPPORTS}


def test_the_mapping_of_a_year_to_come_goes_on_to_the_year_after_it(story: Story) -> None:
    session, starts_on = story.session, story.next_year.ends_on + timedelta(days=1)
    third = AcademicYear(name="Third", starts_on=starts_on, ends_on=starts_on + timedelta(days=360))
    session.add(third)
    session.flush()
    plan = carry_forward(session, story.head, story.plan, story.next_year.id, [story.talk.id])
    (coming,) = priorities_of(session, plan.id)
    set_mapping(session, story.head, coming, {1: Wanted(Strength.DRIVES, "Talk")})
    after_it = carry_forward(session, story.head, plan, third.id, [coming.id])
    (going,) = priorities_of(session, after_it.id)
    assert mapped_on(session, starts_on) == {(going.id, 1): Strength.DRIVES}


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


def test_what_was_mapped_while_one_waited_is_read_before_anything_is_said(
    in_school: InSchool, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        staff = make_staff(session, Role.HEAD)
        plan = make_plan(session)
        begins, talk = of_year(session, plan.id).span.starts_on, make_priority(session, plan)
        make_mapping(session, talk, 1, Strength.DRIVES, from_on=begins, set_by=staff.id)
        staff_id, key = staff.id, (school_id, talk.id)
    with in_school(school_id) as first:
        shown = everything_said(first, [key[1]])
        with in_school(school_id) as second:
            said = {1: Wanted(Strength.SUPPORTS, "Less so")}
            head = acting(second, second.get_one(Staff, (school_id, staff_id)))
            set_mapping(second, head, second.get_one(Priority, key), said)
        head = acting(first, first.get_one(Staff, (school_id, staff_id)))
        talk = first.get_one(Priority, key)
        seen = {one.standard_number: "Drives: Both are about talk" for one in shown}
        with pytest.raises(Conflict) as both:
            set_mapping(first, head, talk, {1: Wanted(Strength.TOUCHES)}, seen)
        assert both.value.texts == {"Standard 1": ("Supports: Less so", "Touches")}
