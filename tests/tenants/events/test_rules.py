from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base.codes import ALPHABET, in_groups
from tenants.events.rules.events import (
    LONGEST,
    Account,
    EventState,
    Plan,
    Reach,
    account_problems,
    may_move,
    plan_problems,
)
from tenants.events.rules.evidence import as_evidence
from tenants.events.rules.feedback import (
    CODE_LENGTH,
    FEW,
    USEFUL,
    Door,
    Job,
    Origin,
    Said,
    Window,
    code_hash,
    device_hash,
    moved,
    new_code,
    response,
    summed_up,
    told,
    usual_window,
    window_problems,
)
from tenants.events.rules.outreach import Sum, outreach
from tenants.portfolios.rules.evidence import missing
from tenants.portfolios.rules.states import EvidenceKind

TODAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(minutes=1), LONGEST)
ANSWERS = st.lists(
    st.builds(
        Said,
        useful=st.sampled_from(sorted(USEFUL)),
        will_try=st.sampled_from(["", "A quiz"]),
        job=st.sampled_from(Job),
        origin=st.sampled_from(Origin),
        words=st.just(""),
    )
)


def a_plan(**values: object) -> Plan:
    given = {
        "title": "Retrieval",
        "reach": Reach.SCHOOL,
        "host": None,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "audience": "Teachers of science",
    }
    return Plan(**given | values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"title": "", "audience": ""}, {"title", "audience"}),
        ({"ends_at": NOON}, {"ends"}),
        ({"ends_at": NOON + LONGEST + timedelta(minutes=1)}, {"ends"}),
        ({"starts_at": NOON - timedelta(days=900), "ends_at": NOON - timedelta(days=899.9)}, {"held_on"}),
    ],
)
def test_what_a_plan_must_say(values: dict[str, object], wrong: set[str]) -> None:
    assert set(plan_problems(a_plan(**values), TODAY)) == wrong


@pytest.mark.parametrize(("came", "wrong"), [(0, {"attendance"}), (1, set()), (100_001, {"attendance"})])
def test_how_many_came_is_a_number_of_people(came: int, wrong: set[str]) -> None:
    assert set(account_problems(Account("Teachers", "", "", came, ""))) == wrong


def test_what_was_held_stays_held() -> None:
    moves = {(before, after) for before in EventState for after in EventState if may_move(before, after)}
    assert moves == {
        (EventState.PLANNED, EventState.HELD),
        (EventState.PLANNED, EventState.CANCELLED),
        (EventState.CANCELLED, EventState.PLANNED),
    }


@given(MOMENTS, LENGTHS, MOMENTS, LENGTHS)
def test_the_usual_window_of_an_event_that_moves_is_the_usual_one_of_where_it_goes(
    start: datetime, lasts: timedelta, later: datetime, longer: timedelta
) -> None:
    before, after = (start, start + lasts), (later, later + longer)
    assert moved(usual_window(*before), before, after) == usual_window(*after)


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(days=28)), MOMENTS)
def test_a_window_is_waited_for_then_open_then_closed(
    opens: datetime, lasts: timedelta, now: datetime
) -> None:
    window = Window(opens, opens + lasts)
    assert window_problems(window) == {}
    expected = Door.WAITING if now < opens else Door.OPEN if now < opens + lasts else Door.CLOSED
    assert window.door(now) is expected


@pytest.mark.parametrize("lasts", [timedelta(), timedelta(minutes=-1), timedelta(days=28, minutes=1)])
def test_a_window_is_no_shorter_than_nothing_and_no_longer_than_four_weeks(lasts: timedelta) -> None:
    assert window_problems(Window(NOON, NOON + lasts))


@given(st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_typed_off_a_slide_is_the_code(code: str) -> None:
    assert code_hash(f" {in_groups(code).lower()} ") == code_hash(code)
    assert code_hash(code.replace("0", "o").replace("1", "I")) == code_hash(code)
    assert code_hash(f"{code}X") != code_hash(code)


def test_codes_are_random_and_devices_are_known_at_one_event_alone() -> None:
    assert len({new_code() for _ in range(500)}) == 500
    one, other = uuid4(), uuid4()
    assert device_hash(one, "phone") == device_hash(one, "phone")
    assert len({device_hash(event, word) for event in (one, other) for word in ("phone", "tablet")}) == 4


@given(ANSWERS, st.integers(0, 9))
def test_every_answer_is_counted_once_in_each_table(said: list[Said], hidden: int) -> None:
    summary = summed_up(said, hidden)
    for table in (summary.useful, summary.jobs, summary.origins):
        assert sum(table.values()) == summary.answers == len(said)
    assert summary.found_useful == sum(one.useful >= 4 for one in said)
    assert summary.will_try == sum(one.will_try != "" for one in said)
    assert (summary.few, summary.hidden) == (len(said) < FEW, hidden)


@given(ANSWERS, st.none() | st.integers(1, 50))
def test_what_is_told_has_the_numbers_and_no_claim(said: list[Said], attendance: int | None) -> None:
    words = told(summed_up(said, 0), attendance)
    assert "significan" not in words
    if said:
        assert response(len(said), attendance) in words
        assert ("few answers" in words) == (len(said) < FEW)


@pytest.mark.parametrize(
    ("answers", "attendance", "words"),
    [
        (1, None, "1 person answered so far. How many came is not recorded yet."),
        (19, 31, "19 of 31 who came answered (61%)."),
        (31, 31, "31 of 31 who came answered (100%)."),
        (33, 31, "33 people answered, but 31 came"),
    ],
)
def test_the_response_rate_says_no_more_than_is_known(
    answers: int, attendance: int | None, words: str
) -> None:
    assert response(answers, attendance).startswith(words)


def test_an_event_as_evidence_needs_nothing_more() -> None:
    account = Account("Teachers of science", "Science", "Four schools", 24, "They tried it.")
    words = as_evidence(a_plan(host="Town Hall"), account, TODAY, summed_up([], 0))
    assert missing(EvidenceKind.PRESENTATION, words) == {}
    assert words.audience_from == "Science, Four schools, at Town Hall"
    assert (words.told, words.body) == ("", "They tried it.")
    bare = as_evidence(a_plan(), Account("All staff", "", "", 8, ""), TODAY, summed_up([], 0))
    assert bare.audience_from == "Beyond my team, inside our school"


@given(
    st.lists(
        st.tuples(st.sampled_from(Reach), st.builds(Sum, st.just(1), st.integers(1, 99), st.integers(1, 99)))
    )
)
def test_the_parts_of_an_outreach_add_up_to_the_whole(sums: list[tuple[Reach, Sum]]) -> None:
    found = outreach(sums)
    assert set(found.by_reach) == set(Reach)
    assert found.all == sum((one for _, one in sums), Sum())
    for reach in Reach:
        assert found.by_reach[reach] == sum((one for at, one in sums if at is reach), Sum())
