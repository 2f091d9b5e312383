"""SECURITY 11: who leaves by a list is signed out in the same transaction."""

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.sign_in.actions import links
from tenants.sign_in.models import Door
from tenants.sign_in.queries import opened
from tenants.sign_in.rules import INVITATION_LASTS
from tenants.sign_in.sessions import begin_session
from tenants.staff.models import FormerAddress
from tests.factories.lists import HEADER, bring_in, make_chosen_list, make_list
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def ann(session):
    return make_staff(session, name="Ann", email="ann@school.example", mis_number="7")


@pytest.fixture
def ways_in(session, ann):
    """Two sessions and an unspent link."""
    tokens = [begin_session(session, ann.id, Door.LINK) for _ in range(2)]
    return tokens, links.make_link(session, ann.id, "/", INVITATION_LASTS)


def open_ways(session, ways_in) -> int:
    tokens, link = ways_in
    return sum(opened(session, token) is not None for token in tokens) + links.link_is_good(session, link)


def bring(session, head, row: str) -> None:
    bring_in(session, head, make_chosen_list(session, head, make_list(row, header=f"{HEADER},End date")))


def test_who_leaves_by_a_list_has_no_way_in_left(session, head, ann, ways_in) -> None:
    assert open_ways(session, ways_in) == 3
    bring(session, head, ",,,,,7,01/09/2026")
    assert ann.deactivated_at is not None
    assert open_ways(session, ways_in) == 0


def test_another_address_by_a_list_shuts_the_ways_of_the_old_one(session, head, ann, ways_in) -> None:
    bring(session, head, "Ann,new@school.example,,,,7,")
    assert ann.email == "new@school.example"
    assert open_ways(session, ways_in) == 0


def test_another_address_by_a_list_is_told_at_both(session, head, ann) -> None:
    bring(session, head, "Ann,new@school.example,,,,7,")
    assert session.scalars(select(FormerAddress.email).where(FormerAddress.staff_id == ann.id)).all() == [
        "ann@school.example"
    ]


def test_another_job_title_by_a_list_shuts_nothing(session, head, ann, ways_in) -> None:
    bring(session, head, "Ann,ann@school.example,Librarian,,,7,")
    assert ann.job_title == "Librarian"
    assert open_ways(session, ways_in) == 3
