"""When something breaks: a designed page, nothing half kept, and nothing personal in the log."""

import logging
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url, select, text

from blueprints.shared.current import current
from tenants.staff.models import Staff
from tests.factories.staff import make_staff
from tests.page import Page
from tests.web import Person, Web

TYPED = "confidential.words@home.example"


@pytest.fixture
def breakable(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def at_work(breakable: Flask, in_school, school_id, head_id) -> Web:
    return Person(breakable, in_school)(school_id, head_id)


def names(in_school, school_id) -> list[str]:
    with in_school(school_id) as session:
        return list(session.scalars(select(Staff.name)))


def breaks(app: Flask, view: Callable[[], str]) -> None:
    """The view behind the list of staff does this instead, with the same guards around the request."""
    app.view_functions["staff.index"] = view


def test_an_unexpected_fault_has_its_own_page_and_keeps_nothing(
    breakable, at_work, in_school, school_id
) -> None:
    def view() -> str:
        current.session.add(Staff(name="Half Saved", email="half@school.example"))
        current.session.flush()
        raise RuntimeError(TYPED)

    breaks(breakable, view)
    answer = at_work.get("/staff")
    assert (answer.status_code, Page(answer).heading) == (500, "Something went wrong on our side")
    assert "Half Saved" not in names(in_school, school_id)
    assert at_work.get("/").status_code == 200


def test_a_fault_of_the_database_in_a_request_leaves_the_next_one_whole(breakable, at_work) -> None:
    breaks(breakable, lambda: str(current.session.execute(text("SELECT 1/0"))))
    assert at_work.get("/staff").status_code == 500
    assert at_work.get("/").status_code == 200


def test_the_page_of_a_fault_is_as_well_guarded_as_every_other(breakable, at_work) -> None:
    breaks(breakable, lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    answer = at_work.get("/staff")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_the_log_of_a_fault_names_the_place_and_nothing_that_was_typed(breakable, at_work, caplog) -> None:
    def view() -> str:
        current.session.execute(text("SELECT CAST(:typed AS integer)"), {"typed": TYPED})
        raise AssertionError

    breaks(breakable, view)
    with caplog.at_level(logging.INFO):
        at_work.get(f"/staff?words={TYPED}")
    assert "DataError: InvalidTextRepresentation 22P02" in caplog.text
    assert "test_faults.py" in caplog.text
    assert TYPED not in caplog.text


def test_the_log_of_a_doubled_address_does_not_quote_it(breakable, at_work, caplog) -> None:
    def view() -> str:
        for _ in range(2):
            make_staff(current.session, email=TYPED)
        raise AssertionError

    breaks(breakable, view)
    at_work.get("/staff")
    assert "UniqueViolation 23505 staff" in caplog.text
    assert TYPED not in caplog.text


def test_the_log_of_a_fault_behind_a_link_does_not_hold_its_token(breakable, at_work, caplog) -> None:
    breakable.view_functions["sign_in.link"] = lambda token: 1 // 0
    assert at_work.get("/sign-in/link/this-is-my-token").status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert "this-is-my-token" not in caplog.text


def test_a_connection_that_breaks_before_the_commit_has_the_page_of_an_absent_database(
    breakable, at_work
) -> None:
    def view() -> str:
        pid = current.session.scalar(text("SELECT pg_backend_pid()"))
        with breakable.extensions["engine"].begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        return "All is well."

    breaks(breakable, view)
    answer = at_work.get("/staff")
    assert (answer.status_code, Page(answer).heading) == (503, "Lectern is away for a moment")
    assert at_work.get("/").status_code == 200


@pytest.fixture
def closing(postgres, own_database_urls) -> Iterator[Callable[[bool], None]]:
    """`closing(True)`: the database of the test throws everybody out and lets nobody in."""
    name = make_url(own_database_urls.app).database
    with psycopg.connect(
        make_url(postgres.url("postgres", postgres.password, "postgres"))
        .set(drivername="postgresql")
        .render_as_string(hide_password=False),
        autocommit=True,
    ) as admin:

        def close(away: bool) -> None:
            admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {not away}")
            if away:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )

        yield close
        close(False)


def test_without_the_database_every_page_says_so_and_comes_back_with_it(
    make_app, own_database_urls, closing
) -> None:
    app = make_app(database_url=own_database_urls.app)
    web = Web(app, "some-school")
    assert web.get("/sign-in").status_code == 404
    closing(True)
    for path in ("/sign-in", "/staff"):
        answer = web.get(path)
        assert (answer.status_code, Page(answer).heading) == (503, "Lectern is away for a moment")
    ready = web.client.get("/ready")
    assert (ready.status_code, ready.text) == (503, "not ready: database\n")
    assert web.client.get("/health").status_code == 200
    closing(False)
    assert web.client.get("/ready").text == "ready\n"
