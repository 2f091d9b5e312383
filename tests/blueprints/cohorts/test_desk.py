"""The cohort's desk in the browser: board, registers, moves of several people, notes."""

from datetime import timedelta

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.rules import PlaceState
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.staff import make_staff
from tests.isolation.test_queries import asked

MOST_QUESTIONS, MOST_KILOBYTES = 7, 400


@pytest.fixture
def scene(in_school, school_id):
    """A lead who is a candidate as well, a mentor, two more candidates, and a session that was held."""
    today = clock.today()
    with in_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead")
        mentor = make_staff(session, Role.MENTOR, name="Mo Mentor")
        cohort = make_cohort(
            session, lead=lead, starts_on=today - timedelta(days=50), window_opens_on=today,
            window_closes_on=today + timedelta(days=10), places=300,
        )  # fmt: skip
        people = [make_staff(session, name=name, job_title="Teacher") for name in ("Ann Able", "Bo Brave")]
        places = [make_candidate(session, cohort, one) for one in (*people, lead)]
        invited = make_candidate(
            session, cohort, make_staff(session, name="Dee Due"), state=PlaceState.INVITED
        )
        for place in places:
            place.approved_at = clock.now() - timedelta(days=40)
        date = make_date(session, cohort, title="Launch", day=today - timedelta(days=1))
        return {
            "lead": lead.id, "mentor": mentor.id, "ann": people[0].id, "cohort": f"/cohorts/{cohort.id}",
            "cohort_id": cohort.id, "ids": [str(one.id) for one in (*places, invited)], "register":
            f"/timetable/{date.id}/register",
        }  # fmt: skip


def chosen(page) -> set[str]:
    return set(page.tree.xpath("//input[@name='place'][@checked]/@value"))


def test_the_board_is_sifted_by_its_address_and_downloads_what_it_shows(scene, person, school_id) -> None:
    lead, board = person(school_id, scene["lead"]), f"{scene['cohort']}/board"
    page = lead.page(board)
    assert "The submission window closes in 10 days" in page.text
    assert "Needs somebody now (2)" in page.text
    assert "This is you" in page.text
    assert page.tree.xpath("//tr[contains(., 'This is you')]//*[contains(@class, 'board__why')]") == []
    assert "Ann Able" not in lead.page(f"{board}?stage=invited").text
    assert "Nobody found" in lead.page(f"{board}?name=zzz").text
    assert chosen(lead.page(f"{board}?chosen=all&stage=invited")) == {scene["ids"][3]}
    told = lead.get(f"{board}/csv?stage=invited").get_data(as_text=True)
    assert "Dee Due" in told
    assert "Ann Able" not in told
    assert lead.page(f"{board}?stage=nonsense&risk=&sort=x").heading == "Board"


def test_several_are_moved_after_it_was_shown_and_all_comes_back(scene, person, school_id) -> None:
    lead, moves = person(school_id, scene["lead"]), f"{scene['cohort']}/moves/mentor"
    assert "Choose at least one person" in lead.refused(moves).text
    page = lead.page(moves)
    answer = {"place": scene["ids"][:2], "mentor": str(scene["mentor"])}
    first = lead.submit(moves, answer)
    assert first.status_code == 200
    told = first.get_data(as_text=True)
    assert "What would happen" in told
    assert "Change the mentor of 2 people" in told
    seen = told.split('name="seen"')[1].split('value="')[1].split('"')[0]
    other = lead.submit(moves, {**answer, "mentor": "nobody", "seen": seen})
    assert other.status_code == 200, "another mentor than the one shown is shown first"
    done = lead.submit(moves, {**answer, "seen": seen})
    assert done.status_code == 303
    board = lead.page(f"{scene['cohort']}/board")
    assert "Done for 2 people." in board.text
    assert board.text.count("Mo Mentor") > 1
    lead.client.post(board.form("/undo/", "").action, data=board.form("/undo/", "").data({}))
    assert "Undone for all 2." in lead.page(scene["cohort"]).text
    assert page.heading == "Change mentor"


def test_from_the_board_people_come_chosen_and_who_cannot_be_moved_is_told_why(
    scene, person, school_id
) -> None:
    lead = person(school_id, scene["lead"])
    form = lead.page(f"{scene['cohort']}/board").form("/messages", "")
    first = lead.client.post(
        lead.address(f"{scene['cohort']}/moves/withdrawal"), data=form.data({"place": scene["ids"]})
    )
    assert first.status_code == 200
    assert first.get_data(as_text=True).count(" checked") == 4
    day = clock.today() + timedelta(days=300)
    boxes = [str(day.day), str(day.month), str(day.year)]
    page = lead.submit(
        f"{scene['cohort']}/moves/time",
        {"place": scene["ids"], "day": boxes, "grounds": "A flood"},
    ).get_data(as_text=True)
    assert "your programme allows no more" in page
    assert "This is your own place" in page
    assert "It can be done for none of them." in page
    assert lead.get(f"{scene['cohort']}/moves/approval").status_code == 404


def test_a_register_is_taken_and_read_by_the_candidate(scene, person, school_id) -> None:
    lead, register = person(school_id, scene["lead"]), scene["register"]
    page = lead.page(register)
    assert page.tree.xpath("//input[@checked]/@value") == ["present"] * 3
    lead.submitted(register, {f"mark-{scene['ids'][0]}": "apologies"})
    assert "2 present, 1 apologies" in lead.page(f"{scene['cohort']}/registers").text
    own = person(school_id, scene["ann"]).page(f"/places/{scene['ids'][0]}")
    assert "Launch: Apologies" in own.text
    assert "0 of 1 attended" in own.text
    assert "Apologies" in lead.get(f"{scene['cohort']}/registers/csv").get_data(as_text=True)


def test_a_note_is_kept_and_the_candidate_finds_no_way_to_it(scene, person, school_id) -> None:
    lead, place = person(school_id, scene["lead"]), f"/places/{scene['ids'][0]}"
    lead.submitted(f"{place}/notes", {"body": "Asked for a quiet afternoon."})
    assert "Asked for a quiet afternoon." in lead.page(f"{place}/notes").text
    own = person(school_id, scene["ann"])
    assert "/notes" not in str(own.page(place).links())
    assert own.get(f"{place}/notes").status_code == 404
    assert lead.get(f"/places/{scene['ids'][2]}/notes").status_code == 404, "about oneself"


def test_two_hundred_candidates_are_seven_questions_and_a_light_page(
    scene, person, school_id, in_school, engine
) -> None:
    with in_school(school_id) as session:
        cohort = session.get_one(type(make_cohort(session)), (school_id, scene["cohort_id"]))
        for at in range(200):
            make_candidate(session, cohort, make_staff(session, name=f"Candidate {at}", job_title="Teacher"))
    lead = person(school_id, scene["lead"])
    lead.page(f"{scene['cohort']}/board")
    with asked(engine) as questions:
        page = lead.get(f"{scene['cohort']}/board")
    assert len(questions) <= MOST_QUESTIONS, "\n".join(questions)
    assert len(page.get_data()) < MOST_KILOBYTES * 1000
    assert page.get_data(as_text=True).count('name="place"') == 204
