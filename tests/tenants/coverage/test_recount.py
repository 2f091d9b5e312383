"""Whatever a school planned, mapped, wrote and presented: each square of each map is what counting by hand gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from tenants.base.ids import new_id
from tenants.base.isolation import sessions
from tenants.coverage.queries.maps import maps
from tenants.coverage.rules.periods import When
from tenants.events.rules.events import EventState, Reach
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear
from tenants.standards.models import Edition, Replacement, Standard
from tests.conftest import published
from tests.factories.assessment import make_matter
from tests.factories.awards import make_award
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_group
from tests.factories.schools import make_year
from tests.factories.staff import make_staff
from tests.tenants.coverage.recount import Recount
from tests.tenants.coverage.town import Ground, Town

FIRST = date(2025, 9, 1)
DAYS = st.integers(0, 15).map(lambda steps: FIRST + timedelta(days=364 + (steps - 8) * 45))
"""Few enough for days to meet: also the last of one year and the first of the next."""
PEOPLE = st.integers(0, 3)
PRIORITY = st.tuples(st.integers(0, 1), st.integers(0, 2))
"""Of which plan, and which of its three."""
NAMED = st.sampled_from([None, None]) | st.sets(PRIORITY, max_size=2)
MAPPED = st.tuples(PRIORITY, st.integers(1, 3), DAYS, st.sampled_from(Strength))
CLAIM = st.tuples(st.integers(1, 4), st.sampled_from([None, 1, 2, 3, 4]), st.sampled_from(["Because.", ""]))
STATE = st.sampled_from(["finished"] * 5 + ["draft", "removed"])
ITEM = st.tuples(
    PEOPLE,
    STATE,
    st.none() | DAYS,
    DAYS,
    NAMED,
    st.lists(CLAIM, min_size=1, max_size=3, unique_by=lambda one: one[0]),
)
PART = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["confirmed", "confirmed", "said", "questioned", None]),
    st.booleans(),
    st.lists(CLAIM, max_size=3, unique_by=lambda one: one[0]),
)
POOLED = st.tuples(
    STATE,
    st.none() | DAYS,
    DAYS,
    NAMED,
    st.lists(PART, min_size=1, max_size=3, unique_by=lambda one: one[0]),
)
EVENT = st.tuples(
    PEOPLE,
    st.booleans(),
    DAYS,
    st.sampled_from([EventState.HELD, EventState.HELD, EventState.PLANNED]),
    st.sampled_from(Reach),
    NAMED,
    st.none() | st.tuples(PEOPLE, st.sampled_from(["finished", "draft", "removed"])),
)
FOCUS = st.sets(st.tuples(st.integers(0, 1), PRIORITY), max_size=3)
AWARDED = st.tuples(st.none() | DAYS, st.none() | DAYS)
QUESTION = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["school", "school", "cohort 0", "cohort 1", "person 0", "person 2"]),
    st.sampled_from(When),
    st.none() | st.integers(0, 5),
)


@pytest.fixture(scope="module")
def own_urls(databases) -> Iterator[Any]:
    """A database of their own: it has two versions of the standards, and a published one is never taken away."""
    name = databases.copy()
    yield databases.urls(name)
    databases.postgres.drop_database(name)


@pytest.fixture(scope="module")
def engine(own_urls) -> Iterator[Any]:
    made = create_engine(own_urls.app)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def operator_engine(own_urls) -> Iterator[Any]:
    with published(own_urls) as made:
        yield made


@pytest.fixture(scope="module")
def earlier(operator_engine) -> list[Any]:
    """An earlier version: its 1 was divided into 1 and 2, its 2 and 3 became 3, its 4 fell away."""
    with sessions(operator_engine)() as operator:
        now = operator.query(Edition).one()
        columns = [one.name for one in Edition.__table__.c if one.name not in ("id", "code")]
        copied = {name: getattr(now, name) for name in columns}
        before = Edition(id=new_id(), code="before", **copied)
        operator.add(before)
        operator.flush()
        texts = {"title": "Before", "category": "Before", "about": "", "prompt": ""}
        operator.add_all(Standard(edition_id=before.id, number=number, **texts) for number in range(1, 5))
        operator.flush()
        pairs = [(1, 1), (1, 2), (2, 3), (3, 3)]
        operator.add_all(
            Replacement(edition_id=before.id, number=old, by_edition_id=now.id, by_number=new)
            for old, new in pairs
        )
        operator.commit()
        return [now.id, before.id]


@pytest.fixture
def ground(earlier, session) -> Ground:
    before = AcademicYear(name="2025/26", starts_on=FIRST, ends_on=date(2026, 8, 31))
    session.add(before)
    years = [before, make_year(session)]
    first = make_matter(session)
    cohorts = [first.cohort, make_cohort(session, edition_id=earlier[1])]
    matters = [first, replace(make_matter(session, cohort=first.cohort), lead=first.lead)]
    awards = [make_award(session, matter) for matter in matters]
    people = [*(one.person for one in matters), make_staff(session), make_staff(session)]
    others = [make_candidate(session, *pair) for pair in zip(cohorts, people[2:], strict=True)]
    places = [*(one.candidate for one in matters), *others]
    group = make_group(session, places[:3])
    return Ground(session, earlier, years, cohorts, people, places, awards, group)


def one_event(drawn: tuple[int, str]) -> dict[str, Any]:
    """Somebody's event that served a priority, and who made evidence of it; asked of the whole school and its year."""
    event = (0, True, date(2026, 10, 5), EventState.HELD, Reach.SCHOOL, {(1, 0)}, drawn)
    question = (1, "school", When.ALL, None)
    nothing = {"mapped": [], "items": [], "pooled": [], "focus": set(), "awarded": (None, None)}
    return {**nothing, "events": [event], "questions": [question]}


@example(**one_event(drawn=(1, "finished")))
@example(**one_event(drawn=(0, "finished")))
@example(**one_event(drawn=(0, "draft")))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    mapped=st.lists(MAPPED, min_size=4, max_size=24, unique_by=lambda one: one[:3]),
    items=st.lists(ITEM, min_size=3, max_size=10),
    pooled=st.lists(POOLED, max_size=4),
    events=st.lists(EVENT, max_size=4),
    focus=FOCUS,
    awarded=AWARDED,
    questions=st.lists(QUESTION, min_size=1, max_size=3),
)
def test_every_square_is_what_counting_by_hand_gives(
    ground, mapped, items, pooled, events, focus, awarded, questions
) -> None:
    with ground.session.begin_nested() as example:
        town = Town(ground.session, ground, mapped, items, events, pooled)
        town.focus(focus)
        town.award(awarded)
        for question in questions:
            wanted = town.asked(*question)
            assert maps(ground.session, wanted) == Recount(ground.session, wanted).maps()
        example.rollback()


def test_a_mapping_changed_in_march_does_not_change_the_picture_of_february(ground) -> None:
    priority, days = (1, 0), (date(2027, 2, 8), date(2027, 4, 20))
    begun = (priority, 3, date(2026, 9, 1), Strength.DRIVES)
    ended = (priority, 3, date(2027, 3, 1), Strength.NONE)
    works = [(0, "finished", day, day, None, [(3, 3, "Because.")]) for day in days]
    found = []
    for mapped in ([begun], [begun, ended]):
        with ground.session.begin_nested() as each:
            town = Town(ground.session, ground, mapped, works, [])
            halves = (town.asked(1, "school", When.ALL, half) for half in (2, 4))
            found.append([[cell.items for cell in maps(ground.session, one).of.values()] for one in halves])
            each.rollback()
    assert found == [[[1], [1]], [[1], []]]
