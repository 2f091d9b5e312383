from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.awards.rules import (
    CODE_LENGTH,
    AwardState,
    expires,
    new_code,
    number,
    plain_code,
    state,
)
from tenants.base.codes import ALPHABET, in_groups

LAST_DAY = date(2030, 6, 30)


@pytest.mark.parametrize(
    ("today", "revoked", "replaced", "found"),
    [
        (date(2030, 6, 30), False, False, AwardState.CURRENT),
        (date(2030, 7, 1), False, False, AwardState.EXPIRED),
        (date(2029, 1, 1), True, False, AwardState.REVOKED),
        (date(2031, 1, 1), True, True, AwardState.REVOKED),
        (date(2029, 1, 1), False, True, AwardState.REPLACED),
    ],
)
def test_what_an_award_is_worth_today(today: date, revoked: bool, replaced: bool, found: AwardState) -> None:
    assert state(expires_on=LAST_DAY, revoked=revoked, replaced=replaced, today=today) is found


def test_a_code_has_at_least_128_random_bits() -> None:
    assert len(ALPHABET) == 32
    assert CODE_LENGTH * 5 >= 128
    assert len({new_code() for _ in range(1000)}) == 1000


@given(st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_typed_off_a_certificate_is_the_code(code: str) -> None:
    assert plain_code(f" {in_groups(code).lower()} ") == code
    assert plain_code(code.replace("0", "O").replace("1", "l")) == code


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(1, 9))
def test_an_award_lasts_whole_years(awarded: date, years: int) -> None:
    last = expires(awarded, years)
    assert last.year == awarded.year + years
    assert (last.month, last.day) in {(awarded.month, awarded.day), (2, 28)}


def test_a_number_names_school_year_and_serial() -> None:
    assert number("oakfield-academy", 2027, 3) == "OAKFIELD-2027-003"
