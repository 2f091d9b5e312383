from sqlalchemy import delete

from tenants.base import clock
from tenants.portfolios.actions.attempts import open_next_attempt
from tenants.portfolios.models import Claim
from tests.factories.portfolios import candidate_actor, make_claim, make_item


def test_the_map_says_the_pass_rule_and_leads_to_each_standard(desk) -> None:
    page = desk.candidate.page(desk.portfolio("/map"))
    assert page.heading == "Evidence map"
    assert "The pass rule is met: 7 standards at level 3 or above" in page.text
    found = [link for link in page.links() if "/map/" in link]
    assert len(found) == 10
    assert desk.candidate.page(found[4]).heading.startswith("5. Undertaking research")


def test_a_standard_shows_what_stands_behind_it(desk, in_school) -> None:
    with in_school(desk.school_id) as session:
        draft = make_item(session, desk.place.candidate, title="Half a thought", draft=True)
        make_claim(session, draft, 5, level=4)
    page = desk.candidate.page(desk.portfolio("/map/5"))
    assert "Claimed at level 4" in page.text
    assert (
        page.text.index("Reading notes")
        < page.text.index("Peer coaching")
        < page.text.index("Half a thought")
    )
    assert "Draft: does not count yet" in page.text


def test_a_standard_without_evidence_asks_its_question(desk, in_school) -> None:
    with in_school(desk.school_id) as session:
        session.execute(delete(Claim).where(Claim.candidate_id == desk.place.id))
    page = desk.candidate.page(desk.portfolio("/map/8"))
    assert "Nothing claims this standard yet" in page.text
    assert "Whom did you coach" in page.text


def test_a_banked_standard_is_shown_as_settled(desk, in_school) -> None:
    with in_school(desk.school_id) as session:
        actor = candidate_actor(session, desk.place)
        open_next_attempt(session, actor, desk.place.id, {8: 3}, clock.today())
    assert "Settled at level 3" in desk.candidate.page(desk.portfolio("/map/8")).text
    assert "settled from your first submission and stand as they are: 8." in (
        desk.candidate.page(desk.portfolio("/map")).text
    )


def test_a_standard_that_is_none_is_missing(desk) -> None:
    assert desk.candidate.get(desk.portfolio("/map/11")).status_code == 404


def test_the_map_and_its_standards_are_the_candidates_alone(desk, make_desk, other_school_id) -> None:
    others = [desk.head, make_desk(desk.school_id).candidate, make_desk(other_school_id).candidate]
    for path in ("/map", "/map/1", "/readiness", "/submit"):
        assert desk.candidate.get(desk.portfolio(path)).status_code == 200
        for other in others:
            assert other.get(desk.portfolio(path)).status_code == 404
