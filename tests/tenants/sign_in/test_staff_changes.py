import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.sign_in import staff_changes
from tenants.sign_in.actions import links
from tenants.sign_in.models import Door
from tenants.sign_in.queries import opened
from tenants.sign_in.rules import INVITATION_LASTS
from tenants.sign_in.sessions import begin_session
from tenants.staff.rules.people import Particulars
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def ann(session):
    return make_staff(session, name="Ann", email="ann@school.example")


@pytest.fixture
def ways_in(session, ann):
    """A session and an unspent link."""
    return begin_session(session, ann.id, Door.LINK), links.make_link(session, ann.id, "/", INVITATION_LASTS)


def still_open(session, ways_in) -> tuple[bool, bool]:
    token, link = ways_in
    return opened(session, token) is not None, links.link_is_good(session, link)


def change(session, head, ann, **changes) -> None:
    given = Particulars(**{"name": ann.name, "email": ann.email} | changes)
    staff_changes.change_member(session, head, ann, given, manager_outside=False, version=ann.version)


def test_a_leaver_has_no_way_in_left(session, head, ann, ways_in) -> None:
    assert still_open(session, ways_in) == (True, True)
    staff_changes.deactivate(session, head, ann)
    assert still_open(session, ways_in) == (False, False)


def test_another_address_shuts_the_ways_of_the_old_one(session, head, ann, ways_in) -> None:
    change(session, head, ann, email="new@school.example")
    assert still_open(session, ways_in) == (False, False)


def test_another_job_title_shuts_nothing(session, head, ann, ways_in) -> None:
    change(session, head, ann, job_title="Librarian")
    assert still_open(session, ways_in) == (True, True)


def test_an_invitation_is_asked_for_by_id_only(session, head, ann) -> None:
    staff_changes.invite(session, head, ann)
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.school_id == ann.school_id)).one()
    assert (asked.message, asked.payload) == ("sign_in.invite_staff", {"staff_id": str(ann.id)})


def test_a_leaver_is_not_invited(session, head, ann) -> None:
    staff_changes.deactivate(session, head, ann)
    with pytest.raises(Refused):
        staff_changes.invite(session, head, ann)


def test_a_mentor_invites_nobody(session, ann) -> None:
    with pytest.raises(NotFound):
        staff_changes.invite(session, acting(session, make_staff(session, Role.MENTOR)), ann)
