"""Mentoring by its pages, without scripts: told as it goes on between two people, and looked at by the others."""

import pytest
from sqlalchemy import event

from tenants.base import clock
from tenants.base.actor import Role
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.mentoring import make_action, make_comment, make_meeting, make_note
from tests.factories.portfolios import make_audit, make_claim, make_item, make_place
from tests.factories.staff import make_staff

PRIVATE, SHARED, AGREED, COMMENT = (
    "Mine alone",
    "For the two of us",
    "Ask the art team",
    "Who tried it after you?",
)
MOST = 7


@pytest.fixture
def scene(in_school, school_id):
    """A cohort with a lead, a pair, a second mentor, somebody without a mentor, and a head."""
    with in_school(school_id) as session:
        lead = make_lead(session)
        place = make_place(session, cohort=make_cohort(session, lead=lead))
        item = make_item(session, place.candidate, shared=True)
        make_claim(session, item, 3)
        return {
            "candidate": place.person.id,
            "mentor": place.mentor.id,
            "second": make_staff(session, Role.MENTOR, name="Second Mentor").id,
            "lead": lead.id,
            "head": make_staff(session, Role.HEAD).id,
            "alone": make_candidate(session, place.cohort, make_staff(session, name="Nobody’s Yet")).id,
            "place": place.id,
            "cohort": place.cohort.id,
            "item": item.id,
        }


@pytest.fixture
def webs(person, school_id, scene):
    return {who: person(school_id, scene[who]) for who in ("candidate", "mentor", "second", "lead", "head")}


def test_a_meeting_is_noted_and_only_the_two_read_what_was_said(webs, scene) -> None:
    mentor, log = webs["mentor"], f"/portfolios/{scene['place']}/mentoring"
    note = mentor.submitted(f"{log}/meetings/new", {"minutes": "40"})
    assert mentor.submitted(note, {"body": SHARED}).endswith(log)
    mentor.submitted(note.replace("/shared", "/private"), {"body": PRIVATE})
    assert {SHARED, PRIVATE} <= {one for one in (SHARED, PRIVATE) if one in mentor.page(log).text}
    read = webs["candidate"].page(log).text
    assert SHARED in read
    assert PRIVATE not in read
    for who in ("second", "lead", "head"):
        webs[who].page(log, 404)
    for who in ("lead", "head"):
        for page in ("mentors", "meetings"):
            seen = webs[who].page(f"/cohorts/{scene['cohort']}/{page}").text
            assert "40" in seen
            assert SHARED not in seen
        assert SHARED not in webs[who].page(f"/places/{scene['place']}").text


def test_a_stale_save_of_a_note_shows_both_texts(webs, scene) -> None:
    mentor, log = webs["mentor"], f"/portfolios/{scene['place']}/mentoring"
    note = mentor.submitted(f"{log}/meetings/new", {"minutes": "40"})
    opened = mentor.page(note).form(0, mentor.address(note))
    mentor.submitted(note, {"body": "What I wrote first"})
    answer = mentor.client.post(opened.action, data=opened.data({"body": "What I wrote in another window"}))
    assert answer.status_code == 409
    for words in ("What I wrote first", "What I wrote in another window"):
        assert words in answer.get_data(as_text=True)


def test_what_is_agreed_stands_on_the_homes_of_both_until_it_is_done(webs, scene) -> None:
    mentor, candidate, log = webs["mentor"], webs["candidate"], f"/portfolios/{scene['place']}/mentoring"
    today = clock.today()
    due = {"due_on": [str(today.day), str(today.month), str(today.year)]}
    mentor.submitted(f"{log}/agreed/new", {"words": AGREED, "who": str(scene["candidate"]), **due})
    for web in (mentor, candidate):
        assert AGREED in web.page("/").text
    assert AGREED not in webs["lead"].page("/").text
    candidate.submitted(log, form="/done")
    for web in (mentor, candidate):
        assert AGREED not in web.page("/").text
    assert "Done on" in mentor.page(log).text


def test_a_comment_is_written_answered_and_settled_beside_the_draft(webs, scene) -> None:
    mentor, candidate, draft = webs["mentor"], webs["candidate"], f"/evidence/{scene['item']}"
    mentor.submitted(f"{draft}/comments/new?standard=3", {"body": COMMENT})
    read = candidate.page(draft).text
    assert COMMENT in read
    assert "Waits for you" in read
    assert "1 comment from your mentor" in candidate.page("/").text
    candidate.submitted(answer_page(candidate, draft), {"body": "Two of them."})
    assert "answered 1 comment" in mentor.page("/").text
    candidate.submitted(draft, form="/settled")
    assert "All of them are settled" in mentor.page(draft).text
    candidate.submitted(draft, form="/stop-sharing")
    mentor.page(draft, 404)
    assert COMMENT in candidate.page(draft).text


def answer_page(web, draft: str) -> str:
    (link,) = web.page(draft).tree.xpath("//a[contains(@href, '/answers/new')]/@href")
    return str(link)


def test_several_are_paired_in_one_form_and_it_is_undone_in_one_press(webs, scene) -> None:
    lead, board = webs["lead"], f"/cohorts/{scene['cohort']}/mentors"
    shown = lead.page(board).text
    assert "Second Mentor: mentors nobody yet" in shown
    chosen = {f"mentor-{scene[who]}": str(scene["second"]) for who in ("alone", "place")}
    page = lead.page(lead.submitted(board, chosen))
    assert "Saved: 2 changes" in page.text
    assert "Nobody’s Yet" in webs["second"].page("/mentoring").text
    webs["mentor"].page(f"/portfolios/{scene['place']}/mentoring", 404)
    undo = page.form("/undo/", board)
    lead.client.post(undo.action, data=undo.data({}))
    webs["mentor"].page(f"/portfolios/{scene['place']}/mentoring")
    lead.refused(board)


def test_the_earlier_log_opens_to_a_new_mentor_by_the_candidates_hand(
    webs, scene, in_school, school_id
) -> None:
    log = f"/portfolios/{scene['place']}/mentoring"
    note = webs["mentor"].submitted(f"{log}/meetings/new", {"minutes": "25"})
    webs["mentor"].submitted(note, {"body": SHARED})
    webs["lead"].submitted(f"/places/{scene['place']}/mentor", {"mentor": str(scene["second"])})
    assert SHARED not in webs["second"].page(log).text
    webs["candidate"].submitted(log, form="/earlier-log")
    assert SHARED in webs["second"].page(log).text
    webs["candidate"].submitted(log, form="/earlier-log/close")
    assert SHARED not in webs["second"].page(log).text


@pytest.fixture
def questions(app):
    """How many questions a page asks."""

    def asked(web, path: str) -> int:
        found: list[str] = []

        def note(connection, cursor, statement, *rest: object) -> None:
            if not statement.startswith(("SET LOCAL", "UPDATE sessions")):
                found.append(statement)

        web.page(path)
        event.listen(app.extensions["engine"], "before_cursor_execute", note)
        try:
            web.page(path)
        finally:
            event.remove(app.extensions["engine"], "before_cursor_execute", note)
        return len(found)

    return asked


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("mentor", "/mentoring"),
        ("mentor", "/"),
        ("candidate", "/"),
        ("mentor", "/portfolios/{place}/mentoring"),
        ("candidate", "/portfolios/{place}/mentoring"),
        ("mentor", "/evidence/{item}"),
        ("candidate", "/evidence/{item}"),
        ("mentor", "/portfolios/{place}/self-audit"),
        ("lead", "/cohorts/{cohort}/mentors"),
        ("lead", "/cohorts/{cohort}/meetings"),
    ],
)
def test_a_page_asks_at_most_seven_questions_and_one_of_priorities(
    person, scene, in_school, school_id, questions, who, path
) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        own = {"place": place.id, "cohort": scene["cohort"], "lead": scene["lead"]}
        for _ in range(3):
            make_note(session, make_meeting(session, place.candidate, place.mentor), place.mentor, SHARED)
            make_action(session, place.candidate, place.mentor)
            item = make_item(session, place.candidate, shared=True)
            make_comment(session, item, place.mentor, COMMENT, answer="Yes.", answered_by=place.person)
        make_comment(session, make_audit(session, place.candidate, {1: 2}, shared=True), place.mentor)
        own |= {"item": item.id, "mentor": place.mentor.id, "candidate": place.person.id}
    assert questions(person(school_id, own[who]), path.format(**own)) <= MOST
