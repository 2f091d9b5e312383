import hashlib
import io

import pytest

from tenants.assessment.models import Judgement
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.history import HistoryEntry
from tenants.base.ids import new_id
from tenants.staff.models import Staff
from tests.factories.assessment import PASSING, accept, allocate, judge, lock, make_matter
from tests.factories.staff import appoint, make_guest

BYTES = b"%PDF-1.7 reading notes"
WHOLE = (
    "",
    "/portfolio",
    "/standards/4",
    "/summary",
    "/lock",
)


@pytest.fixture
def world(app, in_school, school_id):
    """Two assessors who accepted, and the bytes of the file in the store."""
    with in_school(school_id) as session:
        matter = make_matter(session)
        seats = allocate(session, matter)
        for seat in seats:
            accept(session, seat)
    return matter, seats


@pytest.fixture
def assessor(person, school_id, world):
    return person(school_id, world[1][0].staff_id)


def words(**changed: str) -> dict[str, str]:
    return {"level": "3", "rationale": "Seen in the talk.", "feedback": "Go on.", **changed}


def test_the_list_and_every_page_of_a_task_open_for_its_assessor(assessor, world) -> None:
    _, (first, _) = world
    assert str(first.id) in "".join(assessor.page("/assessing").links())
    for rest in WHOLE:
        assessor.page(f"/assessing/{first.id}{rest}")


def test_an_offer_is_answered_first(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        seat, _ = allocate(session, make_matter(session))
    web = person(school_id, seat.staff_id)
    assert web.get(f"/assessing/{seat.id}/portfolio").status_code == 404
    web.submitted(f"/assessing/{seat.id}", form="acceptance")
    assert "Peer coaching" in web.page(f"/assessing/{seat.id}/portfolio").text


def test_declining_and_declaring_an_interest_close_the_task(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        seats = allocate(session, make_matter(session))
    for seat, path in zip(seats, ("refusal", "interest"), strict=True):
        web = person(school_id, seat.staff_id)
        web.refused(f"/assessing/{seat.id}/{path}")
        web.submitted(f"/assessing/{seat.id}/{path}", {"reason": "We share an office."})
        assert web.get(f"/assessing/{seat.id}").status_code == 404


def test_a_standard_is_judged_and_leads_to_the_next(assessor, world, in_school, school_id) -> None:
    _, (first, _) = world
    led = assessor.submitted(f"/assessing/{first.id}/standards/4", words())
    assert led.endswith("/standards/5")
    with in_school(school_id) as session:
        found = session.get(Judgement, (school_id, first.id, 4))
        assert (found.level, found.rationale) == (3, "Seen in the talk.")


def test_a_stale_save_shows_both_texts(assessor, world) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/standards/4"
    assessor.submitted(path, words())
    answer = assessor.submit(path, words(rationale="Another window.", version="1"))
    assert answer.status_code == 409
    assert "Seen in the talk." in answer.get_data(as_text=True)
    assert "Another window." in answer.get_data(as_text=True)


def autosave(web, path: str, version: int, **fields: str):
    token = web.page(path).tree.xpath("//input[@name='csrf_token']/@value")[0]
    body = {"version": version, "fields": fields}
    return web.client.post(web.address(f"{path}/autosave"), json=body, headers={"X-CSRFToken": token})


def test_typing_is_saved_and_an_old_version_meets_both_texts(assessor, world) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/standards/4"
    assert autosave(assessor, path, 1, level="", rationale="Half a", evidence_id="").json == {"version": 2}
    late = autosave(assessor, path, 1, level="", rationale="Other", evidence_id="")
    assert late.status_code == 409
    assert late.json["fields"]["rationale"] == "Half a"


def test_the_summing_up_is_saved_as_it_is_typed(assessor, world) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/summary"
    assert autosave(assessor, path, 1, recommendation="", feedback="Begin well").json == {"version": 2}


def test_what_is_not_in_the_portfolio_or_no_level_is_refused(assessor, world) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/standards/4"
    assessor.refused(path, words(level="9"))
    assessor.refused(path, words(evidence_id=str(new_id())))
    assert autosave(assessor, path, 1, level="9").status_code == 422


@pytest.mark.parametrize("text", ["\N{RIGHT-TO-LEFT OVERRIDE}abc", "😀 <script>alert(1)</script>", "’" * 999])
def test_what_people_type_comes_back_as_text(assessor, world, text: str) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/standards/4"
    assessor.submitted(path, words(rationale=text))
    assert "".join(assessor.page(path).tree.xpath("//textarea[@name='rationale']/text()")).strip() == text


def test_a_megabyte_and_a_nul_are_refused_with_the_text_kept(assessor, world) -> None:
    _, (first, _) = world
    for text in ("x" * 1_000_000, "a\0b"):
        page = assessor.refused(f"/assessing/{first.id}/standards/4", words(rationale=text))
        assert page.errors()


def test_the_lock_is_refused_until_all_is_said_and_then_done_once(
    assessor, world, in_school, school_id
) -> None:
    _, (first, _) = world
    path = f"/assessing/{first.id}/lock"
    assert "10 standards are still to judge" in assessor.page(path).text
    with in_school(school_id) as session:
        judge(session, first.id, PASSING)
    assert assessor.submitted(path).endswith("/assessing")
    assert "locked" in assessor.page(f"/assessing/{first.id}").text


def test_the_other_assessors_work_is_nowhere_before_both_lock(person, world, in_school, school_id) -> None:
    matter, (first, second) = world
    with in_school(school_id) as session:
        lock(session, first.id, PASSING)
    web = person(school_id, second.staff_id)
    for rest in WHOLE:
        shown = web.get(f"/assessing/{second.id}{rest}").get_data(as_text=True)
        assert "Seen in item one" not in shown
        assert first.person.name not in shown
        assert web.get(f"/assessing/{first.id}{rest}").status_code == 404
    answer = autosave(web, f"/assessing/{second.id}/standards/4", 1, rationale="Mine")
    assert answer.json == {"version": 2}
    assert first.person.name not in web.get("/assessing").get_data(as_text=True)
    assert matter.person.name in web.get("/assessing").get_data(as_text=True)


def test_nobody_but_its_assessor_reaches_a_task(person, world, in_school, school_id, other_school_id) -> None:
    matter, (first, second) = world
    with in_school(other_school_id) as session:
        stranger = make_matter(session).head.id
    webs = [
        person(school_id, one) for one in (matter.lead.id, matter.head.id, matter.person.id, second.staff_id)
    ]
    webs.append(person(other_school_id, stranger))
    for web in webs:
        for rest in (*WHOLE, f"/files/{matter.file.id}", "/refusal", "/interest"):
            assert web.get(f"/assessing/{first.id}{rest}").status_code == 404


def test_signed_out_is_led_to_the_sign_in_for_real_and_missing_tasks_alike(
    web, app, world, person, school_id
):
    _, (first, _) = world
    slug = person(school_id, first.staff_id).slug
    answers = [web.get(f"/schools/{slug}/assessing/{one}") for one in (first.id, new_id())]
    assert {answer.status_code for answer in answers} == {303}


def test_a_file_of_the_snapshot_comes_as_an_attachment_and_is_noted(
    app, assessor, world, in_school, school_id
) -> None:
    matter, (first, _) = world
    path = f"/assessing/{first.id}/files/{matter.file.id}"
    assert assessor.get(path).status_code == 404
    app.extensions["outside"].files.put(matter.file.key, io.BytesIO(BYTES), hashlib.sha256(BYTES).hexdigest())
    answer = assessor.get(path)
    assert answer.data == BYTES
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with in_school(school_id) as session:
        assert "assessment:download" in {one.action for one in session.query(HistoryEntry)}


def test_a_file_that_the_snapshot_does_not_name_is_not_there(assessor, world) -> None:
    _, (first, _) = world
    assert assessor.get(f"/assessing/{first.id}/files/{new_id()}").status_code == 404


def test_a_guest_sees_the_named_portfolio_and_nothing_after_their_last_day(
    person, world, in_school, school_id, real_clock
) -> None:
    matter, (first, _) = world
    with in_school(school_id) as session:
        until = clock.today()
        guest = make_guest(session, until=until)
        other = make_matter(session)
        seat, _ = allocate(session, other)
        seat.assignment.staff_id = guest.id
        appoint(session, guest.id, Appointment.ASSESSOR, other.submission.id)
    web = person(school_id, guest.id)
    web.page(f"/assessing/{seat.id}")
    assert other.person.name in web.page("/assessing").text
    assert matter.person.name not in web.page("/assessing").text
    for path in (f"/assessing/{first.id}", f"/cohorts/{matter.cohort.id}/assessment", "/staff", "/cohorts"):
        assert web.get(path).status_code == 404
    with in_school(school_id) as session:
        session.get(Staff, (school_id, guest.id)).ends_on = until.replace(year=until.year - 1)
    assert web.get(f"/assessing/{seat.id}").status_code == 303
