import io

import pytest
from sqlalchemy import event

from tenants.base.actor import Role
from tenants.staff import queries
from tests.factories.lists import make_list, make_long_list
from tests.factories.staff import make_staff

ANN = "Ann Oak,ann@school.example,Teacher,Maths,,"


@pytest.fixture
def head(in_school, person, school_id):
    with in_school(school_id) as session:
        boss = make_staff(
            session, Role.HEAD, name="Amara Head", email="head@school.example", manager_outside=True
        )
    return person(school_id, boss.id)


@pytest.fixture
def staff(in_school, school_id):
    """How many people are on the school's list."""

    def count() -> int:
        with in_school(school_id) as session:
            return queries.tally(session).here

    return count


def upload(data: bytes, name: str = "staff.csv"):
    return {"file": (io.BytesIO(data), name)}


def test_a_pasted_list_is_shown_first_and_done_when_confirmed(head, staff) -> None:
    preview = head.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    assert "Ann Oak" in head.page(preview).text
    assert staff() == 1
    assert head.submitted(preview).endswith("/staff")
    assert staff() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_an_uploaded_list_is_read_in_its_encoding(head, encoding) -> None:
    data = make_list("Zoë Señor,zoe@school.example,,,,").encode(encoding)
    assert "Zoë Señor" in head.page(head.submitted("/staff/lists/new", upload(data))).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "The list is empty."),
        ({"pasted": "Name,Telephone\nAnn,1"}, "No column looks like the work e-mail"),
        (upload(b""), "The list is empty."),
        (upload(b"PK\x03\x04" + b"\0" * 100, "staff.xlsx"), "isn't plain text"),
        (upload(b"MZ\x90\x00\x03", "staff.csv"), "isn't plain text"),
        (upload(b"Name,Email\n" + b"a,b\n" * 100_000), "more than 10,000 rows"),
        (upload(b"x" * 6_000_000), "larger than 5 MB"),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_in_words(head, staff, fields, words) -> None:
    (error,) = head.refused("/staff/lists/new", fields).errors()
    assert words in error
    assert staff() == 1


def test_a_refused_list_is_still_in_the_box(head) -> None:
    page = head.refused("/staff/lists/new", {"pasted": "Name\nAnn"})
    assert page.form(0, "").standing()["pasted"] == "Name\nAnn"


def test_the_names_of_columns_are_never_markup(head) -> None:
    page = head.refused("/staff/lists/new", {"pasted": "<img src=x>,<script>1</script>\n1,2"})
    assert "<img src=x>" in page.errors()[0]
    assert page.tree.xpath("//main//script | //main//img") == []


def test_the_preview_shows_each_kind_of_row(head, in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session, name="Bob", email="bob@school.example", job_title="Cook")
    preview = head.submitted(
        "/staff/lists/new",
        {
            "pasted": make_list(
                ANN,
                "Bob,bob@school.example,Teacher,,,",
                "Amara Head,head@school.example,,,,",
                "=cmd(),x@school.example,,,,",
            )
        },
    )
    assert "spreadsheet reads as a formula" in head.page(f"{preview}?show=refused").text
    assert "Job title: Cook → Teacher" in head.page(f"{preview}?show=changed").text
    assert "Ann Oak" in head.page(f"{preview}?show=added").text
    assert "Amara Head" in head.page(f"{preview}?show=unchanged").text
    assert "1 row that" in head.page(f"{preview}?show=nonsense&from=nonsense").text


def test_confirming_twice_is_harmless(head, staff) -> None:
    preview = head.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    form = head.page(preview).form(0, preview)
    answers = [head.client.post(preview, data=form.data({})) for _ in range(2)]
    without_key = head.client.post(preview, data=form.data({"form_key": ""}))
    assert [answer.status_code for answer in (*answers, without_key)] == [303, 303, 303]
    assert staff() == 2


def test_a_plan_that_no_longer_holds_is_shown_again(head, staff, in_school, school_id) -> None:
    preview = head.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    form = head.page(preview).form(0, preview)
    with in_school(school_id) as session:
        make_staff(session, name="Ann Oak", email="ann@school.example")
    answer = head.client.post(preview, data=form.data({}))
    assert answer.status_code == 422
    assert "has changed since this was shown" in answer.text
    head.submitted(preview)


def test_another_schools_list_is_as_if_it_were_not(head, person, in_school, other_school_id) -> None:
    with in_school(other_school_id) as session:
        boss = make_staff(session, Role.HEAD)
    other = person(other_school_id, boss.id)
    preview = other.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    head.page(f"/staff/lists/{preview.rsplit('/', 1)[1]}", 404)


def test_five_hundred_people_come_in_with_as_few_queries_as_five(app, head, staff) -> None:
    few, many = (queries_for(app, head, count) for count in (5, 500))
    assert many <= few + 1
    assert staff() == 501


def queries_for(app, head, people: int) -> int:
    preview = head.submitted("/staff/lists/new", upload(make_long_list(people).encode()))
    form, statements = head.page(preview).form(0, preview), []

    def note(*told) -> None:
        statements.append(told[2])

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    assert head.client.post(preview, data=form.data({})).status_code == 303
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
    return len(statements)
