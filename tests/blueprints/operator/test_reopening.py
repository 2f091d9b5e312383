from datetime import timedelta

import pytest

from tenants.base import clock
from tenants.base.errors import Refused
from tenants.enquiries.actions import close, reopen
from tests.factories.operators import make_interest


def test_an_interest_closed_by_mistake_is_as_it_was(operator) -> None:
    interest = make_interest(operator)
    before = (interest.state, interest.handled_at, interest.reason)
    close(interest, "Twice the same person")
    reopen(interest)
    assert (interest.state, interest.handled_at, interest.reason) == before


def test_a_second_press_and_a_later_day_are_told(operator) -> None:
    interest = make_interest(operator)
    with pytest.raises(Refused, match="already"):
        reopen(interest)
    close(interest, "Twice the same person")
    interest.handled_at = clock.now() - timedelta(days=1, minutes=1)
    with pytest.raises(Refused, match="more than a day"):
        reopen(interest)
