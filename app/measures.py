"""What Prometheus is told. Labels are names of views, jobs and doors: never a school, a person or an address."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from flask import Flask
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.noting import Note
from tenants.base import clock
from tenants.operators.queries.jobs import Line, lines

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
QUERIES = (1, 2, 4, 6, 8, 12, 20, 50)

Platform = Callable[[], AbstractContextManager[Session]]


class Measures:
    """Counted in this process; the server's start gives its processes a folder to share (see infra/serve.py), and
    whichever is asked then tells of all of them."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._counted = CollectorRegistry()
        self._requests = Counter(
            "lectern_requests",
            "Requests answered.",
            ["endpoint", "method", "status"],
            registry=self._counted,
        )
        self._seconds = Histogram(
            "lectern_request_seconds",
            "Seconds until an answer began.",
            ["endpoint"],
            buckets=SECONDS,
            registry=self._counted,
        )
        self._queries = Histogram(
            "lectern_request_queries",
            "Statements that a request sent to the database.",
            ["endpoint"],
            buckets=QUERIES,
            registry=self._counted,
        )
        self._refusals = Counter(
            "lectern_sign_in_refusals",
            "Who asked to come in and was not let in.",
            ["door"],
            registry=self._counted,
        )

    def count(self, note: Note) -> None:
        endpoint = note.endpoint or "none"
        self._requests.labels(endpoint, note.method, f"{note.status // 100}xx").inc()
        self._seconds.labels(endpoint).observe(note.seconds)
        self._queries.labels(endpoint).observe(note.queries)

    def refuse(self, door: str) -> None:
        self._refusals.labels(door).inc()

    def told(self) -> bytes:
        seen = CollectorRegistry()
        seen.register(Outbox(self._platform))
        return generate_latest(self._of_all_processes()) + generate_latest(seen)

    def _of_all_processes(self) -> CollectorRegistry:
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return self._counted
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together


class Outbox(Collector):
    """Jobs as the database has them, so that any one web process can tell of all workers and dispatchers."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def collect(self) -> Iterable[Metric]:
        there = GaugeMetricFamily("lectern_database_up", "Whether the outbox could be read.")
        try:
            with self._platform() as session:
                found = lines(session)
        except DBAPIError:
            there.add_metric([], 0)
            return [there]
        there.add_metric([], 1)
        return [there, _jobs(found), _age(found)]


def _jobs(found: Sequence[Line]) -> Metric:
    jobs = GaugeMetricFamily(
        "lectern_jobs",
        "Jobs that are neither done nor set aside; dead ones wait for an operator.",
        labels=["message", "state"],
    )
    for line in found:
        for state, number in (("waiting", line.waiting), ("running", line.running), ("dead", line.dead)):
            jobs.add_metric([line.message, state], number)
    return jobs


def _age(found: Sequence[Line]) -> Metric:
    since = [line.since for line in found if line.since]
    age = max(0.0, (clock.now() - min(since)).total_seconds()) if since else 0.0
    return GaugeMetricFamily(
        "lectern_outbox_oldest_seconds", "How long the oldest job that is due has waited.", value=age
    )


def install(app: Flask) -> Measures:
    app.extensions["measures"] = Measures(lambda: app.extensions["operator_sessions"].begin())
    return app.extensions["measures"]  # type: ignore[no-any-return]
