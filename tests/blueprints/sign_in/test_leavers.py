"""SECURITY 11: who leaves is out everywhere at once, no sign-in brings them back, and a return is a deed."""

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.sign_in.actions import links
from tenants.sign_in.models import Identity, SignInSession
from tenants.sign_in.rules import LINK_LASTS
from tenants.staff.models import Staff
from tests.factories.staff import make_staff
from tests.page import Page
from tests.web import Person, Web

HOME = "/"


@pytest.fixture
def head(connected_app, in_school, alpha) -> Web:
    with in_school(alpha.id) as session:
        head = make_staff(session, Role.HEAD, manager_outside=True)
    return Person(connected_app, in_school)(alpha.id, head.id)


@pytest.fixture
def ada(in_school, alpha) -> Staff:
    with in_school(alpha.id) as session:
        return session.scalars(select(Staff).where(Staff.email == "ada@trust.example")).one()


@pytest.fixture
def browsers(connected_app, in_school, alpha, browser, ada) -> list[Web]:
    """Ada's: one signed in with her school account, one by a link, one that was open before."""
    by_account, by_link = browser(alpha), browser(alpha)
    alpha.sign_in(by_account)
    with in_school(alpha.id) as session:
        token = links.make_link(session, ada.id, f"/schools/{alpha.slug}/", LINK_LASTS)
    by_link.submitted(f"/sign-in/link/{token}")
    return [by_account, by_link, Person(connected_app, in_school)(alpha.id, ada.id)]


def open_ones(browsers: list[Web]) -> list[bool]:
    return [web.get(HOME).status_code == 200 for web in browsers]


def end_on_the_page(head: Web, ada: Staff) -> None:
    head.submitted(f"/staff/{ada.id}/leaving")


def come_back(head: Web, ada: Staff) -> None:
    head.submitted(f"/staff/{ada.id}/return")


def deeds(in_school, alpha, ada) -> list[str]:
    with in_school(alpha.id) as session:
        found = session.scalars(
            select(HistoryEntry.action).where(HistoryEntry.subject_id == ada.id).order_by(HistoryEntry.id)
        )
        return [action for action in found if action.startswith("staff:")]


def test_leaving_by_the_page_ends_every_open_browser_at_once(in_school, alpha, head, ada, browsers) -> None:
    assert open_ones(browsers) == [True, True, True]
    end_on_the_page(head, ada)
    assert open_ones(browsers) == [False, False, False]
    with in_school(alpha.id) as session:
        ended = session.scalars(select(SignInSession.ended_at).where(SignInSession.staff_id == ada.id)).all()
        assert len(ended) == 3
        assert all(ended)
    assert deeds(in_school, alpha, ada) == ["staff:deactivate"]


def test_the_next_school_sign_in_does_not_bring_a_leaver_back(
    in_school, alpha, browser, head, ada, browsers
) -> None:
    end_on_the_page(head, ada)
    for web in (browser(alpha), browsers[0]):
        answer = alpha.sign_in(web)
        assert (answer.status_code, Page(answer).heading) == (403, "Your account is not known here")
        assert open_ones([web]) == [False]
    with in_school(alpha.id) as session:
        assert session.scalars(select(Staff.deactivated_at).where(Staff.id == ada.id)).one()
        assert alpha.count(session, Identity) == 0
    assert deeds(in_school, alpha, ada) == ["staff:deactivate"]


def test_no_link_brings_a_leaver_back(in_school, alpha, browser, head, ada) -> None:
    """Neither one that waits in the mailbox nor one that was made a moment too late."""
    with in_school(alpha.id) as session:
        before = links.make_link(session, ada.id, "/", LINK_LASTS)
    end_on_the_page(head, ada)
    with in_school(alpha.id) as session:
        after = links.make_link(session, ada.id, "/", LINK_LASTS)
        links.ask_for_link(session, "ada@trust.example", "/")
    web = browser(alpha)
    assert web.page(f"/sign-in/link/{before}", 410)
    assert web.submit(f"/sign-in/link/{after}").status_code == 410
    assert open_ones([web]) == [False]


def test_a_return_is_a_heads_deed_on_record_and_opens_no_old_browser(
    in_school, alpha, browser, head, ada, browsers
) -> None:
    end_on_the_page(head, ada)
    come_back(head, ada)
    assert open_ones(browsers) == [False, False, False]
    web = browser(alpha)
    assert alpha.sign_in(web).status_code == 303
    assert open_ones([web]) == [True]
    assert deeds(in_school, alpha, ada) == ["staff:deactivate", "staff:reactivate"]


@pytest.mark.parametrize("role", [Role.IT_LEAD, Role.PROGRAMME_LEAD, Role.MENTOR])
def test_nobody_but_heads_and_deputies_brings_a_leaver_back(
    connected_app, in_school, alpha, head, ada, role
) -> None:
    end_on_the_page(head, ada)
    with in_school(alpha.id) as session:
        other = make_staff(session, role)
    web = Person(connected_app, in_school)(alpha.id, other.id)
    assert web.get(f"/staff/{ada.id}/return").status_code == 404
