"""The audit trail as heads read it and take it away."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import record
from tests.factories.staff import acting, make_staff
from tests.isolation.test_queries import asked

PATHS = ("/audit-trail", "/audit-trail/csv", "/audit-trail/spreadsheet")


@pytest.fixture
def head(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Hana Head")


@pytest.fixture
def web(person, school_id, head):
    return person(school_id, head.id)


@pytest.fixture
def written(in_school, school_id, head):
    """`written(5)`: so many entries about as many people, some in the past."""

    def write(number: int, school=school_id, name: str = "=Ada") -> None:
        with in_school(school) as session:
            actor = acting(session, session.get(type(head), (school, head.id)) or make_staff(session))
            for each in range(number):
                who = make_staff(session, name=f"{name} {each}")
                record(session, actor, "staff:change", who, fields=["name"], reason="@Married")

    return write


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def texts(page, path: str) -> list[str]:
    return [" ".join(" ".join(found.itertext()).split()) for found in page.tree.xpath(path)]


def test_the_page_says_who_did_what_when(web, written) -> None:
    written(1)
    page = web.page("/audit-trail")
    assert texts(page, "//tbody//th") == ["Changed the details name “@Married”"]
    assert texts(page, "//tbody//td//a") == ["=Ada 0", "Hana Head"]


def test_a_search_keeps_what_was_asked_and_says_when_it_finds_nothing(web, written) -> None:
    written(1)
    page = web.page("/audit-trail?words=zoe&kind=people&since=2026-01-01&until=2026-13-45&show=both")
    assert "Nothing found" in page.text
    assert page.tree.xpath("//input[@id='words']/@value") == ["zoe"]
    assert page.tree.xpath("//input[@id='since']/@value") == ["2026-01-01"]
    assert page.tree.xpath("//input[@id='until']/@value") == [""]


@pytest.mark.parametrize(
    "asked_for", ["_scheme=javascript", "endpoint=x", "slug=other", "_anchor=x", "values=1"]
)
@pytest.mark.parametrize("path", ["/audit-trail", "/staff"])
def test_nothing_of_an_address_reaches_a_link_but_what_was_searched(web, written, path, asked_for) -> None:
    """`url_for` takes some names for its own; a page that carries on whatever stands in its address breaks."""
    written(60)
    page = web.page(f"{path}?{asked_for}&_external=1")
    links = page.tree.xpath("//nav[@aria-label='More of this list']//a/@href")
    assert links
    assert all(urlsplit(link).path.endswith(path) and not urlsplit(link).netloc for link in links)


def test_an_export_has_every_line_and_no_formula(web, written) -> None:
    written(3)
    answer = web.get("/audit-trail/csv")
    heading, *lines = rows_of(answer)
    assert heading == ["When", "Who", "What", "About", "Details", "Reason"]
    assert [line[3] for line in lines[1:]] == ["'=Ada 2", "'=Ada 1", "'=Ada 0"]
    assert {line[5] for line in lines[1:]} == {"'@Married"}
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=audit-trail-")
    with ZipFile(BytesIO(web.get("/audit-trail/spreadsheet").get_data())) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "'=Ada 2" in sheet
    assert "<f>" not in sheet


def test_an_export_has_what_the_page_was_narrowed_to_and_leaves_a_line(web, written) -> None:
    written(3)
    assert [line[3] for line in rows_of(web.get("/audit-trail/csv?words=Ada+1"))[1:]] == ["'=Ada 1"]
    assert "Exported the audit trail" in web.page("/audit-trail").text


def test_a_large_export_is_streamed_whole(web, written, in_school, school_id) -> None:
    written(5)
    with in_school(school_id) as session:
        columns = "school_id, at, actor_id, action, subject_kind, subject_id, fields, reason"
        session.execute(
            text(
                f"INSERT INTO history (id, {columns}) SELECT gen_random_uuid(), {columns}"
                " FROM history, generate_series(1, 2000) WHERE action = 'staff:change'"
            )
        )
    answer = web.get("/audit-trail/csv")
    assert len(rows_of(answer)) == 10_005 + 2


@pytest.mark.parametrize("path", PATHS)
def test_the_trail_costs_the_same_with_5_and_500_rows_and_500_in_the_other_school(
    app, web, written, path: str, other_school_id
) -> None:
    def questions() -> int:
        with asked(app.extensions["engine"]) as found:
            assert web.get(path).status_code == 200
        return len(found)

    written(5)
    questions()
    few = questions()
    written(495)
    many = questions()
    written(500, other_school_id, "Eve")
    assert (few, many, questions()) == (few, few, few)
    assert few <= 8
    assert "Nothing found" in web.page("/audit-trail?words=Eve+1&show=both").text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.HEAD, Role.DEPUTY)])
@pytest.mark.parametrize("path", PATHS)
def test_only_heads_and_deputies_read_the_trail(person, in_school, school_id, role: Role, path: str) -> None:
    with in_school(school_id) as session:
        staff_id = make_staff(session, role).id
    assert person(school_id, staff_id).get(path).status_code == 404


def test_an_entry_of_another_school_is_no_key_here(web, written, in_school, other_school_id) -> None:
    written(2)
    written(1, other_school_id)
    with in_school(other_school_id) as session:
        other = session.scalars(text("SELECT id FROM history")).first()
    assert texts(web.page(f"/audit-trail?after={other}"), "//tbody//th") == []


def test_a_day_is_a_day_of_the_school(web, written) -> None:
    written(1)
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    assert texts(web.page(f"/audit-trail?since={today}&until={today}"), "//tbody//th")
    assert not texts(web.page(f"/audit-trail?since={tomorrow}"), "//tbody//th")
