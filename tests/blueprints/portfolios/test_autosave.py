"""The endpoints that static/js/autosave.js talks to."""

from typing import Any

import pytest
from sqlalchemy import update

from tenants.base import clock
from tenants.portfolios.models import Evidence
from tenants.sign_in.models import SignInSession
from tests.blueprints.portfolios.conftest import Desk
from tests.conftest import InSchool
from tests.factories.portfolios import make_claim, make_item
from tests.web import Web


@pytest.fixture
def item(desk: Desk, in_school: InSchool) -> Evidence:
    with in_school(desk.school_id) as session:
        made = make_item(session, desk.place.candidate, title="A note", body="First words")
        make_claim(session, made, 8)
    return made


def autosave(web: Web, page: str, version: object, fields: object, *, token: bool = True) -> Any:
    """As the script does it: with the token that stands in the page."""
    found = web.page(page).tree.xpath("//main//form[@data-autosave-url]")[0]
    headers = {"X-CSRFToken": found.xpath(".//input[@name='csrf_token']/@value")[0]} if token else {}
    url = found.get("data-autosave-url")
    return web.client.post(url, json={"version": version, "fields": fields}, headers=headers)


def test_words_are_saved_as_they_are_typed(desk: Desk, item: Evidence) -> None:
    answer = autosave(
        desk.candidate,
        f"/evidence/{item.id}/edit",
        1,
        {"title": "A note", "body": "More", "happened_on": ["", "", ""]},
    )
    assert (answer.status_code, answer.json) == (200, {"version": 2})
    assert "More" in desk.candidate.page(f"/evidence/{item.id}").text


def test_an_unfinished_item_is_saved_as_a_draft(desk: Desk, item: Evidence) -> None:
    assert (
        autosave(desk.candidate, f"/evidence/{item.id}/edit", 1, {"title": "", "body": "Half"}).status_code
        == 200
    )
    assert "Draft" in desk.candidate.page(f"/evidence/{item.id}").text


def test_a_second_window_is_given_both_texts(desk: Desk, item: Evidence) -> None:
    page = f"/evidence/{item.id}/edit"
    day = {"happened_on": ["06", "11", "2026"]}
    autosave(desk.candidate, page, 1, {"title": "A note", "body": "one", **day})
    answer = autosave(desk.candidate, page, 1, {"title": "A note", "body": "other", **day})
    assert answer.status_code == 409
    assert answer.json == {
        "version": 2,
        "fields": {"title": "A note", "body": "one", **day},
        "saved_by": "You",
    }


def test_what_cannot_be_kept_is_told_by_field(desk: Desk, item: Evidence) -> None:
    answer = autosave(
        desk.candidate,
        f"/evidence/{item.id}/edit",
        1,
        {"title": "x" * 300, "happened_on": ["31", "2", "2026"]},
    )
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"title", "happened_on"}


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800 character", "x" * 1_000_000])
def test_text_nobody_can_have_typed_is_refused(desk: Desk, item: Evidence, text: str) -> None:
    answer = autosave(desk.candidate, f"/evidence/{item.id}/edit", 1, {"title": "A", "body": text})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"body"}


@pytest.mark.parametrize(
    ("version", "fields"), [("1", {}), (None, {}), (1, []), (1, "text"), (1, None), ({}, {})]
)
def test_a_body_of_another_shape_is_refused(
    desk: Desk, item: Evidence, version: object, fields: object
) -> None:
    assert autosave(desk.candidate, f"/evidence/{item.id}/edit", version, fields).status_code >= 400


def test_fields_of_another_shape_change_nothing_but_the_form(desk: Desk, item: Evidence) -> None:
    fields = {"title": {"a": 1}, "body": [None, 3], "candidate_id": "x", "version": 99, "shared_at": "now"}
    autosave(desk.candidate, f"/evidence/{item.id}/edit", 1, fields)
    assert "Only you" in desk.candidate.page(f"/evidence/{item.id}").text


def test_a_claim_is_saved_as_it_is_typed_and_a_second_window_noticed(desk: Desk, item: Evidence) -> None:
    page = f"/evidence/{item.id}/standards/8"
    said = {"level": "2", "reach_who": "Two", "reach_count": "", "justification": ""}
    assert autosave(desk.candidate, page, 1, said).json == {"version": 2}
    answer = autosave(desk.candidate, page, 1, said | {"level": "4"})
    assert answer.status_code == 409
    assert answer.json["fields"]["level"] == "2"
    assert answer.json["fields"]["reach_count"] == ""


def test_the_self_audit_is_saved_as_it_is_typed_and_a_second_window_noticed(desk: Desk) -> None:
    page = desk.portfolio("/self-audit/4")
    assert autosave(desk.candidate, page, 0, {"level": "", "reflection": "I wonder"}).json == {"version": 1}
    answer = autosave(desk.candidate, page, 0, {"level": "2", "reflection": "Other"})
    assert (answer.status_code, answer.json["fields"]) == (
        409,
        {"level": "", "target": "", "reflection": "I wonder"},
    )


def test_after_the_session_ended_nothing_is_saved_and_the_script_is_told(
    desk: Desk, item: Evidence, in_school: InSchool
) -> None:
    found = desk.candidate.page(f"/evidence/{item.id}/edit").tree.xpath("//main//form[@data-autosave-url]")[0]
    with in_school(desk.school_id) as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.school_id == desk.school_id)
            .values(ended_at=clock.now())
        )
    token = found.xpath(".//input[@name='csrf_token']/@value")[0]
    answer = desk.candidate.client.post(
        found.get("data-autosave-url"),
        json={"version": 1, "fields": {"title": "Late"}},
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 401


def test_without_the_forms_token_nothing_is_saved(app: Any, desk: Desk, item: Evidence) -> None:
    answer = autosave(
        desk.candidate, f"/evidence/{item.id}/edit", 1, {"title": "B", "body": "x"}, token=False
    )
    assert answer.status_code == 403
    assert desk.candidate.page(f"/evidence/{item.id}").heading == "A note"
