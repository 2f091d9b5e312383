import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tenants.base import clock
from tenants.portfolios.actions.endorsements import give_back
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.submissions import submission
from tenants.staff.models import Staff
from tests.factories.portfolios import make_claim, make_item
from tests.factories.staff import acting

FILLED = {"authorship": "y", "consent": "y", "ai_use": "A chat assistant checked my spelling."}


def submissions(in_school, desk) -> int:
    with in_school(desk.school_id) as session:
        return session.scalar(select(func.count()).select_from(Submission))


def test_a_ready_portfolio_leads_on_to_submitting(desk) -> None:
    page = desk.candidate.page(desk.portfolio("/readiness"))
    assert "Your portfolio has all that is asked for" in page.text
    assert any(link.endswith("/submit") for link in page.links())


def test_each_blocker_leads_to_a_page_that_mends_it(desk, in_school) -> None:
    with in_school(desk.school_id) as session:
        whole = items(session, desk.place.id)[-1].item
        for title, claims in (("Unfinished", {"justification": ""}), ("Lost", {})):
            item = make_item(session, desk.place.candidate, title=title, draft=title == "Lost")
            make_claim(session, item, 3, **claims)
        make_item(session, desk.place.candidate, title="Idle")
        session.merge(whole).removed_at = clock.now()
    page = desk.candidate.page(desk.portfolio("/readiness"))
    assert "things left to do" in page.text
    for words in (
        "standards have no evidence yet: 1, 2, 3",
        "reach level 3",
        "‘Unfinished’",
        "‘Lost’",
        "‘Idle’",
    ):
        assert words in page.text
    assert not any(link.endswith("/submit") for link in page.links())
    places = page.tree.xpath("//*[@class='blockers']//a/@href") + page.tree.xpath(
        "//main//section//li/a/@href"
    )
    assert len(places) > 5
    for place in places:
        assert desk.candidate.get(place).status_code == 200


@pytest.mark.parametrize(
    ("opens", "words"), [(1, "The submission window opens on"), (-30, "The submission window closed on")]
)
def test_outside_the_window_the_page_says_when(make_desk, school_id, opens, words) -> None:
    day = clock.today() + timedelta(days=opens)
    desk = make_desk(school_id, window_opens_on=day, window_closes_on=day)
    assert words in desk.candidate.page(desk.portfolio("/readiness")).text
    assert desk.candidate.get(desk.portfolio("/submit")).status_code == 303


def test_submitting_gives_a_receipt(desk) -> None:
    receipt = desk.candidate.submitted(desk.portfolio("/submit"), FILLED)
    page = desk.candidate.page(receipt)
    assert re.search(r"\bLP-\w{4}-\w{4}\b", page.text)
    assert "With the headteacher" in page.text
    assert "the stored portfolio is what was handed in" in page.text
    assert len(page.tree.xpath("string(//code)").replace(" ", "")) == 64


def test_the_portfolio_says_where_it_is_once_it_is_handed_in(desk) -> None:
    receipt = desk.candidate.submitted(desk.portfolio("/submit"), FILLED)
    page = desk.candidate.page(desk.portfolio())
    assert "Where it is now With the headteacher" in page.text
    assert any(link.endswith(receipt) for link in page.links())


def test_the_receipt_stands_on_the_readiness_page(desk) -> None:
    desk.candidate.submitted(desk.portfolio("/submit"), FILLED)
    page = desk.candidate.page(desk.portfolio("/readiness"))
    assert "Receipt LP-" in page.text
    assert "You have submitted this portfolio." in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"authorship": None}, "Declare that this is your own work."),
        ({"consent": None}, "Declare that the people shown have agreed"),
        ({"ai_use": ""}, "Say how you used artificial intelligence"),
        ({"ai_use": "  \n"}, "Say how you used artificial intelligence"),
        ({"ai_use": "x" * 4_001}, "Take out 1."),
        ({"ai_use": "a\x00b"}, "a character that can't be kept"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(desk, in_school, changes, words) -> None:
    given = {name: value for name, value in (FILLED | changes).items() if value is not None}
    page = desk.candidate.refused(desk.portfolio("/submit"), given)
    assert any(words in error for error in page.errors())
    assert submissions(in_school, desk) == 0
    if "\x00" not in given["ai_use"] and given["ai_use"].strip():
        assert page.form(0, "").standing()["ai_use"] == given["ai_use"]


def test_pressing_twice_makes_one_submission(desk, in_school) -> None:
    form = desk.candidate.page(desk.portfolio("/submit")).form(
        0, desk.candidate.address(desk.portfolio("/submit"))
    )
    answers = [desk.candidate.client.post(form.action, data=form.data(FILLED)) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert submissions(in_school, desk) == 1


def test_a_second_tab_is_told_that_it_is_submitted(desk, in_school) -> None:
    path = desk.candidate.address(desk.portfolio("/submit"))
    forms = [desk.candidate.page(path).form(0, path) for _ in range(2)]
    first, second = (desk.candidate.client.post(form.action, data=form.data(FILLED)) for form in forms)
    assert (first.status_code, second.status_code) == (303, 422)
    assert "You have submitted this portfolio." in second.get_data(as_text=True)
    assert submissions(in_school, desk) == 1


def test_right_to_left_text_and_emoji_are_handed_in_as_typed(desk) -> None:
    told = "שלום 🙂 <b>bold</b>"
    receipt = desk.candidate.submitted(desk.portfolio("/submit"), FILLED | {"ai_use": told})
    assert told in desk.candidate.page(receipt.removesuffix("/receipt")).text


def test_a_returned_portfolio_with_much_evidence_costs_no_more_queries(
    desk, submitted, in_school, queries
) -> None:
    with queries() as few:
        desk.candidate.page(desk.portfolio("/readiness"))
    with in_school(desk.school_id) as session:
        for _ in range(20):
            make_claim(session, make_item(session, desk.place.candidate), 1)
        head = acting(session, session.get_one(Staff, (desk.school_id, desk.head_id)))
        give_back(session, head, submission(session, UUID(submitted[-36:])), "Say more.")
    with queries() as many:
        desk.candidate.page(desk.portfolio("/readiness"))
    assert len(few) + 1 == len(many) <= 12
