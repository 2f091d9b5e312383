from tests.blueprints.coverage.test_coverage import place

__all__ = ["place"]


def choice_of(page, words: str) -> str:
    return next(one.get("value") for one in page.tree.xpath("//option") if words in one.text)


def test_a_cost_makes_what_a_candidate_costs(place) -> None:
    office, head = place.people["office"], place.people["head"]
    form = office.page("/coverage/costs/new")
    office.submitted(
        "/coverage/costs/new",
        {"what": "Supply cover", "amount": "£1,250.50", "of": choice_of(form, "Autumn cohort")},
    )
    assert "£1,250.50" in office.page("/coverage/costs").text
    assert "£1,250.50 1 candidate this year" in head.page("/coverage/summary").text


def test_costs_of_many_millions_are_added_up(place) -> None:
    office = place.people["office"]
    of = choice_of(office.page("/coverage/costs/new"), "whole year")
    for _ in range(3):
        office.submitted("/coverage/costs/new", {"what": "A new wing", "amount": "10,000,000", "of": of})
    assert "£30,000,000" in place.people["head"].page("/coverage/summary").text


def test_what_is_no_amount_comes_back_as_it_was_typed(place) -> None:
    head = place.people["head"]
    of = choice_of(head.page("/coverage/costs/new"), "whole year")
    page = head.refused("/coverage/costs/new", {"what": "Cover", "amount": "a lot", "of": of})
    assert "Enter an amount in pounds" in page.text
    assert page.tree.xpath("//input[@name='amount']/@value") == ["a lot"]


def test_a_cost_is_changed_and_removed(place) -> None:
    office = place.people["office"]
    of = choice_of(office.page("/coverage/costs/new"), "whole year")
    office.submitted("/coverage/costs/new", {"what": "Cover", "amount": "100", "of": of})
    links = office.page("/coverage/costs").links()
    removal = next(one for one in links if one.endswith("/removal"))
    office.submitted(removal.removesuffix("/removal"), {"amount": "99.50"})
    assert "£99.50" in office.page("/coverage/costs").text
    office.submitted(removal, {})
    assert "Nothing is written down yet" in office.page("/coverage/costs").text


def test_a_stale_change_shows_both_amounts_and_loses_nothing(place) -> None:
    office = place.people["office"]
    of = choice_of(office.page("/coverage/costs/new"), "whole year")
    office.submitted("/coverage/costs/new", {"what": "Cover", "amount": "100", "of": of})
    door = next(one for one in office.page("/coverage/costs").links() if one.endswith("/removal"))
    door = door.removesuffix("/removal")
    office.submitted(door, {"amount": "200"})
    answer = office.submit(door, {"version": "1", "amount": "300"})
    assert answer.status_code == 409
