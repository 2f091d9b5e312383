"""Health, readiness and measures: for whoever watches over the servers, and nobody else."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import make_url

from infra.ports import free_port
from tenants.base import clock
from tenants.base.ids import new_id
from tenants.base.outbox import JobState, OutboxMessage
from tests.web import Web

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "this-is-for-the-one-who-measures-0123"
NEAR = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def watched(make_app: Callable[..., Flask]) -> Flask:
    return make_app(metrics_token=TOKEN)


def measures(app: Flask, **options) -> str:
    with app.test_client().get("/metrics", environ_base=NEAR, **options) as answer:
        assert answer.status_code == 200
        return answer.text


def value(text: str, name: str, **labels: str) -> float:
    found = [
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    return sum(found)


def test_who_is_alive_says_so_though_everything_is_away(make_app, own_database_urls, admin) -> None:
    app = make_app(database_url=own_database_urls.app, redis_url=f"redis://127.0.0.1:{free_port()}/0")
    admin(f"ALTER DATABASE {make_url(own_database_urls.app).database} WITH ALLOW_CONNECTIONS false")
    assert app.test_client().get("/health").text == "ok\n"


@pytest.fixture
def admin(postgres):
    """The database's administrator."""
    url = make_url(postgres.url("postgres", postgres.password, "postgres")).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection.execute


def test_ready_names_the_part_that_is_missing_and_no_more(make_app) -> None:
    port = free_port()
    app = make_app(redis_url=f"redis://:hidden-word@127.0.0.1:{port}/0")
    answer = app.test_client().get("/ready")
    assert (answer.status_code, answer.text) == (503, "not ready: valkey\n")


def test_a_schema_of_another_version_is_not_served(make_app, own_database_urls) -> None:
    app = make_app(database_url=own_database_urls.app)
    assert app.test_client().get("/ready").text == "ready\n"
    owner = make_url(own_database_urls.owner).set(drivername="postgresql")
    with psycopg.connect(owner.render_as_string(hide_password=False)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    assert app.test_client().get("/ready").text == "not ready: migrations\n"


ASKED = {
    "nobody we know": ({}, {}),
    "a wrong token": ({"Authorization": f"Bearer {TOKEN[:-1]}"}, {}),
    "an empty token": ({"Authorization": "Bearer "}, {}),
    "a password": ({"Authorization": "Basic Og=="}, {}),
    "a proxy beside us": ({"X-Forwarded-For": "203.0.113.7"}, NEAR),
    "somebody who says they are near": ({"X-Forwarded-For": "127.0.0.1"}, {}),
}


@pytest.mark.parametrize("who", ASKED)
def test_for_everybody_else_there_are_no_measures(watched: Flask, who: str) -> None:
    headers, base = ASKED[who]
    web = Web(watched)
    answer = web.client.get("/metrics", headers=headers, environ_overrides=base)
    missing = web.client.get("/nothing-here")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, missing.headers["Content-Type"])
    assert "lectern_requests" not in answer.text


def test_without_a_token_set_no_token_opens_them(make_app) -> None:
    for given in ("Bearer None", "Bearer ", "Bearer x"):
        answer = Web(make_app()).client.get("/metrics", headers={"Authorization": given})
        assert answer.status_code == 404


def test_behind_our_proxy_its_own_address_opens_nothing(make_app) -> None:
    app = make_app(proxies=1, metrics_token=TOKEN)
    headers = {"X-Forwarded-For": "127.0.0.1"}
    assert app.test_client().get("/metrics", environ_base=NEAR, headers=headers).status_code == 404
    headers["Authorization"] = f"Bearer {TOKEN}"
    assert app.test_client().get("/metrics", environ_base=NEAR, headers=headers).status_code == 200


def test_requests_are_counted_by_view_and_kind_of_answer(watched: Flask, slug) -> None:
    web = Web(watched, slug)
    for path in ("/sign-in", "/sign-in", "/staff", "/nowhere/at/all"):
        with web.get(path):
            pass
    text = measures(watched)
    assert value(text, "lectern_requests_total", endpoint="sign_in.doors", method="GET", status="2xx") == 2
    assert value(text, "lectern_requests_total", endpoint="staff.index", status="3xx") == 1
    assert value(text, "lectern_requests_total", endpoint="none", status="4xx") == 1
    assert value(text, "lectern_request_seconds_count", endpoint="sign_in.doors") == 2
    assert value(text, "lectern_request_queries_sum", endpoint="sign_in.doors") > 2
    assert slug not in text


def test_who_is_refused_at_a_door_is_counted_by_the_door(watched: Flask, slug) -> None:
    web = Web(watched, slug)
    token = web.page("/sign-in").form(0, "").data({})["csrf_token"]
    answer = web.client.post(web.address("/sign-in/link/unknown"), data={"csrf_token": token})
    assert answer.status_code == 410
    assert value(measures(watched), "lectern_sign_in_refusals_total", door="link") == 1


def test_jobs_are_told_as_the_outbox_has_them(watched: Flask, operator, school_id) -> None:
    def of_kind(state: str) -> float:
        return value(measures(watched), "lectern_jobs", message="watch.test", state=state)

    assert of_kind("dead") == 0
    for state in (JobState.DEAD, JobState.QUEUED, JobState.QUEUED, JobState.RUNNING):
        operator.add(a_job(school_id, state))
    operator.commit()
    assert (of_kind("dead"), of_kind("waiting"), of_kind("running")) == (1, 2, 1)
    assert value(measures(watched), "lectern_outbox_oldest_seconds") > 0
    assert value(measures(watched), "lectern_database_up") == 1


def test_without_the_database_the_measures_say_that(make_app, own_database_urls, admin) -> None:
    app = make_app(operator_database_url=own_database_urls.operator)
    admin(f"ALTER DATABASE {make_url(own_database_urls.operator).database} WITH ALLOW_CONNECTIONS false")
    assert value(measures(app), "lectern_database_up") == 0


NAMES = re.compile(r"[a-z_.]+|[A-Za-z0-9.+]+|[a-z ]+")


def test_no_label_is_anybodys(watched: Flask, slug) -> None:
    for path in (
        f"/schools/{slug}/sign-in/link/a-token",
        "/verify/ABC",
        f"/schools/{slug}/staff?q=Ada Alpha",
    ):
        with Web(watched).client.get(path):
            pass
    labels = {
        label
        for family in text_string_to_metric_families(measures(watched))
        for sample in family.samples
        for label in sample.labels.values()
    }
    known = {rule.endpoint for rule in watched.url_map.iter_rules()}
    assert labels & known
    assert not [label for label in labels if label not in known and not NAMES.fullmatch(label)]
    assert not {slug, "a-token", "ABC"} & labels


TOGETHER = """
import os, sys
from prometheus_client import generate_latest
from app.measures import Measures
from app.noting import Note
measures = Measures(None)
for _ in range(3):
    if os.fork() == 0:
        measures.count(Note("GET", endpoint="public.front", status=200))
        os._exit(0)
for _ in range(3):
    os.wait()
sys.stdout.buffer.write(generate_latest(measures._of_all_processes()))
"""


def test_processes_that_share_a_folder_are_told_together(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        cwd=ROOT,
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert value(done.stdout, "lectern_requests_total", endpoint="public.front") == 3


def a_job(school_id, state: JobState) -> OutboxMessage:
    now = clock.now()
    return OutboxMessage(
        id=new_id(), school_id=school_id, message="watch.test", payload={}, urgent=False, tries=1, time_limit=1,
        state=state.value, sends=0, attempts=0, due_at=now, created_at=now,
        finished_at=now if state is JobState.DEAD else None,
    )  # fmt: skip
