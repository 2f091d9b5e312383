"""The letter that says that a cohort works with another version of the standards, sent for real."""

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.base.undoing import Deed, Kind
from tenants.changeovers.actions import move_to_edition, undo_version
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.programmes.actions import publish_programmes
from tenants.staff.models import Staff
from tenants.standards.actions import adopt, publish_editions
from tenants.standards.queries import edition, newest_edition
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.operators import make_operator
from tests.factories.staff import acting, make_staff
from tests.factories.standards import publish_next

MESSAGE = "changeovers.tell_version_moved"


@pytest.fixture
def head_id(operator, in_own_school, school_id):
    """Of a school that has adopted the second version, with a cohort of the first: a lead, a mentor, a candidate."""
    publish_editions(operator)
    publish_programmes(operator)
    publish_next(operator, make_operator(operator))
    operator.commit()
    with in_own_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead", email="lena@school.example")
        mentor = make_staff(session, Role.MENTOR, name="Mo Mentor", email="mo@school.example")
        cohort = make_cohort(session, lead=lead, name="Autumn cohort")
        ann = make_staff(session, name="Ann Able", email="ann@school.example")
        make_candidate(session, cohort, ann, mentor=mentor)
        head = make_staff(session, Role.HEAD)
        for one in (edition(session, cohort.edition_id), newest_edition(session)):
            adopt(session, acting(session, head), one)
        return head.id


@pytest.fixture
def run(in_own_school, school_id, head_id):
    """`run(act)`: act(session, the headteacher, the cohort)."""

    def do(act) -> None:
        with in_own_school(school_id) as session:
            head = acting(session, session.get_one(Staff, (school_id, head_id)))
            act(session, head, session.scalars(select(Cohort)).one())

    return do


@pytest.fixture
def sent(in_own_school, school_id, smtp_server, perform):
    """What goes out of all that waits: address → letters."""

    def do() -> dict[str, list[str]]:
        with in_own_school(school_id) as session:
            waiting = (OutboxMessage.state == "queued", OutboxMessage.message == MESSAGE)
            jobs = session.scalars(select(OutboxMessage.id).where(*waiting).order_by(OutboxMessage.id)).all()
        for job_id in jobs:
            perform(job_id)
        letters: dict[str, list[str]] = {}
        for mail in smtp_server.messages:
            text = " ".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}".split())
            letters.setdefault(mail["To"].addresses[0].addr_spec, []).append(text)
        return letters

    return do


def move(session, head, cohort) -> None:
    move_to_edition(session, head, cohort, newest_edition(session).id)


def take_back(session, head, cohort) -> None:
    undo_version(session, head, session.scalars(select(Deed).where(Deed.kind == Kind.VERSION.value)).one())


def close(session, head, cohort) -> None:
    cohort.state = CohortState.CLOSED.value


def test_everybody_of_the_cohort_reads_which_version_it_is_and_that_nothing_is_lost(run, sent) -> None:
    run(move)
    letters = sent()
    assert sorted(letters) == ["ann@school.example", "lena@school.example", "mo@school.example"]
    (letter,) = letters["ann@school.example"]
    assert letter.startswith("Autumn cohort: another version of the standards Hello Ann Able,")
    assert "Autumn cohort works with Version 2 from now on." in letter
    assert "Nothing is lost." in letter


def test_what_was_taken_back_before_the_letter_went_is_told_as_it_is_now(run, sent) -> None:
    run(move)
    run(take_back)
    (letter,) = sent()["ann@school.example"]
    assert "Version 2" not in letter


def test_a_cohort_that_was_closed_meanwhile_tells_nobody(run, sent) -> None:
    run(move)
    run(close)
    assert sent() == {}
