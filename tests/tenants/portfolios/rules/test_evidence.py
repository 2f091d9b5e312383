from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base.links import link_problem
from tenants.portfolios.rules.evidence import (
    ASKED,
    LABELS,
    NEEDED,
    Words,
    both_texts,
    missing,
    problems,
    restored,
    stored,
)
from tenants.portfolios.rules.states import EvidenceKind

TODAY = date(2026, 11, 23)
words = st.builds(
    Words,
    title=st.text(max_size=20),
    body=st.text(max_size=50),
    url=st.none() | st.text(max_size=20),
    audience=st.none() | st.text(max_size=20),
    audience_from=st.none() | st.text(max_size=20),
    audience_size=st.none() | st.integers(1, 100_000),
    happened_on=st.none() | st.dates(),
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.school.example/reading",
        "http://school.example",
        "https://school.example:8443/a?b=c#d",
        "https://xn--bcher-kva.example/",
        "https://en.wiki.example/wiki/Socratic_method_(teaching)",
    ],
)
def test_a_whole_web_address_is_taken(url: str) -> None:
    assert link_problem(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://school.example/",
        "//school.example/x",
        "www.school.example",
        "https://",
        "https:///path",
        "https://school.example:99999/",
        "https://[::1",
        "https://school.example/a b",
        "https://school.example/\x00",
        "https://school.example\n.evil.example/",
    ],
)
def test_anything_but_a_whole_web_address_is_refused(url: str) -> None:
    assert link_problem(url) is not None


def test_an_address_with_a_password_is_refused_for_that_reason() -> None:
    assert "password" in (link_problem("https://me:secret@school.example/") or "")


def test_a_date_in_the_future_is_refused_and_today_is_taken() -> None:
    assert "happened_on" in problems(Words(happened_on=TODAY + timedelta(days=1)), TODAY)
    assert problems(Words(happened_on=TODAY), TODAY) == {}


@pytest.mark.parametrize("size", [0, -1, 100_001])
def test_an_audience_of_no_one_or_of_a_city_is_refused(size: int) -> None:
    assert "audience_size" in problems(Words(audience_size=size), TODAY)


@pytest.mark.parametrize("kind", EvidenceKind)
def test_an_empty_item_lacks_all_that_its_kind_needs_and_only_what_it_is_asked_for(
    kind: EvidenceKind,
) -> None:
    assert set(missing(kind, Words())) == set(NEEDED[kind])
    assert set(NEEDED[kind]) <= set(ASKED[kind]) <= set(LABELS)
    assert len(ASKED[kind]) <= 7


@given(words)
def test_a_version_gives_back_the_very_words_it_kept(said: Words) -> None:
    assert restored(stored(said)) == said


@given(words, words)
def test_both_texts_show_exactly_the_fields_that_differ(saved: Words, typed: Words) -> None:
    shown = both_texts(saved, typed)
    differing = {LABELS[name] for name in LABELS if getattr(saved, name) != getattr(typed, name)}
    assert set(shown) == differing
