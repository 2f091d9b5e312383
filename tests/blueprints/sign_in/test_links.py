import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link, requested_by
from tenants.sign_in.models import LinkRequest, SignInSession
from tenants.sign_in.rules import LINK_LASTS
from tenants.staff.models import Staff
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.web import Web


@pytest.fixture
def slug(in_school, school_id) -> str:
    with in_school(school_id) as session:
        return this_school(session).slug


@pytest.fixture
def visitor(app, slug) -> Web:
    return Web(app, slug)


@pytest.fixture
def head_id(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, email="head@oak.example").id


def link_for(in_school, school_id, staff_id, target: str = "") -> str:
    with in_school(school_id) as session:
        return f"/sign-in/link/{make_link(session, staff_id, target, LINK_LASTS)}"


def sessions_of(in_school, school_id, staff_id) -> int:
    with in_school(school_id) as session:
        return session.scalar(
            select(func.count()).select_from(SignInSession).where(SignInSession.staff_id == staff_id)
        )


def test_known_and_unknown_addresses_get_the_same_answer(visitor, head_id) -> None:
    answers = [
        visitor.submit("/sign-in", {"email": email}) for email in ("head@oak.example", "nobody@oak.example")
    ]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1


def test_asking_leaves_one_job_without_address_or_token(in_school, school_id, visitor, head_id) -> None:
    visitor.submitted("/sign-in", {"email": "HEAD@oak.example "})
    with in_school(school_id) as session:
        payload = session.scalars(select(OutboxMessage.payload)).one()
        request_id = session.scalars(select(LinkRequest.id)).one()
        assert payload == {"request_id": str(request_id)}
        assert requested_by(session, request_id)[0].id == head_id


def test_opening_the_link_signs_nobody_in_and_the_button_does_once(
    in_school, school_id, visitor, head_id
) -> None:
    link = link_for(in_school, school_id, head_id)
    for _ in range(3):
        visitor.page(link)
    assert sessions_of(in_school, school_id, head_id) == 0
    visitor.submitted(link)
    assert sessions_of(in_school, school_id, head_id) == 1
    assert visitor.get(link).status_code == 410


def test_a_spent_link_does_nothing_when_its_button_is_pressed_again(
    app, in_school, school_id, slug, head_id
) -> None:
    link = link_for(in_school, school_id, head_id)
    first, second = Web(app, slug), Web(app, slug)
    waiting = second.page(link).form(0, second.address(link))
    first.submitted(link)
    assert second.client.post(waiting.action, data=waiting.standing()).status_code == 410
    assert sessions_of(in_school, school_id, head_id) == 1


def test_a_link_is_over_after_fifteen_minutes(in_school, school_id, visitor, head_id, real_clock) -> None:
    link = link_for(in_school, school_id, head_id)
    clock.move_by(timedelta(minutes=14, seconds=50))
    visitor.page(link)
    clock.move_by(timedelta(minutes=15, seconds=5))
    assert "too old" in visitor.page(link, 410).heading


def test_a_link_of_one_school_opens_nothing_at_another(
    app, in_school, school_id, other_school_id, head_id
) -> None:
    link = link_for(in_school, school_id, head_id)
    with in_school(other_school_id) as session:
        other = Web(app, this_school(session).slug)
    assert other.get(link).status_code == 410


def test_the_link_is_not_passed_on_to_other_pages(in_school, school_id, visitor, head_id) -> None:
    answer = visitor.get(link_for(in_school, school_id, head_id))
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_way_asked_for_is_kept_and_another_host_is_not(
    in_school, school_id, visitor, slug, head_id
) -> None:
    inside = f"/schools/{slug}/standards"
    assert visitor.submitted(link_for(in_school, school_id, head_id, inside)) == inside
    outside = link_for(in_school, school_id, head_id, "//evil.example")
    assert Web(visitor.app, slug).submitted(outside) == f"/schools/{slug}/"


def test_a_leavers_link_signs_nobody_in(in_school, school_id, visitor, head_id) -> None:
    link = link_for(in_school, school_id, head_id)
    waiting = visitor.page(link).form(0, visitor.address(link))
    with in_school(school_id) as session:
        session.get_one(Staff, (school_id, head_id)).deactivated_at = clock.now()
    assert visitor.client.post(waiting.action, data=waiting.standing()).status_code == 410


def test_a_browser_holds_at_most_five_schools(app, in_school, operator) -> None:
    browser = Web(app)
    for _ in range(6):
        school_id = make_school(operator)
        with in_school(school_id) as session:
            slug = this_school(session).slug
            person = make_staff(session)
        browser.submitted(f"/schools/{slug}{link_for(in_school, school_id, person.id)}")
    with browser.client.session_transaction() as cookie:
        assert len(cookie["tokens"]) == 5
        assert list(cookie["tokens"])[-1] == slug


def test_the_demonstrations_door_does_not_exist_elsewhere(visitor, head_id) -> None:
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get("/sign-in").text)[1]
    answer = visitor.client.post(
        visitor.address("/sign-in/demonstration"), data={"csrf_token": csrf, "person": str(head_id)}
    )
    assert answer.status_code == 404
