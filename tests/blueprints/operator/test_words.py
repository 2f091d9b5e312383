"""What operators read is in words: every kind of job, every page and every deed has some."""

import ast

from blueprints.operator.words import DEEDS, JOBS, PAGES
from tests.house.source import python
from tests.isolation.operators import RULES
from worker.handlers import NAMES


def noted() -> set[str]:
    """The actions that code notes in the history of operators."""
    return {
        call.args[2].value
        for source in python()
        for call in source.nodes(ast.Call)
        if getattr(call.func, "id", "") == "note"
        and len(call.args) > 2
        and isinstance(call.args[2], ast.Constant)
        and isinstance(call.args[2].value, str)
    }


def test_every_kind_of_job_has_words() -> None:
    assert set(JOBS) == set(NAMES)


def test_every_page_that_operators_look_at_has_words() -> None:
    assert set(PAGES) == {rule[2] for rule in RULES if rule[0] == "GET"}


def test_every_deed_has_words() -> None:
    assert len(noted()) > 20
    assert noted() - set(DEEDS) == set()


def test_no_deed_is_shown_by_its_code(space, imogen) -> None:
    space.page("/operator/jobs/given-up")
    text = space.page("/operator/history?looks=1").text
    assert "Looked at a page: Jobs that were given up" in text
    assert "operator.dead_letters" not in text
