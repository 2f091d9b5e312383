"""A whole school year, from an empty space to an award, the clock moved; by mouse."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.visitor import Visitor
from tests.journeys.year import Year


def test_a_year_from_a_first_wish_to_an_award_that_anyone_can_check(
    moving_house: House, browser: Browser, tmp_path: Path
) -> None:
    year = Year(moving_house, browser, "oak-year", Visitor, moving_house.provider_ports[0], tmp_path)
    try:
        year.a_school_is_made_and_its_head_comes_in()
        year.the_head_sets_the_school_up()
        year.the_head_gives_roles()
        year.staff_sign_in_with_their_school_account()
        year.somebody_would_like_to_take_part()
        year.the_lead_opens_a_cohort_and_invites()
        year.the_place_opens_with_a_yes()
        year.the_launch_and_a_first_look_at_oneself()
        year.the_project_is_planned_and_agreed()
        year.the_candidate_presents_and_thirty_people_answer()
        year.the_project_comes_to_its_end()
        year.somebody_elsewhere_writes_a_testimonial()
        year.the_support_session()
        year.the_window_opens()
        year.the_panel_meets()
        year.anyone_checks_the_award()
    finally:
        year.end()
