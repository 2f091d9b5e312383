"""Events as people meet them: planned, asked about, recorded, taken in as evidence; and the audience's door."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.base.receipts import FormReceipt
from tenants.events.models import Answer, Attendance, Event
from tenants.events.queries.feedback import results
from tenants.events.rules.events import EventState
from tenants.schools.queries import this_school
from tests.factories.events import make_answer, make_attendance, make_event
from tests.factories.portfolios import make_place
from tests.factories.staff import make_staff
from tests.security.test_rate_limits import counted_by
from tests.web import Web

PLAN = {
    "title": "Retrieval practice",
    "reach": "beyond",
    "audience": "Science teachers of the town",
    "host": "Thornby Town Hall",
    "starts": "3:30pm",
    "ends": "5pm",
}
ANSWER = {"useful": "4", "will_try": "A quiz", "job": "teacher", "origin": "elsewhere", "words": "Clear."}
HALL = "203.0.113.7"
"""The one address behind which a school's phones come."""


@dataclass(frozen=True)
class Stage:
    """Somebody who presents, and an event whose audience can answer."""

    school_id: UUID
    slug: str
    person_id: UUID
    event_id: UUID
    code: str
    presenter: Web

    @property
    def door(self) -> str:
        return f"/feedback/{self.code}"

    def page(self, rest: str = "") -> str:
        return f"/events/{self.event_id}{rest}"


@pytest.fixture
def stage(in_school, person, school_id, slug) -> Stage:
    with in_school(school_id) as session:
        place = make_place(session)
        event = make_event(session, place.person, place.candidate, title="Reading aloud", attendance=31)
        ids = (place.person.id, event.id, event.code)
    return Stage(school_id, slug, *ids, person(school_id, ids[0]))


@pytest.fixture
def slug(in_school, school_id) -> str:
    return slug_of(in_school, school_id)


def slug_of(in_school, school_id: UUID) -> str:
    with in_school(school_id) as session:
        return this_school(session).slug


def phone(app, stage: Stage, address: str = HALL) -> Web:
    """In the hall: a browser of its own, behind the address of all."""
    web = Web(app, stage.slug)
    web.client.environ_base["REMOTE_ADDR"] = address
    return web


def counted(in_school, stage: Stage) -> int:
    with in_school(stage.school_id) as session:
        return results(session, stage.event_id).summary.answers


def today() -> list[str]:
    day = clock.today()
    return [str(day.day), str(day.month), str(day.year)]


def test_an_event_from_its_plan_to_the_evidence(app, in_school, person, school_id) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        ola = make_staff(session, name="Ola Berg")
        presenter_id, ola_id = place.person.id, ola.id
    web = person(school_id, presenter_id)
    early = {"starts": "0:00", "ends": "0:10"}
    event = web.submitted("/events/new", PLAN | early | {"held_on": today()})
    page = web.page(f"{event}/poster")
    assert page.tree.xpath("//*[contains(@class, 'poster__code')]//*[local-name() = 'svg']")
    door = page.tree.xpath("string(//p[@class='poster__address']/a/@href)").removeprefix("http://localhost")
    audience = Web(app)
    assert audience.submitted(door, ANSWER) == door
    assert "Thank you" in audience.page(door).text
    account = {"attendance": "31", "reach_school": "Seven schools", "summary": "They *tried* it."}
    web.submitted(f"{event}/account", account)
    web.submitted(
        f"{event}/slides/new",
        {"file": (BytesIO(b"Notes for everybody."), "notes.txt"), "people": "nobody", "sensitive": "no"},
    )
    found = web.page(f"{event}/people?q=ola")
    assert "Ola Berg" in found.text
    web.submitted(f"{event}/people?q=ola", form=1)
    assert "Ola Berg" in web.page(event).text
    item = web.submitted(event, form="/evidence")
    told = web.page(item)
    for words in ("Retrieval practice", "1 of 31 who came answered", "notes.txt", "Open the event"):
        assert words in told.text
    Web(app).submitted(door, ANSWER | {"useful": "5"})
    assert web.submitted(event, form="/evidence") == item
    assert "2 of 31 who came answered" in web.page(item).text
    assert "Retrieval practice" in person(school_id, ola_id).page("/attendance").text


def test_what_is_no_time_or_ends_before_it_begins_is_said_at_its_field(stage) -> None:
    refused = stage.presenter.refused("/events/new", PLAN | {"held_on": today(), "starts": "tea time"})
    assert refused.errors() == ["Enter when it begins, such as 3:30pm or 15:30"]
    refused = stage.presenter.refused("/events/new", PLAN | {"held_on": today(), "ends": "3pm"})
    assert refused.errors() == ["It must end after it begins."]


def test_a_device_answers_once(app, in_school, stage) -> None:
    web = phone(app, stage)
    web.submitted(stage.door, ANSWER)
    thanks = web.page(stage.door)
    assert "This device has answered" in thanks.text
    assert not thanks.tree.xpath("//main//form")
    other = phone(app, stage)
    assert "How useful" in other.page(stage.door).text
    assert counted(in_school, stage) == 1


def test_two_answers_of_one_device_at_once_are_one(app, in_school, stage) -> None:
    """As many at a time as there are threads, all with the same cookie."""
    web = phone(app, stage)
    form = web.page(stage.door).form(0, web.address(stage.door))
    cookie = web.client.get_cookie("lectern").value

    def send(useful: str) -> int:
        same = phone(app, stage)
        same.client.set_cookie("lectern", cookie)
        return int(same.client.post(form.action, data=form.data(ANSWER | {"useful": useful})).status_code)

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(send, ["1", "2", "3", "4", "5", "5"]))
    assert codes == [303] * 6
    assert counted(in_school, stage) == 1


def test_thirty_phones_of_one_hall_answer_at_once(app, in_school, stage) -> None:
    def answer(number: int) -> tuple[str, bool]:
        web = phone(app, stage)
        led = web.submitted(stage.door, ANSWER | {"will_try": f"Idea {number}"})
        return led, "Thank you" in web.page(stage.door).text

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(answer, range(30)))
    assert told == [(f"/schools/{stage.slug}{stage.door}", True)] * 30
    with in_school(stage.school_id) as session:
        kept = session.scalars(select(Answer).where(Answer.event_id == stage.event_id)).all()
    assert {one.will_try for one in kept} == {f"Idea {number}" for number in range(30)}
    page = stage.presenter.page(stage.page("/feedback"))
    assert "30 of 31 who came answered (97%)." in page.text


def test_the_door_counts_by_address_by_school_and_its_answers_by_event(app) -> None:
    assert counted_by(app, "events.audience") == {"get_remote_address", "by_school"}
    assert counted_by(app, "events.take_answer") == {"get_remote_address", "by_school", "by_code"}


def test_a_full_hall_is_let_in_and_who_floods_is_stopped(app, stage) -> None:
    """200 a minute from one address: three halls at once. A machine that takes longer for them stops at the 600 of an
    hour. Another address still comes in."""
    web = phone(app, stage, "203.0.113.99")
    form = web.page(stage.door).form(0, web.address(stage.door))
    let_in = 0
    while (code := web.client.post(form.action, data=form.data(ANSWER)).status_code) == 303:
        let_in += 1
    assert code == 429
    assert 200 <= let_in <= 600
    phone(app, stage).submitted(stage.door, ANSWER)


def answers_alike(app, stage: Stage, code: str) -> str:
    answer = Web(app, stage.slug).client.get(f"/schools/{stage.slug}/feedback/{code}")
    assert answer.status_code == 404
    text = answer.get_data(as_text=True)
    nonce = answer.headers["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
    return text.replace(nonce, "")


@pytest.mark.parametrize("how", ["closed", "not open yet", "called off", "replaced"])
def test_a_code_that_is_over_is_told_apart_from_none_by_nothing(app, in_school, stage, how: str) -> None:
    unknown = answers_alike(app, stage, "0000000000")
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        match how:
            case "closed":
                event.closes_at = clock.now() - timedelta(minutes=1)
            case "not open yet":
                event.opens_at = clock.now() + timedelta(minutes=1)
            case "called off":
                event.state = EventState.CANCELLED.value
            case "replaced":
                event.code_hash = "of another"
    assert answers_alike(app, stage, stage.code) == unknown
    assert answers_alike(app, stage, "<script>") == unknown


def test_the_code_of_one_school_opens_nothing_at_another(app, in_school, stage, other_school_id) -> None:
    other = slug_of(in_school, other_school_id)
    assert Web(app, other).client.get(f"/schools/{other}{stage.door}").status_code == 404


def test_the_audience_gets_the_cookie_of_the_form_and_no_other(app, stage) -> None:
    web = phone(app, stage)
    web.submitted(stage.door, ANSWER)
    assert {cookie.key for cookie in web.client._cookies.values()} == {"lectern"}
    assert Web(app, stage.slug).client.get(f"/schools/{stage.slug}{stage.door}").headers[
        "Referrer-Policy"
    ] == ("no-referrer")


def test_a_colleague_who_is_signed_in_answers_as_unknown_as_everybody(in_school, person, stage) -> None:
    with in_school(stage.school_id) as session:
        colleague_id = make_staff(session).id
    web = person(stage.school_id, colleague_id)
    web.submitted(stage.door, ANSWER)
    assert "Thank you" in web.page(stage.door).text
    with in_school(stage.school_id) as session:
        for model in (FormReceipt, HistoryEntry):
            said = session.scalars(select(model).where(model.school_id == stage.school_id)).all()
            assert not [one for one in said if colleague_id in vars(one).values()]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"useful": ""}, "Say how useful it was"),
        ({"words": "x" * 501}, "must be 500 characters or fewer"),
        ({"will_try": "a\0b"}, "has a character that can't be kept"),
    ],
)
def test_an_answer_that_cannot_be_taken_comes_back_as_it_was_typed(
    app, in_school, stage, typed: dict[str, str], wrong: str
) -> None:
    refused = phone(app, stage).refused(stage.door, ANSWER | typed)
    assert any(wrong in error for error in refused.errors())
    assert counted(in_school, stage) == 0


def test_what_an_audience_writes_is_text_on_the_page(app, stage) -> None:
    phone(app, stage).submitted(stage.door, ANSWER | {"words": "<script>alert(1)</script> & more"})
    page = stage.presenter.page(stage.page("/feedback"))
    assert "<script>alert(1)</script> & more" in page.text
    assert not page.tree.xpath("//main//script")


def test_few_answers_point_at_nobody(app, in_school, stage) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        for _ in range(4):
            make_answer(session, event)
    page = stage.presenter.page(stage.page("/feedback"))
    assert "Few answers" in page.text
    assert len(page.tree.xpath("//figure")) == 1
    phone(app, stage).submitted(stage.door, ANSWER)
    assert len(stage.presenter.page(stage.page("/feedback")).tree.xpath("//figure//table")) == 3


def test_a_hidden_answer_is_counted_and_read_by_nobody(in_school, stage) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        make_answer(session, event, words="Callum would love this.")
    stage.presenter.submitted(stage.page("/feedback"), form="/hide")
    page = stage.presenter.page(stage.page("/feedback"))
    assert "Callum" not in page.text
    assert "You have hidden this answer. It is counted still." in page.text
    assert counted(in_school, stage) == 1
    stage.presenter.submitted(stage.page("/feedback"), form="/show")
    assert "Callum" in stage.presenter.page(stage.page("/feedback")).text


def test_the_programme_lead_and_the_head_see_numbers_and_no_words(in_school, person, stage) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        make_answer(session, event, 5, words="Only for who presents.", will_try="Secret plan")
        head = make_staff(session, Role.HEAD)
    web = person(stage.school_id, head.id)
    page = web.page("/outreach/everybody")
    assert "Reading aloud" in page.text
    assert "1 of 1 who answered" in page.text
    for path in ("/outreach/everybody", "/outreach/everybody/download?as=csv"):
        told = web.get(path).get_data(as_text=True)
        assert "Only for who presents." not in told
        assert "Secret plan" not in told
    assert web.get(stage.page()).status_code == 404
    stage.presenter.submitted(stage.page(), form="/share")
    assert "Only for who presents." in web.page(stage.page("/feedback")).text


def test_an_outreach_log_is_a_sheet_whose_cells_are_text(in_school, stage) -> None:
    with in_school(stage.school_id) as session:
        session.get_one(Event, (stage.school_id, stage.event_id)).title = "=1+1"
    told = stage.presenter.get("/outreach/download?as=csv").get_data().decode("utf-8-sig").splitlines()
    assert told[0].startswith("Date,Who presented,Title")
    assert "'=1+1" in told[1]
    sheet = load_workbook(BytesIO(stage.presenter.get("/outreach/download").get_data())).active
    assert [cell.value for cell in sheet[2]][2] == "'=1+1"
    assert sheet["I2"].value == "31"


def test_a_certificate_is_fetched_by_whom_it_names_once_it_is_drawn(app, in_school, person, stage) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        ola = make_staff(session, name="Ola")
        named = make_attendance(session, event, ola)
        ids = (ola.id, named.id)
    web = person(stage.school_id, ids[0])
    path = f"/attendance/{ids[1]}/certificate"
    assert web.get(path).status_code == 404
    app.extensions["outside"].files.replace(f"attendance/{ids[1]}", BytesIO(b"%PDF-1.7"))
    with in_school(stage.school_id) as session:
        session.get_one(Attendance, (stage.school_id, ids[1])).drawn_at = clock.now()
    answer = web.get(path)
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert stage.presenter.get(path).status_code == 404
    web.submitted("/attendance", form="/leave")
    assert web.get(path).status_code == 404


def test_the_front_page_asks_how_it_went_and_says_what_is_coming(in_school, stage) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        event.state, event.attendance = EventState.PLANNED.value, None
    home = stage.presenter.page("/")
    assert "How did it go? Reading aloud" in home.text
    assert "Your audience can answer" in home.text


@pytest.mark.parametrize(
    "path",
    [
        "/events",
        "{event}",
        "{event}/feedback",
        "{event}/poster",
        "{event}/people",
        "/outreach",
        "/attendance",
    ],
)
def test_a_page_asks_at_most_seven_questions(app, in_school, stage, queries, path: str) -> None:
    with in_school(stage.school_id) as session:
        event = session.get_one(Event, (stage.school_id, stage.event_id))
        for number in range(6):
            make_answer(session, event)
            make_attendance(session, event, make_staff(session, name=f"Colleague {number}"))
    where = path.format(event=stage.page())
    stage.presenter.page(where)
    assert queries(lambda: stage.presenter.get(where)) <= 7
