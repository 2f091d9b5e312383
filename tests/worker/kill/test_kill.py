"""Nothing lost, nothing twice. CI kills 10 times at random; `infra/kill_test` 50 times, and keeps the report."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import func, select

from tenants.base.outbox import OutboxMessage
from tests.worker.kill.conftest import SEED
from tests.worker.kill.count import doing, excuses, killed_pids
from tests.worker.kill.crew import Crew
from tests.worker.kill.journal import ALONE, POINTS, WITH_WORKER
from tests.worker.kill.messages import KINDS, Letter, Row
from tests.worker.kill.report import NamedKill, RandomKills, Report
from worker.runtime import House

KILLS = int(os.environ.get("LECTERN_KILLS", "10"))
JOBS = 4 * KILLS
REPORT = os.environ.get("LECTERN_KILL_REPORT")
PATIENCE = 150

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for its victims in /proc")


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    made = Report(SEED)
    yield made
    if REPORT and made.random:
        made.write(Path(REPORT))


def test_a_worker_killed_at_each_named_point_leaves_each_effect_once(
    asked, house, crew, journal, effects, school_id, other_school_id, report
) -> None:
    """A letter goes twice exactly where the server had it already and our books did not."""
    cases = [(kind, point, how) for kind in KINDS for point in POINTS for how in (ALONE, WITH_WORKER)]
    doomed: dict[UUID, tuple[type[Row], str, str]] = {}
    for number, (kind, point, how) in enumerate(cases):
        job_id = asked((school_id, other_school_id)[number % 2], kind())
        journal.doom(point, job_id, how)
        doomed[job_id] = (kind, point, how)
    finish(house, crew)
    found, died = (
        effects(),
        Counter(line.job_id for line in journal.lines() if line.point.startswith("killed")),
    )
    assert died == Counter(doomed.keys())
    assert set(found.rows) | set(found.files) | set(found.letters) == doomed.keys()
    for job_id, (kind, point, how) in doomed.items():
        copies = 2 if kind is Letter and point in ("after effect", "before commit") else 1
        assert found.of(kind)[job_id] == copies, (kind, point, how)
        assert found.rows[job_id] == (kind is not Letter)
        report.named.append(NamedKill(kind.name, point, how, found.of(kind)[job_id]))


def test_workers_killed_at_any_moment_lose_nothing_and_do_nothing_twice(
    asked, house, crew, journal, effects, worker_settings, school_id, other_school_id, report
) -> None:
    """Meanwhile the queue is emptied twice."""
    begun, schools, jobs = monotonic(), (school_id, other_school_id), {}

    def ask() -> None:
        kind = KINDS[len(jobs) % len(KINDS)]
        jobs[asked(schools[len(jobs) % 2], kind())] = kind

    for number in range(KILLS):
        for _ in range(JOBS // KILLS):
            ask()
        crew.keep_up()
        sleep(crew.chance.uniform(0.05, 0.6))
        crew.kill_somebody(ask)
        if number in (KILLS // 3, 2 * KILLS // 3):
            empty(worker_settings.redis_url)
    finish(house, crew)
    lines = list(journal.lines())
    result = RandomKills(
        jobs=jobs,
        effects=effects(),
        excuses=excuses(lines, killed_pids(crew.kills, lines)),
        victims=Counter(kill.victim for kill in crew.kills),
        moments=Counter(doing(kill, lines) for kill in crew.kills),
        seconds=monotonic() - begun,
    )
    report.random = result
    assert len(crew.kills) == KILLS
    assert result.lost() == []
    assert result.strangers() == set()
    assert result.twice(Row) == []
    assert result.without_excuse() == []


def empty(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        redis.flushall()


def finish(house: House, crew: Crew) -> None:
    """Until all is done; gives up when for a long while nothing is getting done."""
    left, end = unfinished(house), monotonic() + PATIENCE
    while left and monotonic() < end:
        crew.keep_up()
        sleep(0.1)
        before, left = left, unfinished(house)
        if left.total() < before.total():
            end = monotonic() + PATIENCE
    assert not left, f"nothing done for {PATIENCE} s: {left}; seed {SEED}\n{crew.log.read_text()[-3000:]}"


def unfinished(house: House) -> Counter[str]:
    states = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    with house.operator() as session:
        return Counter({state: number for state, number in session.execute(states) if state != "done"})
