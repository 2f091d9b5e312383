"""What may go wrong in a group is said in words, and only when it may."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenants.portfolios.rules.risks import FEW, LONG, Carried, Standing, risks

TODAY = date(2026, 11, 27)
ADA, BEN = Carried("Ada", confirmed=2), Carried("Ben", confirmed=2)
WELL = Standing([ADA, BEN], {}, range(1, 11), range(1, 11), charter_written=True, pieces=3)


def titles(group: Standing) -> list[str]:
    return [one.title for one in risks(group, TODAY)]


def text(group: Standing) -> str:
    (one,) = risks(group, TODAY)
    return one.text


def test_nothing_is_said_of_a_group_that_is_well() -> None:
    assert titles(WELL) == []


def test_an_invitation_waits_after_two_weeks() -> None:
    on_the_day, day_before = TODAY - LONG, TODAY - LONG + timedelta(days=1)
    assert titles(replace(WELL, asked={"Cleo": day_before})) == []
    assert text(replace(WELL, asked={"Cleo": on_the_day})) == "Cleo has not answered for 14 days or more."
    both = replace(WELL, asked={"Cleo": on_the_day, "Dan": on_the_day, "Eve": day_before})
    assert text(both) == "Cleo and Dan have not answered for 14 days or more."


def test_who_carries_more_than_half_is_named_with_the_numbers() -> None:
    most = replace(ADA, confirmed=2, said=1)
    assert text(replace(WELL, carried=[most, replace(BEN, confirmed=2)])).startswith("3 of 5 contributions")
    assert titles(WELL) == []
    assert titles(replace(WELL, carried=[most])) == []


def test_few_contributions_say_nothing_about_balance() -> None:
    few = [replace(ADA, confirmed=FEW - 2), replace(BEN, confirmed=1)]
    assert titles(replace(WELL, carried=few)) == []


def test_a_contribution_waits_when_its_oldest_has_no_word_for_longer_than_two_weeks() -> None:
    waits = replace(ADA, waits_since=TODAY - LONG)
    assert titles(replace(WELL, carried=[waits, BEN])) == []
    late = replace(ADA, waits_since=TODAY - LONG - timedelta(days=1))
    assert titles(replace(WELL, carried=[late, BEN])) == ["A contribution waits for the others"]


def test_a_question_names_whose_contribution_it_is_about() -> None:
    assert "what Ben did" in text(replace(WELL, carried=[ADA, replace(BEN, confirmed=1, questioned=1)]))


def test_standards_that_nobody_claims_are_named_once_there_is_work() -> None:
    assert text(replace(WELL, claimed=set(range(1, 11)) - {7})) == "Nobody has evidence for standard 7."
    gaps = replace(WELL, claimed=set(range(1, 11)) - {2, 7, 9})
    assert text(gaps) == "Nobody has evidence for standards 2, 7 and 9."
    assert titles(replace(gaps, pieces=0)) == []


def test_who_has_nothing_confirmed_is_named_once_there_is_work() -> None:
    none = replace(WELL, carried=[ADA, replace(BEN, confirmed=0, said=2)])
    assert text(none).startswith("Ben has none yet.")
    assert titles(replace(none, pieces=0)) == []


def test_a_charter_is_missed_and_then_who_has_not_agreed_to_it() -> None:
    away = replace(WELL, carried=[ADA, replace(BEN, agrees=False)])
    assert titles(replace(away, charter_written=False)) == ["There is no charter yet"]
    assert text(away) == "Ben has not agreed to it as it stands."


few_numbers = st.integers(0, 5)
days = st.integers(0, 40).map(lambda ago: TODAY - timedelta(days=ago))
people = st.lists(
    st.builds(
        Carried,
        st.sampled_from(["Ada", "Ben", "Cleo", "Dan"]),
        few_numbers,
        few_numbers,
        few_numbers,
        few_numbers,
        st.none() | days,
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda one: one.name,
)
numbers = st.sets(st.integers(1, 10))
groups = st.builds(
    Standing, people, st.dictionaries(st.sampled_from(["Eve", "Finn"]), days), st.just(range(1, 11)), numbers,
    st.booleans(), few_numbers,
)  # fmt: skip


@given(groups)
def test_every_risk_is_said_once_in_whole_sentences_and_of_people_of_the_group(group: Standing) -> None:
    found = risks(group, TODAY)
    assert len({one.title for one in found}) == len(found)
    assert all(one.text.endswith(".") and "  " not in one.text for one in found)
    everybody = {"Ada", "Ben", "Cleo", "Dan", "Eve", "Finn"}
    absent = everybody - {one.name for one in group.carried} - set(group.asked)
    assert not any(name in f"{one.title} {one.text}" for name in absent for one in found)


@given(groups, st.integers(0, 60))
def test_time_alone_takes_no_risk_away(group: Standing, later: int) -> None:
    now = {one.title for one in risks(group, TODAY)}
    assert now <= {one.title for one in risks(group, TODAY + timedelta(days=later))}


@given(groups)
def test_one_more_confirmation_for_each_brings_no_new_risk_but_of_balance(group: Standing) -> None:
    more = replace(group, carried=[replace(one, confirmed=one.confirmed + 1) for one in group.carried])
    new = {one.title for one in risks(more, TODAY)} - {one.title for one in risks(group, TODAY)}
    assert all("more than half" in title for title in new)
