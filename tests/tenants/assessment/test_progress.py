import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tenants.assessment.queries import progress

AT_ONCE = 4


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns all the time, so that what can come between two steps does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_a_statement_that_several_threads_make_at_once_is_the_same_for_each(restless: None) -> None:
    gate = Barrier(AT_ONCE)

    def make(_: int) -> str:
        gate.wait()
        return str(progress._select_progress())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(20):
            progress._select_progress.cache_clear()
            assert len(set(pool.map(make, range(AT_ONCE)))) == 1
