"""Anyone may say that they are interested; the web then sees nothing of it but by its own link."""

import pytest
from sqlalchemy import NullPool, create_engine, select, text

from tenants.base.isolation import sessions
from tenants.base.outbox import OutboxMessage
from tenants.enquiries.actions import ready_link
from tenants.enquiries.models import Interest
from tests.factories.operators import make_interest
from tests.web import Web

GIVEN = {
    "asks_for": "school",
    "school_name": "St Brannock's",
    "name": "Eluned Parry",
    "email": "head@brannock.example",
}


@pytest.fixture
def told(app, operator):
    """Fills in the form; gives the interest and the path of its link."""

    def tell(**changes: str) -> tuple[Interest, str]:
        Web(app).submitted("/get-involved", GIVEN | changes)
        interest = operator.scalars(select(Interest).order_by(Interest.id.desc()).limit(1)).one()
        token = ready_link(interest)
        operator.commit()
        return interest, f"/get-involved/confirm/{token}"

    return tell


def test_an_interest_is_kept_until_its_address_is_confirmed(told, app, operator) -> None:
    interest, link = told(email="one@brannock.example")
    assert (interest.state, interest.school_name) == ("asked", "St Brannock's")
    web = Web(app)
    assert web.page(link).heading == web.page(link).heading == "Confirm your interest"
    operator.refresh(interest)
    assert interest.confirmed_at is None
    assert web.submit(link).status_code == 200
    operator.refresh(interest)
    assert interest.state == "new"
    assert web.page(link).heading == "Thank you"


def test_the_job_that_writes_to_them_holds_no_address(told, operator) -> None:
    interest, _ = told(email="two@brannock.example")
    jobs = operator.scalars(select(OutboxMessage).where(OutboxMessage.message == "enquiries.send_link")).all()
    assert {"interest_id": str(interest.id)} in [job.payload for job in jobs]


def test_a_link_of_nothing_is_too_old(app) -> None:
    assert Web(app).page("/get-involved/confirm/anything", 410).heading == "This link is too old"


def test_a_bad_address_is_refused_and_what_was_typed_stays(app) -> None:
    page = Web(app).refused("/get-involved", GIVEN | {"email": "nobody"})
    assert page.tree.xpath("//input[@name='school_name']/@value") == ["St Brannock's"]


def test_one_address_is_written_to_three_times_a_day(app) -> None:
    codes = [
        Web(app).submit("/get-involved", GIVEN | {"email": "flood@brannock.example"}).status_code
        for _ in range(4)
    ]
    assert codes == [303, 303, 303, 429]


def test_who_forgot_their_address_is_told_so_however_many_others_did(app) -> None:
    for _ in range(5):
        page = Web(app).refused("/get-involved", GIVEN | {"email": ""})
        assert "Enter your work email address" in page.errors()


def test_the_webs_role_sees_no_interest_and_no_job_of_the_platform(engine, operator) -> None:
    make_interest(operator)
    with sessions(engine)() as session:
        assert session.scalars(select(Interest)).all() == []
        assert session.execute(text("SELECT count(*) FROM outbox")).scalar() == 0


@pytest.mark.parametrize("message", ["operators.send_link", "operators.forget", "base.forget_finished_jobs"])
def test_the_webs_role_can_ask_the_platform_for_nothing_else(database_urls, message: str) -> None:
    engine = create_engine(database_urls.app, poolclass=NullPool)
    with engine.begin() as connection, pytest.raises(Exception, match="row-level security"):
        connection.execute(
            text(
                "INSERT INTO outbox (id, message, payload, urgent, tries, time_limit, state, sends, attempts, due_at,"
                " created_at) VALUES (gen_random_uuid(), :message, '{}', false, 1, 60, 'queued', 0, 0, now(), now())"
            ),
            {"message": message},
        )
    engine.dispose()


def test_a_practitioner_tells_of_their_own_interest(told, app, operator) -> None:
    interest, link = told(email="three@brannock.example", asks_for="practitioner")
    assert Web(app).submit(link).status_code == 200
    operator.refresh(interest)
    assert (interest.state, interest.asks_for) == ("new", "practitioner")


def test_whom_it_is_for_has_to_be_said(app) -> None:
    assert "Choose who it is for" in Web(app).refused("/get-involved", GIVEN | {"asks_for": ""}).errors()
