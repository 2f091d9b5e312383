"""The rules of a project, without a database."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base.figures import plain
from tenants.base.ids import new_id
from tenants.projects.rules import agreement, ethics, references
from tenants.projects.rules.agreement import (
    MOVES,
    PLAN,
    SHOWN_WITH_PLAN,
    closed_part,
    lapses,
    needed,
    settled,
)
from tenants.projects.rules.editing import closed_because
from tenants.projects.rules.measures import FEW, cautions, change, few
from tenants.projects.rules.references import Cited, checked, doi, doi_link, isbn
from tenants.projects.rules.states import Better, Decision, Part, Party, PlanState, Stage
from tenants.projects.rules.telling import (
    PRIVATE,
    Measure,
    Milestone,
    Point,
    Reference,
    Told,
    as_plan,
    for_the_library,
    read,
    stored,
)
from tenants.projects.rules.way import Look, Next, PartState, lacks, next_step, stage, state_of
from tenants.projects.rules.words import ASKED, LABELS, NEEDED, Words, begun, changes, missing
from tests.factories.projects import DONE, PLANNED

DIGITS = st.text("0123456789", min_size=9, max_size=9)
DAY = date(2027, 2, 1)


def isbn_10(nine: str) -> str:
    """Counted in another way than the rule does: 1×, 2×, … modulo 11."""
    check = sum(place * int(digit) for place, digit in enumerate(nine, 1)) % 11
    return f"{nine}{'X' if check == 10 else check}"


@given(DIGITS)
def test_an_isbn_of_ten_becomes_the_thirteen_digits_of_the_same_book(nine: str) -> None:
    kept = isbn(isbn_10(nine))
    assert kept is not None
    assert kept.startswith(f"978{nine}")
    assert sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(kept)) % 10 == 0
    assert isbn(kept) == kept


@given(DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_found(nine: str, place: int, more: int) -> None:
    ten = isbn_10(nine)
    if ten[place] != "X":
        wrong = str((int(ten[place]) + more) % 10)
        assert isbn(f"{ten[:place]}{wrong}{ten[place + 1 :]}") is None


@given(DIGITS, st.sampled_from(["ISBN {}", "isbn-13: {}", " {}\t"]), st.lists(st.integers(1, 12), max_size=4))
def test_an_isbn_is_read_however_it_was_copied(nine: str, dress: str, hyphens: list[int]) -> None:
    kept = isbn(isbn_10(nine)) or ""
    typed = "".join(f"{'-' if at in hyphens else ''}{digit}" for at, digit in enumerate(kept))
    assert isbn(dress.format(typed)) == kept


@given(
    st.integers(1000, 999_999_999),
    st.text("abcxyzABC0123456789.()_-/", min_size=1, max_size=40).filter(lambda end: end[-1].isalnum()),
    st.sampled_from(["{}", "doi:{}", "DOI: {}", "https://doi.org/{}", "http://dx.doi.org/{}.", " {} "]),
)
def test_a_doi_is_read_however_it_was_copied_and_kept_in_one_form(number: int, end: str, dress: str) -> None:
    bare = f"10.{number}/{end}"
    kept = doi(dress.format(bare))
    assert kept == bare.lower()
    assert doi(kept) == kept
    assert doi_link(kept).startswith("https://doi.org/10.")


@pytest.mark.parametrize(
    "typed",
    ["", "10.12/abc", "10.1000", "10.1000/", "11.1000/182", "10.1000/a b", "10.1000/<script>", "x" * 400],
)
def test_what_is_no_doi_is_none(typed: str) -> None:
    assert doi(typed) is None


def test_a_reference_says_which_of_its_numbers_is_wrong() -> None:
    kept, problems = checked(Cited("A book", doi="10.1000/182", isbn="978-3-16-148410-1", url="www"))
    assert kept.doi == "10.1000/182"
    assert set(problems) == {"isbn", "url"}
    assert problems["isbn"] == references.NO_ISBN


SAID = st.dictionaries(st.sampled_from(Party), st.sampled_from(Decision))


@given(st.booleans(), st.booleans(), SAID)
def test_a_plan_is_agreed_when_all_who_are_asked_agreed_and_nobody_else_can_do_it(
    mentor: bool, lead: bool, said: dict[Party, Decision]
) -> None:
    asked = needed(mentor=mentor, lead=lead)
    came_to = settled(asked, said)
    agreed = {party for party, word in said.items() if word is Decision.AGREED}
    assert (came_to is PlanState.AGREED) == bool(asked and asked <= agreed and agreed == said.keys())
    assert (came_to is PlanState.SENT_BACK) == (Decision.SENT_BACK in said.values())
    assert came_to in MOVES[PlanState.ASKED] | {PlanState.ASKED}


@given(st.sampled_from(Part), st.sampled_from(PlanState))
def test_an_agreement_lapses_by_a_press_and_never_while_typing(part: Part, state: PlanState) -> None:
    typing, pressed = (closed_part(part, state, pressed=one) for one in (False, True))
    assert lapses(part, state) == (part in PLAN and state is PlanState.AGREED)
    if lapses(part, state):
        assert typing == agreement.AGREED
        assert pressed is None
        assert PlanState.LAPSED in MOVES[state]
    else:
        assert typing == pressed
    assert (pressed is not None) == (part in PLAN and state is PlanState.ASKED)


def test_every_state_is_reached_from_the_first_and_none_ends_the_way() -> None:
    reached = {PlanState.WRITING}
    for _ in PlanState:
        reached |= {to for state in reached for to in MOVES[state]}
    assert reached == set(PlanState)
    assert all(MOVES.values())
    assert not any(agreement.may_move(state, state) for state in PlanState)


def test_reading_is_shown_with_the_plan_and_never_ends_an_agreement() -> None:
    assert Part.READING in SHOWN_WITH_PLAN
    assert Part.READING not in PLAN


def test_whose_word_it_takes_is_said_in_each_case() -> None:
    cases = [needed(mentor=mentor, lead=lead) for mentor in (True, False) for lead in (True, False)]
    assert len({agreement.who_answers(one) for one in cases}) == 4
    assert "one word" in agreement.who_answers(cases[0], same_person=True)


def test_every_field_belongs_to_one_part_and_has_a_label() -> None:
    fields = [field for part in Part for field in ASKED[part]]
    assert sorted(fields) == sorted(LABELS) == sorted(asdict(Words()))
    assert all(set(NEEDED[part]) <= set(ASKED[part]) for part in Part)
    assert all(len(ASKED[part]) <= 7 for part in Part)


def test_a_yes_asks_for_something_and_for_a_note() -> None:
    answered = replace(PLANNED, ethics_sensitive=True, ethics_note="")
    assert [check.question for check in ethics.asked_for(answered.ethics)] == [
        ethics.CHECKS["ethics_sensitive"].question,
        ethics.CHECKS["ethics_records"].question,
    ]
    assert missing(Part.ETHICS, answered) == ["You said yes: say what you do about it."]
    assert missing(Part.ETHICS, replace(answered, ethics_left_out=None)) == [
        "Of the five questions one is still open."
    ]
    assert missing(Part.ETHICS, PLANNED) == []


POINTS = st.lists(
    st.builds(
        Point,
        id=st.builds(new_id),
        day=st.dates(date(2026, 9, 1), date(2027, 7, 1)),
        value=st.decimals(-1000, 1000, places=3),
        people=st.integers(1, 200),
    ),
    max_size=6,
)


def told(points: list[Point], words: Words = DONE) -> Told:
    return Told(
        words,
        (Reference(new_id(), "A book", "Ash, B", 2019, "", None, "9783161484100", None),),
        (Measure(new_id(), "Lines", "lines", Better.HIGHER, tuple(points)),),
        (Milestone(new_id(), "2026/27", "Sp1", DAY, "Counted", None),),
        agreed_on=DAY,
        finished_on=DAY,
    )


@given(POINTS)
def test_what_is_stored_is_read_back_to_the_same(points: list[Point]) -> None:
    whole = told(points)
    assert read(stored(whole)) == whole


@given(POINTS)
def test_the_library_shows_no_figure_of_few_people_and_nothing_private(points: list[Point]) -> None:
    shown = for_the_library(told(points, replace(DONE, participants="The Kestrel group")))
    (measure,) = shown.measures
    assert measure.held_back == any(point.people < FEW for point in points)
    assert all(not few(point.people) for point in measure.points)
    assert all(getattr(shown.words, name) in ("", None) for name in PRIVATE)
    assert "Kestrel" not in str(shown)
    assert shown.milestones == ()


@given(POINTS)
def test_a_plan_tells_nothing_of_what_came_of_it(points: list[Point]) -> None:
    shown = as_plan(told(points))
    assert all(one.points == () for one in shown.measures)
    assert not any((shown.words.findings, shown.words.impact, shown.words.limits, shown.words.next_steps))
    assert changes(Part.METHOD, shown.words, DONE) == []


def test_a_change_is_told_without_a_verdict() -> None:
    first, last = (
        Point(new_id(), DAY + timedelta(days=ago), Decimal(v), 20) for ago, v in ((0, "4"), (9, "2.5"))
    )
    assert (
        change([first, last], "marks", Better.LOWER)
        == "From 4 marks to 2.5 marks: 1.5 marks less. Less is better."
    )
    assert (
        change([first, last], "%", Better.HIGHER)
        == "From 4% to 2.5%: 1.5 percentage points less. More is better."
    )
    assert "nothing to compare" in change([first], "", Better.HIGHER)
    assert cautions([first, replace(last, people=9)]) == cautions([replace(last, people=9), first])
    assert len(cautions([first, replace(last, people=9)])) == 2
    assert plain(Decimal("-0.000")) == "0"


def look(
    words: Words, plan: PlanState = PlanState.WRITING, *, counted: bool = False, finished: bool = False
) -> Look:
    points = (
        [Point(new_id(), DAY + timedelta(days=ago), Decimal(ago), 20) for ago in (0, 5)] if counted else []
    )
    return Look(told(points, words), plan, finished, in_library=False)


@pytest.mark.parametrize(
    ("seen", "at", "then"),
    [
        (look(Words()), Stage.EXPLORE, (Next.PART, Part.CHOICE)),
        (look(replace(PLANNED, method="")), Stage.PREPARE, (Next.PART, Part.METHOD)),
        (look(PLANNED), Stage.PREPARE, (Next.ASK, None)),
        (look(PLANNED, PlanState.ASKED), Stage.PREPARE, (Next.WAIT, None)),
        (look(PLANNED, PlanState.SENT_BACK), Stage.PREPARE, (Next.MEND, None)),
        (look(PLANNED, PlanState.LAPSED), Stage.PREPARE, (Next.ASK_AGAIN, None)),
        (look(PLANNED, PlanState.AGREED), Stage.DELIVER, (Next.COUNT, None)),
        (look(PLANNED, PlanState.AGREED, counted=True), Stage.DELIVER, (Next.PART, Part.FINDINGS)),
        (look(DONE, PlanState.AGREED, counted=True), Stage.SUSTAIN, (Next.FINISH, None)),
        (look(DONE, PlanState.AGREED, counted=True, finished=True), Stage.SUSTAIN, (Next.SHARE, None)),
    ],
)
def test_the_next_step_follows_from_what_is_said(
    seen: Look, at: Stage, then: tuple[Next, Part | None]
) -> None:
    assert stage(seen) is at
    step = next_step(seen)
    assert (step.what, step.part) == then


def test_a_part_is_to_do_begun_or_complete() -> None:
    bare = Told(Words())
    assert all(state_of(part, bare) is PartState.TO_DO for part in Part)
    assert state_of(Part.CHOICE, Told(Words(need="Year 2"))) is PartState.BEGUN
    assert all(state_of(part, told([])) is PartState.COMPLETE for part in Part)
    assert lacks(Part.MEASURES, replace(told([]), measures=())) == [
        "Say what you will measure, before and after."
    ]
    assert begun(Part.ETHICS, Words(ethics_left_out=False))


def test_a_project_is_open_while_the_place_and_the_cohort_are() -> None:
    given = {"approved": True, "ended": False, "cohort_open": True, "starts_on": DAY, "today": DAY}
    assert closed_because(**given) is None
    for change_ in (
        {"approved": False},
        {"ended": True},
        {"cohort_open": False},
        {"starts_on": DAY + timedelta(1)},
    ):
        assert closed_because(**given | change_)


def test_members_of_a_group_are_told_of_the_conveners_mentor() -> None:
    both = frozenset({Party.MENTOR, Party.LEAD})
    cases = [both, frozenset({Party.MENTOR}), frozenset({Party.LEAD}), frozenset()]
    assert len({agreement.who_answers(one, of_group=True) for one in cases}) == 4
    assert "convener" in agreement.who_answers(both, same_person=True, of_group=True)
