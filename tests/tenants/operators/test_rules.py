from datetime import UTC, date, datetime, timedelta

import pytest

from tenants.operators.rules import (
    IDLE_LIMIT,
    RECOVERY_CODES,
    announcement_problems,
    in_fours,
    new_recovery_codes,
    operator_problems,
    plain_recovery_code,
    safe_next,
    still_open,
    visit_is_open,
)

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


def test_a_session_is_over_at_its_end_and_when_nobody_used_it() -> None:
    later = NOW + timedelta(hours=1)
    assert still_open(NOW, later, NOW + IDLE_LIMIT - timedelta(seconds=1))
    assert not still_open(NOW, later, NOW + IDLE_LIMIT)
    assert not still_open(later, later, later)


def test_recovery_codes_differ_and_are_understood_however_they_are_typed() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    for code in codes:
        assert plain_recovery_code(f" {in_fours(code).upper()} ") == code


@pytest.mark.parametrize("typed", ["", "123456", "o" * 16, "abcd-efgh", "é" * 16])
def test_what_is_no_recovery_code_is_none(typed: str) -> None:
    assert plain_recovery_code(typed) == ""


@pytest.mark.parametrize("target", ["/operator/schools?words=a", "/operator/"])
def test_a_way_into_the_space_is_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil.example",
        "/operator//evil.example",
        "/operator/../schools",
        "/operator/%2e%2e/x",
        "/operator",
        "/\\e",
        "/operator/\n",
    ],
)
def test_any_other_way_leads_to_the_front_page(target: str) -> None:
    assert safe_next(target) == "/operator/"


def test_a_visit_is_open_until_its_end_or_until_it_was_ended() -> None:
    ends = NOW + timedelta(hours=4)
    assert visit_is_open(ends, None, NOW)
    assert not visit_is_open(ends, NOW, NOW)
    assert not visit_is_open(ends, None, ends)


@pytest.mark.parametrize(
    ("last", "refused"), [(date(2026, 11, 26), False), (date(2026, 11, 25), True), (date(2027, 6, 1), True)]
)
def test_an_announcement_has_days_in_order_and_an_end(last: date, refused: bool) -> None:
    assert bool(announcement_problems(date(2026, 11, 26), last)) is refused


@pytest.mark.parametrize(
    ("name", "email"), [("", "a@b.example"), ("Ada", "nobody"), ("x" * 201, "a@b.example")]
)
def test_an_operator_needs_a_name_and_an_address(name: str, email: str) -> None:
    assert operator_problems(name, email)
