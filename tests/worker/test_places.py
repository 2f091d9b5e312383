"""Letters about a place in a cohort, sent for real: offered and decided, to whose place it is and while it is so."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import approve, decline, invite, not_approve, withdraw
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

ANN = "ann@school.example"
REASON = "Not in the year of her exams."

Deed = Callable[..., None]


@pytest.fixture
def do(operator, in_own_school, school_id):
    """Does something as a headteacher with the cohort and with Ann, who accepted a place or is to be invited."""
    publish_editions(operator)
    operator.commit()

    def act(*deeds: Deed, accepted: bool) -> None:
        with in_own_school(school_id) as session:
            ann = make_staff(session, name="Ann Able", email=ANN)
            cohort = make_cohort(session, name="Autumn cohort")
            if accepted:
                make_candidate(session, cohort, ann, state=PlaceState.ACCEPTED)
            head = acting(session, make_staff(session, Role.HEAD))
            for deed in deeds:
                deed(session, head, cohort, ann)

    return act


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """What was asked for, done: address → letter, with the id of Ann's place."""

    def send() -> dict[str, str]:
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id)).all()
            place_id = session.scalars(select(Candidate.id)).one()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {
            mail["To"].addresses[0].addr_spec: _text(mail).replace(str(place_id), "ID")
            for mail in smtp_server.messages
        }

    return send


def _text(mail) -> str:
    return " ".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}".split())


def _place(session) -> Candidate:
    session.flush()
    return session.scalars(select(Candidate)).one()


def offers(session, head, cohort: Cohort, ann) -> None:
    invite(session, head, cohort, [ann.id])


def offers_what_was_agreed(session, head, cohort: Cohort, ann) -> None:
    invite(session, head, cohort, [ann.id], agreed=[ann.id])


def says_yes(session, head, cohort, ann) -> None:
    approve(session, head, _place(session))


def says_no(session, head, cohort, ann) -> None:
    not_approve(session, head, _place(session), REASON)


def is_declined(session, head, cohort, ann) -> None:
    decline(session, acting(session, ann), _place(session))


def takes_back(session, head, cohort, ann) -> None:
    withdraw(session, head, _place(session), REASON)


def sees_her_leave(session, head, cohort, ann) -> None:
    ann.deactivated_at = clock.now()


@pytest.mark.parametrize(
    ("deed", "subject", "words", "path"),
    [
        (offers, "A place for you: Autumn cohort", "a headteacher or deputy approves", "/places/ID/answer"),
        (offers_what_was_agreed, "A place for you: Autumn cohort", "has agreed already", "/places/ID/answer"),
        (says_yes, "Your place is approved: Autumn cohort", "Your portfolio is open.", "/portfolio"),
        (says_no, "Your place was not approved this time", "your place in Autumn cohort", "/places/ID"),
    ],
)
def test_whose_place_it_is_hears_of_each_step_and_of_no_reason(
    do, sent, deed: Deed, subject: str, words: str, path: str
) -> None:
    do(deed, accepted=deed in (says_yes, says_no))
    letters = sent()
    assert list(letters) == [ANN]
    assert letters[ANN].startswith(f"{subject} Hello Ann Able,")
    assert words in letters[ANN]
    assert f"{path} -- " in letters[ANN]
    assert REASON not in letters[ANN]


@pytest.mark.parametrize(
    "deeds",
    [
        (offers, is_declined),
        (offers, takes_back),
        (offers, sees_her_leave),
        (says_yes, takes_back),
        (says_yes, sees_her_leave),
        (says_no, sees_her_leave),
    ],
    ids=lambda deeds: "_".join(deed.__name__ for deed in deeds),
)
def test_nobody_hears_of_what_is_so_no_more(do, sent, deeds: tuple[Deed, ...]) -> None:
    do(*deeds, accepted=deeds[0] is not offers)
    assert sent() == {}
