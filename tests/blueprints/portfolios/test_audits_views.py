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
    desk.candidate.submitted(desk.portfolio("/self-audit/rounds/1/share"))
    assert "Between us" in desk.mentor.page(desk.portfolio("/self-audit")).text
    desk.candidate.submitted(desk.portfolio("/self-audit/rounds/1/stop-sharing"))
    desk.mentor.page(desk.portfolio("/self-audit"), 404)


def test_a_level_outside_the_list_is_refused(desk: Desk) -> None:
    desk.candidate.refused(desk.portfolio("/self-audit/1"), {"level": "7"})
    desk.candidate.refused(desk.portfolio("/self-audit/1"), {"level": "x"})


def test_a_second_look_stands_beside_the_first_and_shows_what_has_changed(desk: Desk) -> None:
    audit = desk.portfolio("/self-audit")
    desk.candidate.submitted(f"{audit}/1", {"level": "2", "target": "3", "reflection": "At first"})
    assert "nothing to compare yet" in desk.candidate.page(f"{audit}/compare").text
    assert desk.candidate.submitted(f"{audit}/again").endswith("/self-audit/1")
    assert "At first" in desk.candidate.page(f"{audit}/1").text
    desk.candidate.submitted(f"{audit}/1", {"level": "3", "reflection": "Since then"})
    text = desk.candidate.page(f"{audit}/compare").text
    assert all(words in text for words in ("At first", "Since then", "One level further"))
    assert "It stays as it is" in desk.candidate.page(f"{audit}/rounds/1").text
    desk.candidate.page(f"{audit}/rounds/3", 404)


def test_a_mentor_compares_only_what_is_shared(desk: Desk) -> None:
    audit = desk.portfolio("/self-audit")
    desk.candidate.submitted(f"{audit}/1", {"level": "2", "reflection": "At first"})
    desk.candidate.submitted(f"{audit}/rounds/1/share")
    desk.candidate.submitted(f"{audit}/again")
    desk.candidate.submitted(f"{audit}/1", {"level": "3", "reflection": "Since then"})
    for hidden in (audit, f"{audit}/rounds/2", f"{audit}/compare"):
        desk.mentor.page(hidden, 404)
    first = desk.mentor.page(f"{audit}/rounds/1").text
    assert "At first" in first
    assert "Since then" not in first
    doors = desk.mentor.page(desk.portfolio("/shared")).tree.xpath("//main//a/@href")
    assert any(door.endswith(f"{audit}/rounds/1") for door in doors)
    desk.candidate.submitted(f"{audit}/rounds/2/share")
    assert "Since then" in desk.mentor.page(f"{audit}/compare").text


def test_a_second_look_that_was_begun_by_mistake_is_left(desk: Desk) -> None:
    audit = desk.portfolio("/self-audit")
    desk.candidate.submitted(f"{audit}/1", {"level": "2", "reflection": "At first"})
    desk.candidate.submitted(f"{audit}/again")
    desk.candidate.submitted(audit, form="/leave")
    assert "At first" in desk.candidate.page(audit).text
    desk.candidate.page(f"{audit}/rounds/2", 404)


def test_nobody_aims_for_less_than_they_have(desk: Desk) -> None:
    page = desk.candidate.refused(
        desk.portfolio("/self-audit/1"), {"level": "3", "target": "2", "reflection": "Down"}
    )
    assert any("Choose level 3 or a higher one" in error for error in page.errors())
