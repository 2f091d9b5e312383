import io

import pytest
from sqlalchemy import event

from tenants.base.actor import Role
from tenants.staff import queries
from tests.factories.lists import HEADER, make_list, make_long_list, saved, workbook
from tests.factories.staff import make_staff
from tests.page import Page
from tests.tenants.outside.uploads import SHEET, office

ANN = "Ann Oak,ann@school.example,Teacher,Maths,,"


@pytest.fixture
def staff(in_school, school_id):
    """How many people are on the school's list."""

    def count() -> int:
        with in_school(school_id) as session:
            return queries.tally(session).here

    return count


def upload(data: bytes, name: str = "staff.csv"):
    return {"file": (io.BytesIO(data), name)}


def preview(head, fields) -> str:
    """Handed in, and its columns left as they are guessed; where it is looked through."""
    return head.submitted(head.submitted("/staff/lists/new", fields))


def test_a_pasted_list_is_shown_first_and_done_when_confirmed(head, staff, work) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    assert "Ann Oak" in head.page(at).text
    assert staff() == 1
    assert head.submitted(at) == at
    assert staff() == 1
    work()
    assert head.page(at).heading == "The list is in"
    assert staff() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_uploaded_list_is_read_in_its_encoding(head, encoding) -> None:
    data = make_list("Zoë Señor,zoe@school.example,,,,").encode(encoding)
    assert "Zoë Señor" in head.page(preview(head, upload(data))).text


def test_a_workbook_is_read_and_its_sheet_named(head) -> None:
    book = workbook([["Full name", "Work email"], ["Ann Oak", "ann@school.example"]], title="Teachers")
    book.create_sheet("Governors").append(["x"])
    at = head.submitted("/staff/lists/new", upload(saved(book), "staff.xlsx"))
    page = head.page(at)
    assert "from the sheet ‘Teachers’" in page.text
    assert "Governors" in page.text
    assert "Ann Oak" in head.page(head.submitted(at)).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file, or paste the list below."),
        ({"pasted": "Ann,ann@school.example\nBob,bob@school.example"}, "must name the columns"),
        (upload(b""), "The list is empty."),
        (upload(b"PK\x03\x04" + b"\0" * 100, "staff.xlsx"), "This workbook is damaged"),
        (upload(office(SHEET, **{"xl/vbaProject.bin": b"x"}), "staff.xlsx"), "contains macros"),
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
    page = head.refused("/staff/lists/new", {"pasted": "Name"})
    assert page.form(0, "").standing()["pasted"] == "Name"


def test_the_guess_is_shown_with_examples_and_can_be_corrected(head) -> None:
    text = "Knows,Post box,Works at\nAnn Oak,ann@home,Maths\nBob,bob@home,\n"
    at = head.submitted("/staff/lists/new", {"pasted": text})
    assert "Post box (ann@home, bob@home)" in head.page(at).text
    assert "sign of who is who" in head.refused(at).errors()[0]
    then = head.submitted(at, {"name": "0", "email": "1", "department": "2"})
    assert "Ann Oak" in head.page(f"{then}?show=refused").text


def test_next_year_the_same_export_goes_in_with_one_button(head, staff, work) -> None:
    at = head.submitted(
        "/staff/lists/new", {"pasted": "Knows,Post box,Works at\nAnn Oak,a@s.example,Maths\n"}
    )
    then = head.submitted(at, {"name": "0", "email": "1", "department": "2"})
    head.submitted(then)
    work()
    again = {"pasted": "Post box,Works at,Knows\nb@s.example,Art,Bo Ash\n"}
    at = head.submitted("/staff/lists/new", again)
    page = head.page(at)
    assert page.heading == "The same columns as last time"
    assert "Knows (Bo Ash)" in page.text
    then = head.submitted(at)
    head.submitted(then)
    work()
    assert staff() == 3


def test_the_choice_of_last_time_can_be_corrected(head, work) -> None:
    text = {"pasted": "Knows,Post box,Works at\nAnn Oak,a@s.example,Maths\n"}
    at = head.submitted("/staff/lists/new", text)
    head.submitted(head.submitted(at, {"name": "0", "email": "1", "department": "2"}))
    work()
    at = head.submitted("/staff/lists/new", text)
    assert "chosen twice" in head.refused(at, {"job_title": "1"}).errors()[0]
    then = head.submitted(at, {"name": "0", "email": "1", "department": "", "job_title": "2"})
    assert "Job title" in head.page(then).text


def test_a_column_that_the_list_does_not_have_is_not_taken(head) -> None:
    at = head.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    head.refused(at, {"email": "99"})
    head.refused(at, {"email": "-1"})
    assert "chosen twice" in head.refused(at, {"job_title": "1"}).errors()[0]


def test_columns_are_not_chosen_again_afterwards(head) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    assert "bring in the file again" in head.page(f"{at}/columns", 422).text


def test_a_list_whose_columns_are_not_chosen_leads_to_them(head) -> None:
    at = head.submitted("/staff/lists/new", {"pasted": make_list(ANN)})
    assert head.get(at.removesuffix("/columns")).location == at


@pytest.mark.parametrize("where", ["a header", "a cell", "a sheet"])
def test_what_a_list_says_is_never_markup(head, where: str) -> None:
    evil = "<img src=x onerror=alert(1)><script>1</script>"
    book = workbook([["Name", "Work email", evil if where == "a header" else "Post"]])
    book.active.append([evil if where == "a cell" else "Ann", "ann@school.example", evil])
    if where == "a sheet":
        book.active.title = "<script>1<|script>"
        book.create_sheet("<b>others").append([evil])
    at = head.submitted("/staff/lists/new", upload(saved(book), "staff.xlsx"))
    pages = [head.page(at)]
    then = head.submitted(at)
    pages += [head.page(then), head.page(f"{then}?show=refused"), head.page(f"{then}?show={evil}")]
    for page in pages:
        assert page.tree.xpath("//main//script | //main//img | //main//b") == []


def test_the_preview_shows_each_kind_of_row(head, in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session, name="Bob", email="bob@school.example", job_title="Cook")
        make_staff(session, name="Cat", email="cat@school.example", mis_number="3")
        make_staff(session, name="Dan", email="dan@school.example")
    rows = (
        f"{ANN},",
        "Bob,bob@school.example,Teacher,,,,",
        "Amara Head,head@school.example,,,,,",
        "=cmd(),x@school.example,,,,,",
        ",,,,,3,31/08/2026",
    )
    at = preview(head, {"pasted": make_list(*rows, header=f"{HEADER},Leaving date")})
    assert "spreadsheet reads as a formula" in head.page(f"{at}?show=refused").text
    assert "Job title: Cook → Teacher" in head.page(f"{at}?show=changed").text
    assert "Ann Oak" in head.page(f"{at}?show=added").text
    assert "Amara Head" in head.page(f"{at}?show=unchanged").text
    assert "The last day was 31 August 2026" in head.page(f"{at}?show=leaving").text
    assert "1 row that" in head.page(f"{at}?show=nonsense&from=nonsense").text
    missing = head.page(f"{at}?show=missing")
    assert "1 person works here and is not on this list" in missing.text
    assert any(link.endswith("/leaving") for link in missing.links())


def test_nobody_is_offered_to_end_their_own_access(head) -> None:
    page = head.page(f"{preview(head, {'pasted': make_list(ANN)})}?show=missing")
    assert "That is you" in page.text
    assert not any(link.endswith("/leaving") for link in page.links())


def test_loops_and_gaps_are_shown_before_anything_is_done(head) -> None:
    rows = ("Ann,ann@school.example,,,bob@school.example,", "Bob,bob@school.example,,,ann@school.example,")
    page = head.page(preview(head, {"pasted": make_list(*rows, "Cat,cat@school.example,,,,")}))
    assert "2 line managers to settle afterwards" in page.text
    assert "would in the end report to themselves" in page.text
    assert "1 person without a line manager here" in page.text
    assert "Cat: The list gives no line manager." in page.text


def test_confirming_twice_is_harmless(head, staff, work) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    form = head.page(at).form(0, at)
    answers = [head.client.post(at, data=form.data({})) for _ in range(2)]
    without_key = head.client.post(at, data=form.data({"form_key": ""}))
    assert [answer.status_code for answer in (*answers, without_key)] == [303, 303, 303]
    assert work() == 1
    assert staff() == 2


def test_a_plan_that_no_longer_holds_is_shown_again(head, staff, in_school, school_id) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    form = head.page(at).form(0, at)
    with in_school(school_id) as session:
        make_staff(session, name="Ann Oak", email="ann@school.example")
    answer = head.client.post(at, data=form.data({}))
    assert answer.status_code == 422
    assert "has changed since" in Page(answer).errors()[0]
    assert staff() == 2


def test_a_list_that_changed_before_the_work_began_is_shown_again(
    head, staff, work, in_school, school_id
) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    head.submitted(at)
    with in_school(school_id) as session:
        make_staff(session, name="Ann Oak", email="ann@school.example")
    work()
    assert "nothing of this list was brought in" in head.page(at).text
    assert staff() == 2


def test_the_page_shows_how_far_the_work_is(head, job_of) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    head.submitted(at)
    assert "Waiting to begin" in head.page(at).text
    job_of(at, state="running", total=40, done=10)
    page = head.page(at)
    assert "10 of 40 people" in page.text
    assert at in page.links()


def test_a_list_that_did_not_work_can_be_confirmed_again(head, staff, job_of, work) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    head.submitted(at)
    job_of(at, state="dead")
    assert "nothing was changed" in head.page(at).text
    head.submitted(at)
    work()
    assert staff() == 2


def test_a_list_is_undone_from_its_page(head, staff, work) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    head.submitted(at)
    work()
    assert f"{at}/undoing" in head.page(at).links()
    assert "1 person will be taken off" in head.page(f"{at}/undoing").text
    assert head.submitted(f"{at}/undoing") == at
    work()
    assert head.page(at).heading == "The list is undone"
    assert staff() == 1
    assert "undone already" in head.page(f"{at}/undoing", 422).text


def test_an_undoing_that_did_not_work_can_be_tried_again(head, staff, work, job_of) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    head.submitted(at)
    work()
    head.submitted(f"{at}/undoing")
    job_of(at, state="dead")
    assert f"{at}/undoing" in head.page(at).links()
    head.submitted(f"{at}/undoing")
    work()
    assert staff() == 1


def test_lists_of_before_are_listed_with_who_brought_them(head, work) -> None:
    assert "No list yet" in head.page("/staff/lists").text
    head.submitted(preview(head, {"pasted": make_list(ANN)}))
    work()
    page = head.page("/staff/lists")
    assert "Amara Head" in page.text
    assert "1 added, 0 changed" in page.text


def test_rows_that_were_left_out_are_named_afterwards(head, work) -> None:
    at = preview(head, {"pasted": make_list(ANN, "=1,x@school.example,,,,")})
    head.submitted(at)
    work()
    assert "Rows that were left out" in head.page(at).text


def test_the_list_is_downloaded_without_formulas_and_comes_back_unchanged(head, in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_staff(session, name="Ann", email="ann@school.example", job_title="=cmd|'/C'!A0", mis_number="-7")
    answer = head.get("/staff/list.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b",'=cmd" in answer.data
    assert b",'-7" in answer.data
    page = head.page(preview(head, upload(answer.data)))
    assert "nobody would be added or changed" in page.text


def test_a_long_preview_is_shown_in_parts(head) -> None:
    at = preview(head, {"pasted": make_long_list(250)})
    pages = [head.page(f"{at}?from={start}") for start in (0, 100, 200, 9999)]
    assert [len(page.tree.xpath("//main//tbody/tr")) for page in pages] == [100, 100, 50, 1]


def test_another_schools_list_is_as_if_it_were_not(head, person, in_school, other_school_id) -> None:
    at = preview(head, {"pasted": make_list(ANN)})
    with in_school(other_school_id) as session:
        stranger = make_staff(session, Role.HEAD)
    other = person(other_school_id, stranger.id)
    path = at.replace(f"/schools/{head.slug}", "")
    assert {other.get(f"{path}{page}").status_code for page in ("", "/columns", "/undoing")} == {404}


def test_looking_through_a_long_list_takes_as_many_queries_as_a_short_one(app, head) -> None:
    assert queries_for(app, head, 5) == queries_for(app, head, 300)


def queries_for(app, head, people: int) -> int:
    at = preview(head, {"pasted": make_long_list(people)})
    statements: list[str] = []

    def note(*told) -> None:
        statements.append(told[2])

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    head.page(at)
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
    return len(statements)
