"""What the school decided about signing in, at its doors, with a real provider."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.sign_in.actions import links
from tenants.sign_in.models import Connection, Domain, Identity, SignInPolicy
from tenants.sign_in.rules import LINK_LASTS
from tenants.staff.models import Staff, StaffRole
from tests.factories.staff import make_guest, make_staff
from tests.page import Page
from tests.web import Web


@pytest.fixture
def decided(in_school) -> Callable[..., None]:
    def decide(place, **values: object) -> None:
        with in_school(place.id) as session:
            session.add(SignInPolicy(**values))

    return decide


@pytest.fixture
def proven(in_school) -> Callable[[object, str], None]:
    def prove(place, name: str) -> None:
        with in_school(place.id) as session:
            session.add(Domain(name=name, token="", added_at=clock.now(), proven_at=clock.now()))

    return prove


def link_of(in_school, place, staff_id) -> str:
    with in_school(place.id) as session:
        return f"/sign-in/link/{links.make_link(session, staff_id, '', LINK_LASTS)}"


def is_in(browser: Web) -> bool:
    return browser.get("/").status_code == 200


def test_a_named_head_comes_in_by_a_link_and_it_is_recorded(alpha, browser, decided, in_school) -> None:
    with in_school(alpha.id) as session:
        hana = make_staff(session, Role.HEAD).id
    decided(alpha, school_sign_in_required=True, named_heads=[hana])
    web = browser(alpha)
    web.submitted(link_of(in_school, alpha, hana))
    assert is_in(web)
    with in_school(alpha.id) as session:
        assert "sign_in:emergency_door" in session.scalars(select(HistoryEntry.action)).all()


def test_nobody_else_comes_in_by_a_link_where_the_school_sign_in_is_required(
    alpha, browser, decided, in_school
) -> None:
    with in_school(alpha.id) as session:
        hana, other = make_staff(session, Role.HEAD).id, make_staff(session, Role.HEAD).id
    decided(alpha, school_sign_in_required=True, named_heads=[hana])
    web = browser(alpha)
    assert web.submit(link_of(in_school, alpha, other)).status_code == 410
    assert not is_in(web)
    alpha.sign_in(web)
    assert is_in(web), "the school's own door is open"


def test_the_doors_say_for_whom_a_link_still_is(alpha, browser, decided) -> None:
    decided(alpha, school_sign_in_required=True, named_heads=[])
    assert "For guests: a link by email" in browser(alpha).page("/sign-in").text


def test_an_account_of_a_proven_domain_joins_without_any_role(
    alpha, browser, decided, proven, in_school
) -> None:
    decided(alpha, join_by_domain=True)
    proven(alpha, "trust.example")
    web = browser(alpha)
    assert alpha.sign_in(web, "nobody").status_code == 303
    assert is_in(web)
    with in_school(alpha.id) as session:
        made = session.scalars(select(Staff).where(Staff.email == "nobody@trust.example")).one()
        roles = session.scalars(select(StaffRole).where(StaffRole.staff_id == made.id)).all()
        joined = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "staff:join")).one()
        assert (made.kind, roles, joined.actor_id) == ("member", [], made.id)
    again = browser(alpha)
    alpha.sign_in(again, "nobody")
    with in_school(alpha.id) as session:
        assert alpha.count(session, Staff) == 2, "and once only"


@pytest.mark.parametrize(
    ("joining", "domain"),
    [(False, "trust.example"), (True, "other.example"), (True, "example"), (True, None)],
)
def test_nobody_joins_otherwise(
    alpha, browser, decided, proven, in_school, joining: bool, domain: str | None
) -> None:
    decided(alpha, join_by_domain=joining)
    if domain:
        proven(alpha, domain)
    assert alpha.sign_in(browser(alpha), "nobody").status_code == 403
    with in_school(alpha.id) as session:
        assert (alpha.count(session, Staff), alpha.count(session, Identity)) == (1, 0)


def test_a_domain_that_is_only_named_lets_nobody_join(alpha, browser, decided, in_school) -> None:
    decided(alpha, join_by_domain=True)
    with in_school(alpha.id) as session:
        session.add(Domain(name="trust.example", token="", added_at=clock.now()))
    assert alpha.sign_in(browser(alpha), "nobody").status_code == 403


def test_joining_at_one_school_opens_nothing_at_another_with_the_same_provider(
    alpha, beta, browser, decided, proven
) -> None:
    decided(alpha, join_by_domain=True)
    proven(alpha, "trust.example")
    assert beta.sign_in(browser(beta), "nobody").status_code == 403


def test_an_address_that_is_not_verified_joins_nobody(alpha, browser, decided, proven, in_school) -> None:
    decided(alpha, join_by_domain=True)
    proven(alpha, "trust.example")
    with in_school(alpha.id) as session:
        session.execute(update(Staff).values(email="somebody@trust.example"))
    assert alpha.sign_in(browser(alpha), "careless").status_code == 403


def test_joining_brings_back_no_leaver_and_makes_no_member_of_a_guest(
    alpha, browser, decided, proven, in_school
) -> None:
    decided(alpha, join_by_domain=True)
    proven(alpha, "trust.example")
    proven(alpha, "elsewhere.example")
    with in_school(alpha.id) as session:
        gone = make_staff(session, email="nobody@trust.example", deactivated_at=clock.now()).id
        make_guest(session, until=clock.today()).email = "guest@elsewhere.example"
    for subject in ("nobody", "guest"):
        answer = alpha.sign_in(browser(alpha), subject)
        assert (answer.status_code, Page(answer).heading) == (403, "Your account is not known here")
    with in_school(alpha.id) as session:
        assert session.get(Staff, (alpha.id, gone)).deactivated_at is not None
        assert alpha.count(session, Staff) == 3


def test_the_only_connection_stays_on_while_the_school_requires_it(
    alpha, browser, decided, in_school
) -> None:
    decided(alpha, school_sign_in_required=True, named_heads=[])
    web = browser(alpha)
    alpha.sign_in(web)
    path = f"/school-sign-in/{alpha.connection_id}"
    assert "this is the only connection that is on" in web.refused(f"{path}/off").errors()[0]
    page = web.refused(f"{path}/settings", {"client_id": "another"})
    assert "this is the only connection that is on" in page.errors()[0]
    web.submitted(f"{path}/settings", {"client_secret": "renewed"})
    with in_school(alpha.id) as session:
        kept = session.scalars(select(Connection)).one()
        assert (kept.client_secret, kept.enabled_at is None) == ("renewed", False)
