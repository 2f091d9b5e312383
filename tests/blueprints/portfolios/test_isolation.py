"""Each page of a portfolio is there for its owner, and the same 404 as a missing id for everybody else."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.blueprints.portfolios.conftest import Desk, MakeDesk
from tests.conftest import InSchool
from tests.factories.portfolios import make_audit, make_claim, make_file, make_item
from tests.web import Web

Ids = dict[str, UUID]

OWNERS = (
    "/portfolios/{place}",
    "/portfolios/{place}/evidence",
    "/portfolios/{place}/evidence/new",
    "/portfolios/{place}/self-audit/3",
    "/portfolios/{place}/self-audit/again",
    "/portfolios/{place}/self-audit/rounds/1/share",
    "/portfolios/{place}/self-audit/rounds/1/stop-sharing",
    "/evidence/{item}/edit",
    "/evidence/{item}/remove",
    "/evidence/{item}/versions",
    "/evidence/{item}/standards",
    "/evidence/{item}/standards/8",
    "/evidence/{item}/standards/8/remove",
    "/evidence/{item}/files/new",
    "/files/{file}/remove",
)
SHARED = ("/portfolios/{place}/self-audit", "/evidence/{item}")
POSTS = (
    "/evidence/{item}/autosave",
    "/evidence/{item}/share",
    "/evidence/{item}/stop-sharing",
    "/evidence/{item}/standards/8/autosave",
    "/portfolios/{place}/self-audit/3/autosave",
)


@pytest.fixture
def furnish(in_school: InSchool) -> Callable[[Desk], Ids]:
    def make(desk: Desk, *, shared: bool = False) -> Ids:
        with in_school(desk.school_id) as session:
            item = make_item(session, desk.place.candidate, shared=shared)
            make_claim(session, item, 8)
            make_audit(session, desk.place.candidate, {3: 2}, shared=shared)
            return {"place": desk.place.id, "item": item.id, "file": make_file(session, item).id}

    return make


def plain(web: Web, path: str, ids: Ids) -> tuple[int, str]:
    """The answer without what differs between any two answers."""
    answer = web.get(path.format(**ids))
    return answer.status_code, re.sub(r'nonce="[^"]+"|value="[^"]+"|/schools/[^"]*"', "", answer.text)


def missing() -> Ids:
    return {"place": uuid4(), "item": uuid4(), "file": uuid4()}


@pytest.mark.parametrize("path", [*OWNERS, *SHARED])
def test_a_page_is_its_owners_and_the_same_404_for_everybody_else(
    desk: Desk, make_desk: MakeDesk, other_school_id: UUID, furnish: Callable[..., Ids], path: str
) -> None:
    ids = furnish(desk)
    assert plain(desk.candidate, path, ids)[0] == 200
    for stranger in (make_desk(desk.school_id).candidate, make_desk(other_school_id).candidate, desk.mentor):
        refused = plain(stranger, path, ids)
        assert refused[0] == 404
        assert refused == plain(stranger, path, missing())


@pytest.mark.parametrize("path", SHARED)
def test_a_mentor_opens_what_is_shared_and_another_mentor_does_not(
    desk: Desk, make_desk: MakeDesk, furnish: Callable[..., Ids], path: str
) -> None:
    ids = furnish(desk, shared=True)
    assert plain(desk.mentor, path, ids)[0] == 200
    assert plain(make_desk(desk.school_id).mentor, path, ids)[0] == 404


def test_a_mentor_sees_how_far_but_names_nothing_that_is_private(
    desk: Desk, make_desk: MakeDesk, in_school: InSchool
) -> None:
    with in_school(desk.school_id) as session:
        make_item(session, desk.place.candidate, title="For my eyes")
        make_item(session, desk.place.candidate, title="For us both", shared=True)
    text = desk.mentor.page(desk.portfolio("/shared")).text
    assert "For us both" in text
    assert "For my eyes" not in text
    assert desk.place.person.name in desk.mentor.page("/mentoring").text
    make_desk(desk.school_id).mentor.page(desk.portfolio("/shared"), 404)


@pytest.mark.parametrize("path", POSTS)
def test_nobody_posts_to_anothers_portfolio(
    desk: Desk, make_desk: MakeDesk, other_school_id: UUID, furnish: Callable[..., Ids], path: str
) -> None:
    ids = furnish(desk, shared=True)
    for stranger in (make_desk(desk.school_id).candidate, make_desk(other_school_id).candidate, desk.mentor):
        page = stranger.page("/portfolio", 200 if stranger is desk.mentor else 302)
        token = _token(stranger)
        answer = stranger.client.post(
            stranger.address(path.format(**ids)),
            json={"version": 1, "fields": {"title": "mine now"}},
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code == 404, page


def _token(web: Web) -> str:
    return str(web.page("/mentoring").tree.xpath("//input[@name='csrf_token']/@value")[0])


def test_signed_out_every_address_leads_to_the_schools_sign_in(
    desk: Desk, web: Web, furnish: Callable[..., Ids]
) -> None:
    web.slug = desk.candidate.slug
    for ids in (furnish(desk), missing()):
        answers = {(web.get(path.format(**ids)).status_code) for path in (*OWNERS, *SHARED)}
        assert answers == {303}


def test_a_claim_on_a_standard_the_item_does_not_serve_is_missing(
    desk: Desk, furnish: Callable[..., Ids]
) -> None:
    ids = furnish(desk)
    for number in (1, 0, 11, 999_999_999_999):
        desk.candidate.page(f"/evidence/{ids['item']}/standards/{number}", 404)
        desk.candidate.page(f"/evidence/{ids['item']}/versions/{number}", 404)
    desk.candidate.page(desk.portfolio("/self-audit/11"), 404)
