"""SECURITY 10: what a link by email opens, for whom, how long and how often."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tenants.base import clock
from tenants.base.outbox import OutboxMessage
from tenants.base.secrets import new_token, token_hash
from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link
from tenants.sign_in.models import LinkRequest, SignInLink
from tenants.sign_in.rules import INVITATION_LASTS, LINK_LASTS
from tenants.staff.models import Staff
from tests.web import Web

KNOWN, UNKNOWN = "head-of-links@oak.example", "nobody-here@oak.example"


@pytest.fixture
def token(in_school, school_id, head_id) -> str:
    with in_school(school_id) as session:
        return make_link(session, head_id, "", LINK_LASTS)


def test_a_token_is_random_and_long() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)


def test_only_a_hash_of_the_token_is_kept(in_school, school_id, token) -> None:
    with in_school(school_id) as session:
        (kept,) = session.scalars(select(SignInLink)).all()
        assert kept.token_hash == token_hash(token)
        assert token.encode() not in kept.token_hash


def test_a_token_opens_the_one_door_it_was_made_for(app, slug, token, in_school, other_school_id) -> None:
    """Neither another school's, nor the callback, nor the check of an award, nor a session."""
    with in_school(other_school_id) as session:
        other = this_school(session).slug
    visitor = Web(app, slug)
    assert visitor.client.get(f"/schools/{other}/sign-in/link/{token}").status_code == 410
    assert visitor.client.get(f"/verify/{token}").status_code == 404
    with visitor.client.session_transaction() as cookie:
        cookie["tokens"] = {slug: token}
    assert visitor.get("/").status_code == 303
    assert visitor.get(f"/sign-in/link/{token}").status_code == 200


@pytest.mark.parametrize("lasts", [LINK_LASTS, INVITATION_LASTS])
def test_a_link_ends_by_itself(app, slug, in_school, school_id, head_id, real_clock, lasts) -> None:
    with in_school(school_id) as session:
        link = f"/sign-in/link/{make_link(session, head_id, '', lasts)}"
    clock.move_by(lasts + timedelta(seconds=5))
    assert Web(app, slug).get(link).status_code == 410


def test_a_link_signs_in_once(app, slug, token) -> None:
    first, second = Web(app, slug), Web(app, slug)
    link = f"/sign-in/link/{token}"
    waiting = second.page(link).form(0, second.address(link))
    first.submitted(link)
    assert second.client.post(waiting.action, data=waiting.standing()).status_code == 410


def test_signing_out_everywhere_spends_links_that_wait(in_school, school_id, head, token) -> None:
    head.submitted("/your-account/sign-out-everywhere")
    assert head.get(f"/sign-in/link/{token}").status_code == 410


def told(answer) -> tuple[int, str, list[str]]:
    return answer.status_code, answer.location, sorted(answer.headers.keys())


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(
    app, slug, in_school, school_id, head_id
) -> None:
    """The work is counted, not timed: whose address it is is found out by the worker, later."""
    with in_school(school_id) as session:
        session.get_one(Staff, (school_id, head_id)).email = KNOWN
    work: dict[str, list[str]] = {}
    answers = []

    def note(connection, cursor, statement, *rest: object) -> None:
        work[asking].append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    for asking in (KNOWN, UNKNOWN):
        work[asking] = []
        answers.append(told(Web(app, slug).submit("/sign-in", {"email": asking}, form="/sign-in/link")))
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
    assert answers[0] == answers[1]
    assert work[KNOWN] == work[UNKNOWN]
    with in_school(school_id) as session:
        asked = session.scalars(select(LinkRequest.email).order_by(LinkRequest.email)).all()
        jobs = session.scalars(select(OutboxMessage.payload)).all()
    assert asked == [KNOWN, UNKNOWN]
    assert all(KNOWN not in str(job) for job in jobs)
