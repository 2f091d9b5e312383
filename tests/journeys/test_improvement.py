"""A head plans what the school wants to get better at, maps the standards to it, sees where nobody works, focuses a
cohort there, and sees it close; governors get it on one page."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.improvement import Improvement
from tests.journeys.visitor import Visitor


def test_from_a_plan_to_a_gap_that_closes_and_the_page_for_governors(
    house: House, browser: Browser, tmp_path: Path
) -> None:
    story = Improvement(house, browser, "oak-plan", Visitor, house.provider_ports[0], tmp_path)
    try:
        story.a_school_is_made_and_its_head_comes_in()
        story.the_head_sets_the_school_up()
        story.the_head_gives_roles()
        story.staff_sign_in_with_their_school_account()
        story.the_head_builds_a_plan()
        story.the_head_maps_it()
        story.the_lead_opens_a_cohort_and_invites()
        story.the_candidate_accepts_and_the_head_approves()
        story.the_head_sees_a_gap()
        story.the_head_focuses_the_cohort_on_it()
        story.the_candidate_reads_why_and_works_on_it()
        story.the_head_sees_it_close()
        story.governors_get_one_printed_page()
    finally:
        story.end()
