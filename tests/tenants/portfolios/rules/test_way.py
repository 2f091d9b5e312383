from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.way import Facts, Next, next_step, stages

NEW = Facts(approved=True, standards=10, audited=0, items=0, drafts=0, unclaimed=0, submission=None)
facts = st.builds(
    Facts,
    approved=st.booleans(),
    standards=st.just(10),
    audited=st.integers(0, 10),
    items=st.integers(0, 5),
    drafts=st.integers(0, 3),
    unclaimed=st.integers(0, 3),
    submission=st.none() | st.sampled_from([state.value for state in SubmissionState]),
)


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({}, Next.BEGIN_AUDIT),
        ({"approved": False}, Next.WAIT),
        ({"audited": 4}, Next.GO_ON_AUDIT),
        ({"audited": 10}, Next.FIRST_EVIDENCE),
        ({"audited": 10, "drafts": 1}, Next.FINISH_DRAFT),
        ({"audited": 10, "items": 2, "unclaimed": 1}, Next.CLAIM),
        ({"audited": 10, "items": 2}, Next.MORE_EVIDENCE),
        ({"audited": 10, "items": 9, "submission": "submitted"}, Next.WAIT),
        ({"audited": 10, "items": 9, "submission": "returned"}, Next.MEND),
        ({"audited": 10, "items": 9, "submission": "released"}, Next.WAIT),
        ({"audited": 10, "items": 9, "submission": "released", "again": True}, Next.MORE_EVIDENCE),
    ],
)
def test_the_next_step_follows_from_where_the_candidate_is(change: dict[str, object], step: Next) -> None:
    assert next_step(replace(NEW, **change)) is step


@given(facts)
def test_a_candidate_is_at_one_stage_at_most_and_nothing_later_is_current(given_facts: Facts) -> None:
    states = [stage.state for stage in stages(given_facts)]
    assert states.count("current") == (0 if all(state == "done" for state in states) else 1)
    assert "todo" not in states[: states.index("current")] if "current" in states else True


@pytest.mark.parametrize(
    ("submission", "note"),
    [("submitted", "With the headteacher"), ("endorsed", "Being assessed"), ("decided", "Being assessed")],
)
def test_a_portfolio_handed_in_says_who_has_it(submission: str, note: str) -> None:
    at = stages(replace(NEW, audited=10, items=9, submission=submission))
    assert [(stage.title, stage.note) for stage in at if stage.state == "current"] == [("Assessment", note)]


def test_a_returned_portfolio_says_so_at_its_evidence() -> None:
    at = stages(replace(NEW, audited=10, items=9, submission="returned"))
    assert [(stage.title, stage.note) for stage in at if stage.state == "current"] == [
        ("Evidence", "Returned with a reason")
    ]
