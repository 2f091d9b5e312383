import pytest

from tenants.portfolios.queries.submissions import submission
from tests.factories.submissions import ENDORSED, hand_in


def test_an_empty_desk_says_what_will_happen(desk) -> None:
    page = desk.head.page("/endorsements")
    assert "Nothing is waiting for you" in page.text


def test_what_waits_leads_to_reading_and_then_to_a_decision(desk, submitted) -> None:
    page = desk.head.page("/endorsements")
    assert desk.place.person.name in page.text
    assert any(link.endswith(submitted) for link in page.links())
    after = desk.head.submitted(f"{submitted}/endorse", {"statement": ENDORSED})
    assert "Endorsed" in desk.head.page(after).text
    read = desk.candidate.page(submitted)
    assert ENDORSED in read.text
    assert "Endorsed by" in read.text


def test_a_return_gives_its_reason_and_the_portfolio_back(desk, submitted) -> None:
    desk.head.submitted(f"{submitted}/return", {"reason": "Say more about standard 8."})
    page = desk.candidate.page(desk.portfolio("/readiness"))
    assert "Your portfolio has come back with a reason" in page.text
    assert "Say more about standard 8." in desk.candidate.page(submitted).text
    again = {"authorship": "y", "consent": "y", "ai_use": "None"}
    receipt = desk.candidate.submitted(desk.portfolio("/submit"), again)
    assert "handed in again" in desk.candidate.page(receipt).text
    assert "handed in again after it was returned" in desk.head.page("/endorsements").text


@pytest.mark.parametrize(("tail", "field"), [("endorse", "statement"), ("return", "reason")])
@pytest.mark.parametrize("words", ["", "   ", "x" * 4_001, "a\x00b"])
def test_a_refused_word_changes_nothing(desk, submitted, in_school, tail, field, words) -> None:
    page = desk.head.refused(f"{submitted}/{tail}", {field: words})
    assert page.tree.xpath(f"//*[@id='{field}-error']")
    with in_school(desk.school_id) as session:
        assert submission(session, submitted.rpartition("/")[2]).state == "submitted"


@pytest.mark.parametrize("tail", ["endorse", "return"])
def test_a_late_second_word_is_refused_in_words(desk, submitted, tail) -> None:
    field = {"endorse": "statement", "return": "reason"}[tail]
    path = desk.head.address(f"{submitted}/{tail}")
    form = desk.head.page(path).form(0, path)
    desk.head.submitted(f"{submitted}/endorse", {"statement": ENDORSED})
    answer = desk.head.client.post(form.action, data=form.data({field: f"Too late. {ENDORSED}"}))
    assert answer.status_code == 422
    assert "already" in answer.get_data(as_text=True)


def test_a_desk_of_many_costs_the_same_as_of_one(desk, make_desk, in_school, queries) -> None:
    with in_school(desk.school_id) as session:
        hand_in(session, desk.place)
    with queries() as few:
        desk.head.page("/endorsements")
    for _ in range(4):
        other = make_desk(desk.school_id)
        with in_school(desk.school_id) as session:
            hand_in(session, other.place)
    with queries() as many:
        desk.head.page("/endorsements")
    assert len(few) == len(many) <= 7
