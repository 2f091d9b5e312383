"""The way through a new item, without scripts."""

import re

from tests.blueprints.portfolios.conftest import Desk


def begin(desk: Desk, kind: str) -> str:
    """The path of the item that is begun."""
    led = desk.candidate.submitted(desk.portfolio("/evidence/new"), {"kind": kind})
    return re.sub(r"^/schools/[^/]+|/edit$", "", led)


def test_a_text_is_written_claimed_and_stands_in_the_portfolio(desk: Desk) -> None:
    item = begin(desk, "text")
    led = desk.candidate.submitted(f"{item}/edit", {"title": "Cold calling", "body": "It **worked**."})
    assert led.endswith(f"{item}/standards")
    led = desk.candidate.submitted(f"{item}/standards", {"standards": ["1", "8"]})
    assert led.endswith(f"{item}/standards/1")
    said = {"level": "3", "reach_who": "All of science", "justification": "They do it now."}
    assert desk.candidate.submitted(f"{item}/standards/1", said).endswith(f"{item}/standards/8")
    assert desk.candidate.submitted(f"{item}/standards/8", said).endswith(item)
    page = desk.candidate.page(item)
    assert page.heading == "Cold calling"
    assert "Level 3, Extending" in page.text
    assert "Cold calling" in desk.candidate.page(desk.portfolio()).text
