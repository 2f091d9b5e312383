from tests.blueprints.portfolios.conftest import Desk


def test_the_self_audit_goes_standard_by_standard_and_ends_with_the_picture(desk: Desk) -> None:
    for number in range(1, 11):
        led = desk.candidate.submitted(
            desk.portfolio(f"/self-audit/{number}"), {"level": "2", "reflection": f"Thought {number}"}
        )
    assert led.endswith("/self-audit")
    text = desk.candidate.page(desk.portfolio("/self-audit")).text
    assert "Thought 1 " in text
    assert "10 of 10" in desk.candidate.page(desk.portfolio()).text


def test_without_a_level_the_page_comes_back_with_what_was_written(desk: Desk) -> None:
    page = desk.candidate.refused(desk.portfolio("/self-audit/2"), {"reflection": "I wonder"})
    assert any("skip this standard" in error for error in page.errors())
    assert "I wonder" in page.text


def test_sharing_is_asked_done_and_taken_back(desk: Desk) -> None:
    desk.candidate.submitted(desk.portfolio("/self-audit/1"), {"level": "2", "reflection": "Between us"})
    desk.mentor.page(desk.portfolio("/self-audit"), 404)
    desk.candidate.submitted(desk.portfolio("/self-audit/share"))
    assert "Between us" in desk.mentor.page(desk.portfolio("/self-audit")).text
    desk.candidate.submitted(desk.portfolio("/self-audit/stop-sharing"))
    desk.mentor.page(desk.portfolio("/self-audit"), 404)


def test_a_level_outside_the_list_is_refused(desk: Desk) -> None:
    desk.candidate.refused(desk.portfolio("/self-audit/1"), {"level": "7"})
    desk.candidate.refused(desk.portfolio("/self-audit/1"), {"level": "x"})
