import pytest
from sqlalchemy import event

from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.schools import queries
from tenants.schools.models import School
from tenants.standards.actions import publish_editions
from tests.factories.schools import make_school, make_year
from tests.factories.staff import make_staff

PLACES = ("", "/details", "/calendar", "/calendar/new", "/papers", "/papers/privacy-notice", "/standards")


@pytest.fixture(autouse=True)
def standards(operator) -> None:
    publish_editions(operator)
    operator.commit()


@pytest.fixture
def new_school(operator):
    """A school whose set-up has not begun."""
    school_id = make_school(operator)
    operator.get(School, school_id).set_up_at = None
    operator.commit()
    return school_id


@pytest.fixture
def head(in_school, person, new_school):
    with in_school(new_school) as session:
        boss = make_staff(session, Role.HEAD, name="Amara Head")
    return person(new_school, boss.id)


@pytest.fixture
def year_id(in_school, new_school):
    with in_school(new_school) as session:
        return make_year(session).id


def test_a_new_school_is_set_up_from_the_first_page_to_the_last(head, in_school, new_school) -> None:
    assert "0 of 5" in head.page("/set-up").text
    head.submitted("/set-up/details", {"name": "Oak Hill School", "town": "Leeds", "urn": "123456"})
    step = head.submitted("/set-up/calendar/new")
    for term in ("autumn", "spring", "summer"):
        assert step.endswith(term)
        step = head.submitted(step)
    assert step.endswith("/set-up/calendar")
    for paper in ("data-processing-agreement", "privacy-notice"):
        head.submitted(f"/set-up/papers/{paper}", {"accepted": "y"})
    head.submitted("/set-up/standards")
    assert "1 step to go" in head.page("/set-up").text
    head.submitted("/staff/new", {"name": "Ann Oak", "email": "ann@school.example"})
    assert "5 of 5" in head.page("/set-up").text
    head.submitted("/set-up")
    with in_school(new_school) as session:
        school = queries.this_school(session)
    assert school.set_up_at is not None
    assert (school.name, school.town, school.urn) == ("Oak Hill School", "Leeds", "123456")
    assert head.page("/set-up").heading == "Your school"


@pytest.mark.parametrize("place", PLACES)
def test_the_set_up_is_the_heads_alone(in_school, person, new_school, place) -> None:
    with in_school(new_school) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD, Role.IT_LEAD, Role.BUSINESS_MANAGER)
    person(new_school, lead.id).page(f"/set-up{place}", 404)


@pytest.mark.parametrize("place", ["", "/autumn"])
def test_another_schools_year_is_as_if_it_were_not(head, in_school, school_id, place) -> None:
    with in_school(school_id) as session:
        theirs = make_year(session).id
    head.page(f"/set-up/calendar/{theirs}{place}", 404)
    head.page(f"/set-up/calendar/{new_id()}{place}", 404)


def test_a_set_up_with_steps_to_do_cannot_be_finished(head, in_school, new_school) -> None:
    form = head.page("/set-up/standards").form(0, "")
    answer = head.client.post(head.address("/set-up"), data=form.standing())
    assert answer.status_code == 422
    with in_school(new_school) as session:
        assert queries.this_school(session).set_up_at is None


def test_a_paper_needs_its_tick(head) -> None:
    assert head.refused("/set-up/papers/privacy-notice").errors() == ["Tick the box to accept this paper"]


def test_what_was_accepted_is_shown_with_who_and_when(head) -> None:
    head.submitted("/set-up/papers/privacy-notice", {"accepted": "y"})
    page = head.page("/set-up/papers")
    assert "Amara Head" in page.text
    assert "1.0" in page.text
    assert head.page("/set-up/papers/privacy-notice").forms() == []


def test_an_unknown_paper_is_a_missing_page(head) -> None:
    head.page("/set-up/papers/../../secrets", 404)
    head.page("/set-up/papers/other", 404)


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ({"first_starts": ["31", "2", "2027"]}, "real date"),
        ({"first_starts": ["", "", ""]}, "Enter the first day of term"),
        ({"first_starts": ["1", "1", "2026"]}, "must be between"),
        ({"first_starts": ["18", "12", "2026"]}, "must be after Autumn 2"),
        ({"second_starts": ["12", "2", "2027"]}, "must be after the last day before half-term"),
        ({"second_ends": ["12", "4", "2027"]}, "must be before Summer 1"),
        ({"first_ends": ["x", "<b>", "\0"]}, "real date"),
        ({"first_ends": ["1", "1", "99999999999"]}, "real date"),
    ],
)
def test_dates_that_cannot_be_are_refused_by_their_field(head, year_id, edges, words) -> None:
    path = f"/set-up/calendar/{year_id}/spring"
    (error,) = head.refused(path, edges).errors()
    assert words in error


def test_a_refused_date_is_still_in_its_boxes(head, year_id) -> None:
    page = head.refused(f"/set-up/calendar/{year_id}/spring", {"first_starts": ["31", "2", "2027"]})
    assert page.form(0, "").standing()["first_starts"] == ["31", "2", "2027"]


def test_the_dates_around_a_clock_change_are_kept_as_typed(head, in_school, new_school, year_id) -> None:
    head.submitted(f"/set-up/calendar/{year_id}/spring", {"second_ends": ["28", "3", "2027"]})
    with in_school(new_school) as session:
        assert str(queries.planned_year(session, year_id).half_terms["Sp2"].ends_on) == "2027-03-28"


def test_two_people_who_change_one_term_are_shown_both(head, year_id) -> None:
    path = head.address(f"/set-up/calendar/{year_id}/spring")
    form = head.page(path).form(0, path)
    head.submitted(path, {"second_ends": ["24", "3", "2027"]})
    answer = head.client.post(path, data=form.data({"second_ends": ["23", "3", "2027"]}))
    assert answer.status_code == 409
    assert "24 March 2027" in answer.text
    assert "23 March 2027" in answer.text


def test_a_bad_urn_is_refused_by_its_field(head) -> None:
    page = head.refused("/set-up/details", {"urn": "abc"})
    assert "A URN is a number" in page.errors()[0]
    assert page.form(0, "").standing()["urn"] == "abc"


@pytest.mark.parametrize("place", PLACES)
def test_the_pages_take_few_queries(app, head, year_id, place) -> None:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    head.page(f"/set-up{place}")
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
    assert len([one for one in statements if not one.startswith("SET")]) <= 7
