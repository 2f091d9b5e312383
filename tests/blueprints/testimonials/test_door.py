"""The writer's door, without an account, and the candidate's pages behind it."""

import json

import pytest

from tenants.base import clock
from tenants.schools.queries import this_school
from tenants.testimonials.actions.writing import make_link
from tenants.testimonials.queries import testimonial, testimonials_of
from tenants.testimonials.rules import State
from tests.factories.portfolios import make_place
from tests.factories.testimonials import make_testimonial

TYPED = {
    "name": "Ola Berg",
    "job": "Head of science at Ash Vale",
    "knows": "We plan together.",
    "standards": ["7"],
    "body": "Her *questions* changed <b>my team</b>.",
}


@pytest.fixture
def place(in_school, school_id):
    with in_school(school_id) as session:
        return make_place(session)


@pytest.fixture
def one(in_school, school_id, place):
    with in_school(school_id) as session:
        return make_testimonial(session, place.candidate, name="Ola Berg")


@pytest.fixture
def path(in_school, school_id, one):
    with in_school(school_id) as session:
        slug = this_school(session).slug
        return f"/schools/{slug}/testimonials/link/{make_link(session, testimonial(session, one.id))}"


def now(in_school, school_id, one):
    with in_school(school_id) as session:
        return testimonial(session, one.id)


def test_a_candidate_asks_and_sees_whom(person, in_school, school_id, place) -> None:
    web = person(school_id, place.person.id)
    form = {"name": "Ola Berg", "email": "ola@ash.example", "message": "What changed?", "standards": ["7"]}
    assert web.refused(f"/portfolios/{place.id}/testimonials/new", form | {"email": "nonsense"})
    assert web.submitted(f"/portfolios/{place.id}/testimonials/new", form).endswith("/testimonials")
    with in_school(school_id) as session:
        (made,) = testimonials_of(session, place.id)
    assert "Ola Berg" in web.page(f"/portfolios/{place.id}/testimonials").text
    assert "They had an email less than 4 days ago" in web.page(f"/testimonials/{made.id}").text


def test_the_writer_is_told_first_who_reads_it_and_a_scanner_changes_nothing(
    web, in_school, school_id, place, one, path
) -> None:
    for _ in range(3):
        page = web.page(path)
    assert page.heading == f"{place.person.name} asks you for a testimonial"
    assert "assessors" in page.text
    assert "kept for six years" in page.text
    assert now(in_school, school_id, one).state == State.ASKED
    assert web.get(f"{path}/write").status_code == 303


def test_it_is_written_seen_as_it_will_be_read_and_sent(
    web, person, in_school, school_id, place, one, path
) -> None:
    web.submitted(path, form="begin")
    assert web.submitted(f"{path}/write", TYPED).endswith("/send")
    shown = web.page(f"{path}/send")
    assert "questions" in shown.text
    assert "<b>my team</b>" in shown.text
    candidate = person(school_id, place.person.id)
    assert "questions" not in candidate.page(f"/testimonials/{one.id}").text
    web.refused(f"{path}/send", {})
    web.submitted(f"{path}/send", {"mine": "y"})
    assert web.page(path).heading == "Thank you"
    assert "questions" in candidate.page(f"/testimonials/{one.id}").text
    item = candidate.submitted(f"/testimonials/{one.id}", form="evidence")
    assert "Testimonial from Ola Berg" in candidate.page(item).text
    assert "changed any more" in web.page(path).text


def test_saving_while_typing_and_a_stale_window(web, in_school, school_id, one, path) -> None:
    web.submitted(path, form="begin")
    token = web.page(f"{path}/write").tree.xpath("//form//input[@name='csrf_token']/@value")[0]

    def save(version: int, body: str):
        return web.client.post(
            f"{path}/autosave",
            json={"version": version, "fields": TYPED | {"body": body}},
            headers={"X-CSRFToken": token},
        )

    first = json.loads(save(1, "From my phone.").data)
    assert first["version"] == 2
    stale = save(1, "From my desk.")
    assert stale.status_code == 409
    assert json.loads(stale.data)["fields"]["body"] == "From my phone."
    assert save(2, "x" * 7000).status_code == 422


def test_a_stale_save_without_scripts_shows_both_texts(web, one, path) -> None:
    web.submitted(path, form="begin")
    web.submitted(f"{path}/write", TYPED)
    answer = web.submit(f"{path}/write", TYPED | {"body": "From my desk.", "version": "1"})
    assert answer.status_code == 409
    assert "From my desk." in answer.text
    assert "changed" in answer.text


def test_no_is_said_with_a_reason_that_stays_at_home(
    web, person, in_school, school_id, place, one, path
) -> None:
    page = web.submit(f"{path}/decline", {"reason": "I hardly know them."})
    assert "No reason is passed on" in page.text
    assert web.page(path, 410).heading == "This link no longer works"
    assert (
        "I hardly know them." not in person(school_id, place.person.id).page(f"/testimonials/{one.id}").text
    )


def test_who_is_asked_stops_reminders_or_all_of_it(web, in_school, school_id, one, path) -> None:
    web.submitted(path, form="no-reminders")
    assert now(in_school, school_id, one).no_reminders
    assert "Nobody at" in web.submit(f"{path}/no-more").text
    assert now(in_school, school_id, one).state == State.DECLINED


@pytest.mark.parametrize("page", ["", "/write", "/send", "/decline", "/no-more"])
@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é", "A" * 3000])
def test_links_of_nothing_get_one_answer(web, path, token: str, page: str) -> None:
    assert web.page(f"{path.rsplit('/', 1)[0]}/{token}{page}", 410).heading == "This link no longer works"


def test_a_link_opens_one_request_in_its_own_school(
    web, in_school, school_id, other_school_id, place, one, path
) -> None:
    with in_school(other_school_id) as session:
        slug = this_school(session).slug
    assert web.page(f"/schools/{slug}/{path.split('/', 3)[3]}", 410)
    with in_school(school_id) as session:
        other = make_testimonial(session, place.candidate, State.RECEIVED, body="Not for Ola's eyes.")
    web.submitted(path, form="begin")
    assert other.body not in web.page(f"{path}/write").text + web.page(f"{path}/send").text


def test_the_address_is_the_secret_so_no_other_site_is_told_it(web, path) -> None:
    assert web.get(path).headers["Referrer-Policy"] == "no-referrer"
    assert web.get(f"{path}x").headers["Referrer-Policy"] == "no-referrer"


def test_reminding_by_a_press_rests_between(person, in_school, school_id, place) -> None:
    with in_school(school_id) as session:
        old = make_testimonial(
            session, place.candidate, asked_at=clock.now().replace(year=clock.now().year - 1)
        )
    web = person(school_id, place.person.id)
    web.submitted(f"/testimonials/{old.id}", form="remind")
    assert "1 reminder sent" in web.page(f"/testimonials/{old.id}").text
    assert now(in_school, school_id, old).reminded == 1
