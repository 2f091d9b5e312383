"""Five people of five departments work as a group, from forming it to a certificate for each: four at once, and the
fifth, of whom more evidence was needed, after another try that held nobody up."""

from playwright.sync_api import Browser

from tests.journeys.group import Together
from tests.journeys.house import House


def test_a_group_from_its_forming_to_an_award_for_each(moving_house: House, browser: Browser) -> None:
    group = Together(moving_house, browser)
    try:
        group.a_member_forms_it_and_invites_four()
        group.each_accepts()
        group.they_agree_on_a_charter()
        group.they_begin_one_project()
        group.one_piece_goes_into_the_pool()
        group.the_others_confirm_and_question()
        group.the_question_is_settled()
        group.readiness_says_what_is_missing()
        group.they_hand_in_together()
        group.the_head_endorses_each()
        group.the_same_two_assess_all()
        group.what_they_share_is_judged_once()
        group.outcomes_differ()
        group.four_hold_a_certificate_that_names_the_group()
        group.the_fifth_is_asked_for_more()
        group.the_fifth_shows_more_and_hands_in_again()
        group.and_passes()
    finally:
        group.end()
