from dataclasses import replace

import pytest

from tenants.portfolios.rules.claims import LABELS, Said, blank, both_texts, missing, problems

LEVELS = frozenset({1, 2, 3, 4})
WHOLE = Said(level=3, reach_who="Two colleagues", justification="They do it now.")


def test_a_claim_needs_a_level_who_was_reached_and_why() -> None:
    assert set(missing(Said())) == {"level", "reach_who", "justification"}
    assert missing(WHOLE) == {}


@pytest.mark.parametrize("level", [0, 5, 9, -1])
def test_a_level_that_the_standards_do_not_have_is_refused(level: int) -> None:
    assert "level" in problems(replace(WHOLE, level=level), LEVELS)


def test_a_claim_in_which_one_fact_is_written_is_not_blank() -> None:
    assert blank(Said())
    assert not blank(Said(reach_when="Autumn"))


def test_both_texts_show_only_what_differs() -> None:
    assert both_texts(WHOLE, replace(WHOLE, reach_team="Science")) == {LABELS["reach_team"]: ("", "Science")}
