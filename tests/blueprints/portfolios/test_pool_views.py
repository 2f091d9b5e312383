"""Members of a group write one piece of evidence together, and each says what they did."""

import re
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import pytest

from tests.blueprints.conftest import QueryCounter
from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import Place, make_claim, make_item, make_place
from tests.factories.submissions import hand_in, make_head, make_open_cohort
from tests.tenants.outside.uploads import PDF
from tests.web import Person, Web

FILE = re.compile(r"/files/([0-9a-f-]{36})$")


@dataclass(frozen=True)
class Table:
    """Two members at one piece of evidence, the mentor of the first, and a member of another group."""

    group_id: UUID
    item: str
    places: list[Place]
    ada: Web
    ben: Web
    mentor: Web
    stranger: Web

    def portfolio(self, path: str = "") -> str:
        return f"/portfolios/{self.places[0].id}{path}"


@pytest.fixture
def table(in_school: InSchool, person: Person, school_id: UUID) -> Table:
    with in_school(school_id) as session:
        cohort = make_cohort(session)
        places = [make_place(session, cohort=cohort) for _ in range(3)]
        for place, name in zip(places, ("Ada", "Ben", "Cleo"), strict=True):
            place.person.name = name
        group = make_group(session, [one.candidate for one in places[:2]])
        make_group(session, [places[2].candidate], name="Another group")
        item = make_pooled(session, group)
    ada, ben, cleo = (person(school_id, one.person.id) for one in places)
    mentor = person(school_id, places[0].mentor.id)
    return Table(group.id, f"/evidence/{item.id}", places, ada, ben, mentor, cleo)


def test_a_piece_is_begun_for_the_group_and_leads_to_what_one_did(table: Table) -> None:
    led = table.ada.submitted(f"/groups/{table.group_id}/evidence/new", {"kind": "text"})
    item = re.sub(r"^/schools/[^/]+|/edit$", "", led)
    led = table.ada.submitted(f"{item}/edit", {"title": "Questions", "body": "We asked more of them."})
    assert led.endswith(f"{item}/part")
    led = table.ada.submitted(f"{item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    assert led.endswith(f"{item}/standards")
    assert "Waits to be confirmed" in table.ada.page(table.portfolio("/evidence")).text
    assert "Questions" in table.ben.page(f"/portfolios/{table.places[1].id}/evidence").text


def test_another_confirms_it_and_then_it_counts(table: Table) -> None:
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    page = table.ben.page(table.item)
    assert "I wrote the questions." in page.text
    table.ben.submitted(table.item, form=f"/parts/{table.places[0].id}")
    assert "Ben confirmed it" in table.ada.page(table.item).text
    assert "Counts for you" in table.ada.page(table.portfolio("/evidence")).text


def test_whoever_questions_says_why_and_may_take_it_back(table: Table) -> None:
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    word = f"{table.item}/parts/{table.places[0].id}"
    page = table.ben.refused(word, {"word": "questioned", "note": ""})
    assert "Write what you question" in page.text
    table.ben.submitted(word, {"word": "questioned", "note": "We wrote them together."})
    text = table.ada.page(table.item).text
    assert "We wrote them together." in text
    assert "It does not count for you while it is questioned" in text
    table.ben.submitted(word, {"word": "confirmed", "note": ""})
    assert "Counts for you" in table.ada.page(table.portfolio("/evidence")).text


def test_who_reads_the_changed_part_after_a_refusal_says_their_word_on_it(table: Table) -> None:
    part = {"role": "Planned it", "did": "I wrote the questions."}
    table.ada.submitted(f"{table.item}/part", part)
    word = f"{table.item}/parts/{table.places[0].id}"
    page = table.ben.page(word)
    table.ada.submitted(f"{table.item}/part", part | {"did": "I wrote half of the questions."})
    assert table.ben.taken_after_one_refusal(page, word, {"word": "confirmed"})
    assert "Ben confirmed it" in table.ada.page(table.item).text


def test_two_windows_on_ones_own_part_lose_nothing(table: Table) -> None:
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    stale = table.ada.page(f"{table.item}/part").form(0, table.ada.address(f"{table.item}/part"))
    table.ada.submitted(f"{table.item}/part", {"did": "I wrote all of them."})
    answer = table.ada.client.post(stale.action, data=stale.data({"did": "I wrote half of them."}))
    assert answer.status_code == 409
    assert "I wrote all of them." in answer.text
    assert "I wrote half of them." in answer.text


def test_two_members_on_one_piece_see_both_texts_and_whose(table: Table) -> None:
    path = f"{table.item}/edit"
    stale = table.ada.page(path).form(0, table.ada.address(path))
    table.ben.submitted(path, {"body": "Ben wrote this."})
    answer = table.ada.client.post(stale.action, data=stale.data({"body": "Ada wrote that."}))
    assert answer.status_code == 409
    assert all(words in answer.text for words in ("Ben wrote this.", "Ada wrote that.", "Ben saved changes"))
    assert "saved by Ben" in table.ada.page(f"{table.item}/versions").text


def test_who_is_here_is_said_with_and_without_scripts(table: Table) -> None:
    table.ada.page(table.item)
    assert "Ada is here now" in table.ben.page(f"{table.item}/edit").text
    assert table.ada.get(f"{table.item}/here").get_json()["here"] == ["Ben"]


def test_each_member_claims_for_themselves_and_does_not_see_the_others_claims(table: Table) -> None:
    said = {"level": "3", "reach_who": "All of science", "justification": "They ask each other now."}
    table.ada.submitted(f"{table.item}/standards", {"standards": ["1"]})
    table.ada.submitted(f"{table.item}/standards/1", said)
    assert "They ask each other now." in table.ada.page(table.item).text
    assert "They ask each other now." not in table.ben.page(table.item).text
    table.ben.page(f"{table.item}/standards/1", 404)


def test_a_mentor_reads_a_shared_part_while_it_is_shared_and_nothing_of_the_others(
    table: Table, in_school: InSchool, school_id: UUID
) -> None:
    part = table.portfolio(f"/parts/{table.item.rpartition('/')[2]}")
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    table.ben.submitted(f"{table.item}/part", {"role": "Taught it", "did": "I taught all four lessons."})
    table.mentor.page(part, 404)
    table.mentor.page(table.item, 404)
    table.ada.submitted(table.item, form="/part/share")
    assert "A shared lesson" in table.mentor.page(table.portfolio("/shared")).text
    text = table.mentor.page(part).text
    assert "I wrote the questions." in text
    assert "I taught all four lessons." not in text
    table.mentor.page(table.item, 404)
    table.ada.submitted(table.item, form="/part/stop-sharing")
    table.mentor.page(part, 404)


def test_a_mentor_opens_a_file_by_the_part_that_is_shared_and_never_by_the_pool(table: Table) -> None:
    for one in (table.ada, table.ben):
        one.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    chosen = {"file": (BytesIO(PDF), "plan.pdf"), "people": "nobody", "sensitive": "no"}
    table.ben.submitted(f"{table.item}/files/new", chosen)
    (file,) = {found[1] for link in table.ben.page(table.item).links() if (found := FILE.search(link))}
    part = f"/parts/{table.item.rpartition('/')[2]}/files/{file}"
    by_part, by_bens = table.portfolio(part), f"/portfolios/{table.places[1].id}{part}"
    assert table.mentor.get(by_part).status_code == 404
    table.ada.submitted(table.item, form="/part/share")
    assert table.mentor.get(by_part).data == PDF
    for path in (f"/files/{file}", f"/files/{file}/picture", by_bens):
        assert table.mentor.get(path).status_code == 404, path
    table.ada.submitted(table.item, form="/part/stop-sharing")
    assert table.mentor.get(by_part).status_code == 404


def test_a_piece_goes_only_while_nobody_else_has_said_what_they_did(table: Table) -> None:
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    assert "Remove this evidence" in table.ada.page(table.item).text
    assert "Remove this evidence" not in table.ben.page(table.item).text
    page = table.ben.refused(f"{table.item}/remove")
    assert "Others have said what they did for this" in page.text
    table.ada.submitted(f"{table.item}/remove")
    assert "removed" in table.ben.page(f"/portfolios/{table.places[1].id}/evidence").text


def test_another_group_of_the_school_finds_nothing(table: Table) -> None:
    own = f"/parts/{table.places[0].id}"
    table.ada.submitted(f"{table.item}/part", {"role": "Planned it", "did": "I wrote the questions."})
    for path in ("", "/edit", "/part", "/standards", "/versions", "/priorities", "/remove", "/here", own):
        assert table.stranger.get(f"{table.item}{path}").status_code == 404, path
    table.stranger.page(f"/groups/{table.group_id}/evidence/new", 404)
    table.stranger.page(table.portfolio(f"/parts/{table.item.rpartition('/')[2]}"), 404)


def test_readiness_says_what_the_group_asks_of_each_in_numbers(table: Table) -> None:
    text = table.ada.page(table.portfolio("/readiness")).text
    assert "2 pieces of evidence must be your own; 0 count so far" in text
    assert "Your group, The talk group" in text
    assert "Together you still lack level 3" in text


def test_a_page_asks_as_often_however_many_work_on_it(
    in_school: InSchool, person: Person, school_id: UUID, queries: QueryCounter
) -> None:
    with in_school(school_id) as session:
        cohort = make_cohort(session)
        places = [make_place(session, cohort=cohort) for _ in range(6)]
        group = make_group(session, [one.candidate for one in places])
        item = make_pooled(session, group)
    member = person(school_id, places[0].person.id)
    paths = [f"/evidence/{item.id}", f"/portfolios/{places[0].id}/evidence"]
    paths.append(f"/portfolios/{places[0].id}/readiness")
    few = [queries(lambda path=path: member.page(path)) for path in paths]
    with in_school(school_id) as session:
        for one in places[1:]:
            make_contribution(session, item, one.candidate, places[0].candidate)
            make_pooled(session, group)
    assert [queries(lambda path=path: member.page(path)) for path in paths] == few
    assert max(few) <= 12


def test_who_has_handed_in_is_asked_for_a_word_and_can_say_it(
    in_school: InSchool, person: Person, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        make_head(session)
        asks = {"groups": {"confirmed": 0, "own_items": 0}}
        cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0, asks=asks)
        first, second = (make_place(session, cohort=cohort) for _ in range(2))
        own = make_item(session, first.candidate)
        for number in range(1, 11):
            make_claim(session, own, number)
        group = make_group(session, [first.candidate, second.candidate])
        item = make_pooled(session, group)
        make_contribution(session, item, second.candidate)
        hand_in(session, first)
        group_page, path = f"/groups/{group.id}", f"/evidence/{item.id}"
    ada = person(school_id, first.person.id)
    assert "1 contribution of others to confirm" in ada.page("/").text
    assert "Say a word on 1 piece of evidence" in ada.page(group_page).text
    text = ada.page(path).text
    assert "Question it, or add a note" in text
    assert "Say what you did" not in text
    ada.page(f"{path}/parts/{second.id}")
    ada.submitted(path, form=f"/parts/{second.id}")
    assert "Confirmed" in ada.page(path).text
    assert "Say a word on" not in ada.page(group_page).text
    assert "to confirm" not in ada.page("/").text
