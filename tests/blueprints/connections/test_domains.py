"""Proving a domain, against a real name server."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role, system
from tenants.sign_in.actions import domains
from tenants.sign_in.models import Domain
from tests.factories.staff import make_staff
from tests.name_server import refusing
from tests.page import Page
from tests.web import Web

START = "/school-sign-in/domains"


@pytest.fixture
def add(in_school):
    """Names the domain, and gives its page and the value of its record."""

    def added(web: Web, name: str) -> tuple[str, str]:
        path = web.submitted(START, {"name": name})
        return path, str(web.page(path).tree.xpath("//textarea[@id='record']/text()")[0])

    return added


@pytest.fixture
def other_it_lead(in_school, other_school_id, person) -> Web:
    with in_school(other_school_id) as session:
        one = make_staff(session, Role.IT_LEAD)
    return person(other_school_id, one.id)


def domain_name(request: pytest.FixtureRequest) -> str:
    return f"d{abs(hash(request.node.name)) % 10**9}.example"


@pytest.fixture
def name(request) -> str:
    """Of the test alone: what is proven stays proven in the directory."""
    return domain_name(request)


def test_a_domain_is_proven_by_its_record(it_lead, add, name_server, name) -> None:
    path, record = add(it_lead, f"@{name.upper()}")
    assert record.startswith("lectern-verification=")
    name_server.records[name] = [("v=spf1 -all",), (record[:20], record[20:])]
    assert it_lead.submitted(path) == it_lead.address(START)
    assert "Proven" in it_lead.page(START).text
    assert name_server.asked == [name]


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (None, "has no TXT record yet"),
        ([], "has no TXT record yet"),
        ([("lectern-verification=another",)], "has 1 TXT record,"),
        ([("a",), ("b",)], "has 2 TXT records"),
    ],
)
def test_without_the_very_record_nothing_is_proven(
    it_lead, add, name_server, in_school, school_id, name, records, words: str
) -> None:
    path, _ = add(it_lead, name)
    if records is not None:
        name_server.records[name] = records
    assert words in it_lead.refused(path).errors()[0]
    with in_school(school_id) as session:
        assert session.scalars(select(Domain.proven_at)).all() == [None]


def test_name_servers_that_do_not_answer_are_told_of(it_lead, add, name_server, name) -> None:
    path, record = add(it_lead, name)
    name_server.records[name] = [(record,)]
    name_server.answer = refusing
    assert "did not answer" in it_lead.refused(path).errors()[0]


def test_the_record_of_another_school_proves_nothing(it_lead, other_it_lead, add, name_server, name) -> None:
    path, _ = add(it_lead, name)
    _, theirs = add(other_it_lead, name)
    name_server.records[name] = [(theirs,)]
    assert "but not this one" in it_lead.refused(path).errors()[0]


def test_a_second_school_cannot_claim_a_domain_and_neither_is_told_who(
    it_lead, other_it_lead, add, name_server, name
) -> None:
    mine, record = add(it_lead, name)
    theirs, their_record = add(other_it_lead, name)
    name_server.records[name] = [(record,), (their_record,)]
    it_lead.submitted(mine)
    page = other_it_lead.refused(theirs)
    assert "Another school on Lectern has proven this domain already" in page.errors()[0]
    assert it_lead.slug not in page.answer.get_data(as_text=True)
    assert "Not proven yet" in other_it_lead.page(START).text


def test_only_who_can_prove_a_domain_learns_that_it_is_taken(
    it_lead, other_it_lead, add, name_server, name
) -> None:
    mine, record = add(it_lead, name)
    name_server.records[name] = [(record,)]
    it_lead.submitted(mine)
    theirs, _ = add(other_it_lead, name)
    assert "but not this one" in other_it_lead.refused(theirs).errors()[0]


def test_a_domain_that_is_given_up_can_be_proven_by_another(
    it_lead, other_it_lead, add, name_server, name
) -> None:
    mine, record = add(it_lead, name)
    theirs, their_record = add(other_it_lead, name)
    name_server.records[name] = [(record,), (their_record,)]
    it_lead.submitted(mine)
    it_lead.submitted(f"{mine}/removal")
    other_it_lead.submitted(theirs)
    assert "Proven" in other_it_lead.page(START).text


@pytest.mark.parametrize(
    "typed", ["", "oak", "ada@oak.example", "*.oak.example", "oak..example", "http://oak.example"]
)
def test_what_is_no_domain_is_refused(it_lead, typed: str) -> None:
    assert it_lead.refused(START, {"name": typed}).errors()


def gone(in_school, school_id, *, days: int) -> None:
    """As the daily look finds it."""
    with in_school(school_id) as session:
        found = session.scalars(select(Domain)).one()
        domains.note_look(session, system(school_id), found, [])
        found.missing_since = clock.today() - timedelta(days=days)
        domains.note_look(session, system(school_id), found, [])


@pytest.mark.parametrize(("days", "words"), [(3, "Record gone"), (14, "No longer proven")])
def test_a_record_that_is_gone_is_said_and_put_right_by_hand_too(
    it_lead, add, name_server, name, in_school, school_id, days: int, words: str
) -> None:
    path, record = add(it_lead, name)
    name_server.records[name] = [(record,)]
    it_lead.submitted(path)
    gone(in_school, school_id, days=days)
    assert words in it_lead.page(START).text
    assert words in it_lead.page("/school-sign-in").text
    name_server.records.clear()
    assert "has no TXT record yet" in it_lead.refused(path).errors()[0]
    name_server.records[name] = [(record,)]
    it_lead.submitted(path)
    assert words not in it_lead.page(START).text


def test_a_domain_stands_on_the_list_once(it_lead, add, name) -> None:
    add(it_lead, name)
    assert it_lead.refused(START, {"name": f" {name} "}).errors() == ["This domain is on your list already."]


def test_the_last_domain_stays_while_people_may_join_by_it(it_lead, head, add, name_server, name) -> None:
    path, record = add(it_lead, name)
    name_server.records[name] = [(record,)]
    it_lead.submitted(path)
    head.submitted("/school-sign-in/policies", {"join_by_domain": "y"})
    assert "may join by themselves" in it_lead.refused(f"{path}/removal").errors()[0]


def test_no_transaction_is_open_while_the_name_server_is_asked(
    it_lead, add, name_server, connecting_app, name
) -> None:
    path, _ = add(it_lead, name)
    pool, held = connecting_app.extensions["engine"].pool, []

    def watched(query):
        held.append(pool.checkedout())
        return refusing(query)

    name_server.answer = watched
    assert isinstance(it_lead.refused(path), Page)
    assert set(held) == {0}
