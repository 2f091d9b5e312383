"""The product's main job: from an empty space to an award that anyone can check. One story, told without scripts and by
keyboard alone (the focus seen at each step); `test_year` tells it with a mouse."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.story import Story
from tests.journeys.visitor import ByKeyboard, Visitor, WithoutScripts


@pytest.mark.parametrize(
    ("slug", "ways", "provider"),
    [("oak-plain", WithoutScripts, 1), ("oak-keys", ByKeyboard, 2)],
    ids=["without scripts", "by keyboard alone"],
)
def test_from_an_empty_space_to_an_award_that_anyone_can_check(
    house: House, browser: Browser, tmp_path: Path, slug: str, ways: type[Visitor], provider: int
) -> None:
    story = Story(house, browser, slug, ways, house.provider_ports[provider], tmp_path)
    try:
        story.a_school_is_made_and_its_head_comes_in()
        story.the_head_sets_the_school_up()
        story.the_head_gives_roles()
        story.staff_sign_in_with_their_school_account()
        story.the_lead_opens_a_cohort_and_invites()
        story.the_candidate_accepts_and_the_head_approves()
        story.the_candidate_audits_themselves()
        story.the_candidate_gathers_evidence()
        story.the_candidate_submits_and_the_head_endorses()
        story.two_assessors_are_asked_and_judge_blind()
        story.the_outcome_is_released()
        story.anyone_checks_the_award()
    finally:
        story.end()
