"""A group hands in together in the browser: who may, what each sees, and what goes."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tenants.portfolios.joint_models import JointSignature
from tenants.portfolios.models import Evidence, Submission
from tenants.projects.queries.telling import whole_of
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import Place, make_claim, make_item, make_place
from tests.factories.projects import make_project
from tests.factories.submissions import make_head, make_open_cohort
from tests.web import Web

SIGNED = {"authorship": "y", "consent": "y", "ai_use": "Not at all.", "names_group": "y"}


@dataclass(frozen=True)
class Stage:
    """A group of two, and a group of one other candidate of the same cohort."""

    group_id: UUID
    other_group_id: UUID
    project_id: UUID
    places: tuple[Place, ...]
    webs: tuple[Web, ...]
    head: Web

    @property
    def page(self) -> str:
        return f"/groups/{self.group_id}/hand-in"


def _ready(session, cohort) -> Place:
    place = make_place(session, cohort=cohort)
    item = make_item(session, place.candidate, title="Peer coaching")
    for number in range(1, 11):
        make_claim(session, item, number)
    return place


@pytest.fixture
def stage(in_school, school_id, person: Callable[..., Web]) -> Stage:
    with in_school(school_id) as session:
        head = make_head(session)
        cohort = make_open_cohort(
            session,
            minimum_items=1,
            minimum_presentations=0,
            asks={"groups": {"confirmed": 0, "own_items": 0}},
        )
        places = tuple(_ready(session, cohort) for _ in range(3))
        first, second, third = (one.candidate for one in places)
        group = make_group(session, [first, second])
        other = make_group(session, [third], name="Another group")
        item = make_pooled(session, group)
        make_contribution(session, item, first, confirmed_by=second)
        project = make_project(session, first, group_id=group.id)
        people = [one.person.id for one in places]
        ids = (group.id, other.id, project.id)
        head_id = head.id
    webs = tuple(person(school_id, one) for one in people)
    return Stage(*ids, places, webs, person(school_id, head_id))


def joint_of(stage: Stage) -> str:
    links = stage.webs[0].page(stage.page).links()
    return next(link for link in links if link.endswith("/drop")).rsplit("/drop", 1)[0]


def opened(stage: Stage) -> str:
    stage.webs[0].submitted(stage.page, form="/open")
    return "/joint-submissions/" + joint_of(stage).rsplit("/", 1)[1]


def count(in_school, school_id, model) -> int:
    with in_school(school_id) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_the_group_hands_in_with_the_last_signature(stage: Stage, in_school, school_id) -> None:
    assert "No hand-in is open" in stage.webs[1].page(stage.page).text
    joint = opened(stage)
    assert "waits for your signature" in stage.webs[1].page(stage.page).text
    stage.webs[1].submitted(f"{joint}/sign", SIGNED)
    page = stage.webs[1].page(stage.page)
    assert "Your certificate will name the group" in page.text
    where = stage.webs[0].submitted(f"{joint}/sign", SIGNED)
    receipt = stage.webs[0].page(where)
    assert "The talk group" in receipt.text
    assert count(in_school, school_id, Submission) == 2
    shown = stage.head.page(where.removesuffix("/receipt"))
    assert "Shared work of the group" in shown.text
    assert "I wrote the questions and tried them first." in shown.text


def test_a_signature_without_declarations_is_told_next_to_the_field(stage: Stage) -> None:
    joint = opened(stage)
    answer = stage.webs[1].refused(f"{joint}/sign", {"ai_use": "Not at all."})
    assert "Declare that this is your own work" in answer.text
    assert "Not at all." in answer.text


def test_it_is_taken_back_dropped_and_sent_for_who_signed(stage: Stage, in_school, school_id) -> None:
    joint = opened(stage)
    stage.webs[1].submitted(f"{joint}/sign", SIGNED)
    stage.webs[1].submitted(stage.page, form="/take-back")
    assert count(in_school, school_id, JointSignature) == 0
    stage.webs[0].submitted(f"{joint}/drop", {})
    joint = opened(stage)
    stage.webs[1].submitted(f"{joint}/sign", SIGNED)
    assert stage.places[1].person.name in stage.webs[0].page(f"{joint}/send").text
    stage.webs[0].submitted(f"{joint}/send", {})
    assert count(in_school, school_id, Submission) == 1


def test_nobody_of_another_group_comes_by_it(stage: Stage) -> None:
    joint = opened(stage)
    stranger = stage.webs[2]
    for path in (
        stage.page,
        f"{joint}/sign",
        f"{joint}/send",
        f"{joint}/drop",
        f"/groups/{stage.group_id}/project",
        f"/projects/{stage.project_id}",
        f"/projects/{stage.project_id}/choice",
        f"/projects/{stage.project_id}/versions",
        f"/projects/{stage.project_id}/plan",
    ):
        assert stranger.get(path).status_code == 404, path
    assert stage.webs[1].get(f"{joint}/send").status_code == 404
    assert stage.webs[0].get(f"/groups/{stage.other_group_id}/hand-in").status_code == 404
    assert stage.head.get(stage.page).status_code == 404


def test_a_member_works_on_the_groups_project(stage: Stage, in_school, school_id) -> None:
    member = stage.webs[1]
    answer = member.get(f"/portfolios/{stage.places[1].id}/project")
    assert answer.location.endswith(f"/projects/{stage.project_id}")
    page = member.page(f"/projects/{stage.project_id}")
    assert "Project of The talk group" in page.text
    for path in ("choice", "measures", "milestones", "agreement", "versions"):
        assert member.get(f"/projects/{stage.project_id}/{path}").status_code == 200
    with in_school(school_id) as session:
        assert whole_of(session, stage.places[2].id) is None


def test_a_group_without_one_is_invited_to_begin(stage: Stage) -> None:
    alone = stage.webs[2]
    page = alone.page(f"/portfolios/{stage.places[2].id}/project")
    assert "Begin the project of Another group" in page.text
    where = alone.submitted(f"/groups/{stage.other_group_id}/project", {})
    assert where.endswith("/choice")
    assert "Our project" in alone.page(where).text


def test_who_hands_in_alone_is_told_of_the_group(stage: Stage) -> None:
    page = stage.webs[0].page(f"/portfolios/{stage.places[0].id}/submit")
    assert "Name our group on my certificate" in page.text
    assert "You hand in alone" in page.text


def test_the_last_to_sign_reads_who_is_not_ready_any_more(stage: Stage, in_school, school_id) -> None:
    joint = opened(stage)
    stage.webs[1].submitted(f"{joint}/sign", SIGNED)
    with in_school(school_id) as session:
        for item in session.scalars(select(Evidence).where(Evidence.candidate_id == stage.places[1].id)):
            item.draft = True
        name = stage.places[1].person.name
    stage.webs[0].submitted(f"{joint}/sign", SIGNED)
    text = stage.webs[0].page(stage.page).text
    assert f"{name} is not ready any more" in text
    assert "1 of 2" in text
    assert "You sign when your own portfolio is ready" in stage.webs[1].page(stage.page).text
    assert count(in_school, school_id, Submission) == 0
