import pytest

from tenants.audit.rules import actions_saying, detailed, moved, nouns_of, told
from tenants.audit.words import Kind


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("role:grant", "Gave a role"),
        ("assessment:judge:3", "Wrote about a standard (standard 3)"),
        ("passkey:add_second", "Passkey: add second"),
        ("x", "X"),
    ],
)
def test_an_action_is_told_in_words(action: str, words: str) -> None:
    assert told(action) == words


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        ("candidates", "accepted", "not_approved", "Place: from accepted to not approved"),
        ("candidates", None, "invited", "Place: invited"),
        ("candidates", "invited", "invited", "Place: invited"),
        ("school_lists", "new", "old_one", "School lists: from new to old one"),
    ],
)
def test_a_move_is_told_in_words(kind: str, before: str | None, after: str, words: str) -> None:
    assert moved(kind, before, after) == words


def test_fields_are_told_as_the_pages_call_them() -> None:
    assert detailed(["it_lead", "line_manager", "mis_number"]) == "IT lead, line manager, MIS number"


def test_a_search_finds_actions_by_their_words() -> None:
    assert actions_saying("ROLE") == ["role:grant", "role:take"]
    assert nouns_of(Kind.PEOPLE) == ["staff", "role", "guest"]
