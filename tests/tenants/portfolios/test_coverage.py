from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tenants.base import clock
from tenants.portfolios.actions.attempts import open_next_attempt
from tenants.portfolios.queries.coverage import coverage, pieces
from tenants.portfolios.rules.coverage import Coverage
from tenants.standards.rules.passing import PassRule
from tests.factories.cohorts import make_cohort
from tests.factories.portfolios import candidate_actor, make_claim, make_item, make_place

CLAIM = st.tuples(
    st.integers(1, 10), st.none() | st.integers(1, 4), st.sampled_from(["Because.", ""]), st.booleans()
)
ITEM = st.tuples(st.booleans(), st.booleans(), st.lists(CLAIM, max_size=5, unique_by=lambda claim: claim[0]))
BANKED = st.dictionaries(st.integers(1, 10), st.integers(1, 4), max_size=4)


def build(session, cohort, items):
    place = make_place(session, cohort=cohort)
    for draft, removed, claims in items:
        item = make_item(session, place.candidate, draft=draft, removed_at=clock.now() if removed else None)
        for number, level, why, who in claims:
            make_claim(session, item, number, level, justification=why, reach_who="Two people" if who else "")
    return place


def recounted(items, banked) -> Coverage:
    levels: dict[int, int] = {}
    counts: dict[int, int] = defaultdict(int)
    for draft, removed, claims in items:
        for number, level, why, who in claims:
            if level and why and who and not draft and not removed:
                levels[number] = max(level, levels.get(number, 0))
                counts[number] += 1
    return Coverage(levels | banked, dict(counts), banked)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(ITEM, max_size=4), BANKED), max_size=3))
def test_the_map_is_what_counting_by_hand_gives(session, people) -> None:
    cohort = make_cohort(session)
    places = [build(session, cohort, items) for items, _ in people]
    for place, (_, banked) in zip(places, people, strict=True):
        if banked:
            open_next_attempt(session, candidate_actor(session, place), place.id, banked, clock.today())
    found = coverage(session, [place.id for place in places])
    assert [found[place.id] for place in places] == [recounted(*one) for one in people]


def test_many_candidates_cost_one_query(session) -> None:
    cohort = make_cohort(session)
    places = [build(session, cohort, [(False, False, [(1, 3, "Because.", True)])]) for _ in range(5)]
    statements = []
    note = lambda *told: statements.append(told[2])  # noqa: E731
    event.listen(session.connection(), "before_cursor_execute", note)
    found = coverage(session, [place.id for place in places])
    assert all(one.levels == {1: 3} for one in found.values())
    assert len(statements) == 1


def test_a_banked_standard_is_settled_whatever_is_claimed_now(session) -> None:
    place = build(session, make_cohort(session), [(False, False, [(1, 4, "Because.", True)])])
    open_next_attempt(session, candidate_actor(session, place), place.id, {1: 2, 9: 3}, clock.today())
    found = coverage(session, [place.id])[place.id]
    assert found.levels == {1: 2, 9: 3}
    assert found.standing(PassRule((1, 9), 3, 1, 1)).passes


def test_the_drill_down_shows_what_counts_first(session) -> None:
    place = make_place(session)
    low, draft, high = (
        make_item(session, place.candidate, title=title, draft=title == "draft")
        for title in ("low", "draft", "high")
    )
    make_claim(session, low, 4, level=1)
    make_claim(session, draft, 4, level=4)
    make_claim(session, high, 4, level=3)
    found = pieces(session, place.id, 4)
    assert [(piece.item.title, piece.counts) for piece in found] == [
        ("high", True),
        ("low", True),
        ("draft", False),
    ]
