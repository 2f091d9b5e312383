"""Support reads nothing of a school that the school has not opened to it, and then it only reads, for a while,
and the school sees what."""

from datetime import timedelta

import pytest
from sqlalchemy import NullPool, create_engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Refused
from tenants.base.history import HistoryEntry
from tenants.base.isolation import here, sessions
from tenants.operators.actions.visits import open_visit
from tenants.operators.models import SupportVisit
from tenants.operators.sessions import begin_half
from tenants.schools.models import School
from tenants.staff.models import Staff
from tests.factories.operators import make_operator, operators_token
from tests.factories.staff import acting, make_staff
from tests.isolation.expected import VISITED
from tests.isolation.porter import ROUTES, Porter
from tests.isolation.routes import Route
from tests.isolation.undone import contents
from tests.isolation.visitor import Visitor

READ = [route for route in ROUTES if route.method == "GET" and route.permission in VISITED]
CLOSED = [route for route in ROUTES if route not in READ]


@pytest.fixture(scope="module")
def imogen(operator_engine):
    with sessions(operator_engine)() as session:
        return make_operator(session, name="Imogen Hale")


@pytest.fixture(scope="module")
def operators(app, operator_engine, imogen) -> Visitor:
    """An operator's browser that never went into a school, and says that it did."""
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(operator_engine, imogen)
    return browser


def claim_to_visit(browser: Visitor, slug: str) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["visiting"] = slug


@pytest.fixture(scope="module")
def visit_id(world, visitors):
    """The visit that the school of the world has opened."""
    return world.here.ids("visit_id")[0]


@pytest.fixture(scope="module")
def inside(app, operator_engine, imogen, visit_id) -> Visitor:
    """An operator's browser that went in by the page for it."""
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(operator_engine, imogen)
    answer = browser.send("POST", f"/operator/visits/{visit_id}")
    assert answer.status_code == 303, answer.status_code
    return browser


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_without_having_gone_in_an_operator_is_a_stranger_on_every_page(
    porter: Porter, operators: Visitor, route: Route
) -> None:
    """Also when the cookie claims a visit: the school's word counts, and the operator's own entry."""
    entry, here_ = porter.entry(route), porter.world.here
    claim_to_visit(operators, here_.slug)
    path = porter.path(route, entry.values)
    told = operators.told(route.method, path)
    assert told == porter.visitors.outsider.told(route.method, path)
    assert here_.mark not in told.body.replace(f"{here_.mark} School", "")


@pytest.mark.parametrize("route", READ, ids=str)
def test_on_a_visit_the_listed_pages_can_be_read(porter: Porter, inside: Visitor, route: Route) -> None:
    answer = inside.send("GET", porter.path(route, porter.entry(route).values))
    assert answer.status_code == 200
    assert "support visit" in answer.get_data(as_text=True)


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_on_a_visit_nothing_else_opens_and_nothing_can_be_sent(
    porter: Porter, inside: Visitor, route: Route
) -> None:
    path = porter.path(route, porter.entry(route).values)
    answer = inside.send(route.method, path)
    if route.method == "GET":
        assert answer.status_code == 404, f"{route}: {answer.status_code}"
    else:
        assert inside.told(route.method, path) == porter.visitors.outsider.told(route.method, path)


@pytest.mark.parametrize("route", READ, ids=str)
def test_a_visit_to_one_school_opens_no_other(porter: Porter, inside: Visitor, route: Route) -> None:
    there = porter.world.there
    path = porter.path(route, porter.entry(route).values, there)
    assert inside.told("GET", path) == porter.visitors.outsider.told("GET", path)


def test_ids_of_another_school_are_not_found_on_a_visit(porter: Porter, inside: Visitor) -> None:
    for route in (route for route in READ if route.ids):
        entry, there = porter.entry(route), porter.world.there
        for name in route.ids:
            path = porter.path(route, entry.values | {name: there.ids(name)[0]})
            assert inside.send("GET", path).status_code == 404, path


def test_every_page_is_written_where_the_school_sees_it(
    porter: Porter, inside: Visitor, visitors, visit_id, imogen
) -> None:
    here_ = porter.world.here
    inside.send("GET", f"/schools/{here_.slug}/staff?words=a")
    head = visitors(here_, here_.people["head"])
    page = head.client.get(f"/schools/{here_.slug}/support/{visit_id}").get_data(as_text=True)
    assert "List of staff" in page
    assert f'href="/schools/{here_.slug}/staff"' in page
    assert "Imogen Hale" in page
    with visitors.in_school(here_.school_id) as session:
        entry = session.scalars(
            select(HistoryEntry)
            .where(here(session, HistoryEntry), HistoryEntry.action == "support:read")
            .order_by(HistoryEntry.at.desc())
            .limit(1)
        ).one()
        assert (entry.actor_id, entry.subject_id, entry.fields) == (imogen.id, visit_id, ["staff.index"])


def test_a_page_that_is_refused_is_not_said_to_have_been_read(
    porter: Porter, inside: Visitor, visitors
) -> None:
    here_ = porter.world.here

    def read() -> int:
        with visitors.in_school(here_.school_id) as session:
            found = select(HistoryEntry.id).where(
                here(session, HistoryEntry), HistoryEntry.action == "support:read"
            )
            return len(session.scalars(found).all())

    before = read()
    assert inside.send("GET", f"/schools/{here_.slug}/awards").status_code == 404
    assert read() == before


def test_a_visit_changes_nothing_but_the_record_of_it(porter: Porter, inside: Visitor, engine) -> None:
    here_ = porter.world.here

    def standing() -> dict:
        with engine.begin() as connection:
            found = contents(connection, here_.school_id)
        return {table: told for table, told in found.items() if table != "history"}

    before = standing()
    for route in READ:
        inside.send("GET", porter.path(route, porter.entry(route).values))
    assert standing() == before


def test_the_page_of_a_visit_runs_where_nothing_can_be_written(
    porter: Porter, inside: Visitor, monkeypatch
) -> None:
    """If a page for reading ever wrote, the database would refuse."""

    def write(session, search) -> None:
        session.execute(text("UPDATE schools SET version = version"))

    monkeypatch.setattr("tenants.staff.finding.staff_page", write)
    with pytest.raises(DBAPIError, match="read-only transaction"):
        inside.send("GET", f"/schools/{porter.world.here.slug}/staff")


@pytest.fixture
def own_visit(in_school, operator, app, operator_engine, imogen, school_id):
    """A visit of the test's own, and a browser that went in."""
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        visit = open_visit(session, acting(session, head), "4h", "Please look.")
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(operator_engine, imogen)
    assert browser.send("POST", f"/operator/visits/{visit.id}").status_code == 303
    slug = operator.get_one(School, school_id).slug
    path = f"/schools/{slug}/staff"
    assert browser.client.get(path).status_code == 200
    return visit, head.id, browser, path


def test_when_its_time_is_over_the_visit_is_over(own_visit, real_clock) -> None:
    visit, _, browser, path = own_visit
    for minutes in range(25, 4 * 60, 25):
        clock.move_by(timedelta(minutes=minutes))
        assert browser.client.get(path).status_code == 200, minutes
    clock.move_by(timedelta(hours=4))
    assert browser.client.get(path).status_code == 303
    assert browser.send("POST", f"/operator/visits/{visit.id}").status_code == 404


def test_the_head_ends_a_visit_at_once(own_visit, person, school_id) -> None:
    visit, head_id, browser, path = own_visit
    head = person(school_id, head_id)
    head.submitted(f"/support/{visit.id}", form="/end")
    assert browser.client.get(path).status_code == 303
    assert browser.send("POST", f"/operator/visits/{visit.id}").status_code == 404
    assert "Over" in head.page(f"/support/{visit.id}").text


def test_an_operator_who_signs_out_is_out_of_the_school(own_visit) -> None:
    _, _, browser, path = own_visit
    assert browser.send("POST", "/operator/sign-out").status_code == 303
    assert browser.client.get(path).status_code == 303


def test_an_operator_who_was_removed_is_out_of_the_school(
    own_visit, operator, imogen, app, operator_engine, maintenance_engine
) -> None:
    visit, _, _, path = own_visit
    other = make_operator(operator)
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(operator_engine, other)
    browser.send("POST", f"/operator/visits/{visit.id}")
    assert browser.client.get(path).status_code == 200
    other.removed_at = clock.now()
    operator.commit()
    assert browser.client.get(path).status_code == 303


def test_each_operator_goes_in_by_themselves(own_visit, operator, app, operator_engine) -> None:
    """The entry of one opens the school to no other."""
    _, _, _, path = own_visit
    browser = Visitor(app)
    with browser.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(operator_engine, make_operator(operator))
        cookie["visiting"] = path.split("/")[2]
    assert browser.client.get(path).status_code == 303


def test_half_a_session_visits_nothing(own_visit, operator_engine, imogen, app) -> None:
    visit, _, _, path = own_visit
    browser = Visitor(app)
    with sessions(operator_engine).begin() as session:
        token = begin_half(session, imogen.id, "/operator/")
    with browser.client.session_transaction() as cookie:
        cookie["operator"], cookie["visiting"] = token, path.split("/")[2]
    assert browser.client.get(path).status_code == 303
    assert browser.send("POST", f"/operator/visits/{visit.id}").status_code == 303
    assert browser.client.get(path).status_code == 303


@pytest.fixture
def as_operator(database_urls):
    engine = create_engine(database_urls.operator, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO support_visits (id, school_id, opened_by, reason, opened_at, ends_at)"
        " SELECT gen_random_uuid(), school_id, opened_by, reason, opened_at, ends_at FROM support_visits",
        "UPDATE support_visits SET ends_at = ends_at + interval '1 year'",
        "UPDATE support_visits SET ended_at = NULL",
        "DELETE FROM support_visits",
        "UPDATE support_entries SET operator_name = 'Somebody else'",
        "DELETE FROM support_entries",
    ],
)
def test_the_operators_role_can_neither_open_nor_prolong_a_visit_nor_hide_one(as_operator, sql: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_operator.execute(text(sql))


def test_a_school_sees_only_its_own_visits(own_visit, in_school, other_school_id) -> None:
    with in_school(other_school_id) as session:
        assert session.scalars(select(SupportVisit)).all() == []


def test_the_head_opens_one_visit_at_a_time_with_a_reason(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        mentor = make_staff(session, Role.MENTOR)
    web = person(school_id, head.id)
    assert len(web.refused("/support").errors()) == 2
    web.submitted("/support", {"length": "1d", "reason": "Please look."})
    with in_school(school_id) as session, pytest.raises(Refused, match="open already"):
        open_visit(session, acting(session, session.get_one(Staff, (school_id, head.id))), "1d", "Again")
    assert person(school_id, mentor.id).get("/support").status_code == 404
