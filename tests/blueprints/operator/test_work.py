"""What needs a hand: interests, jobs, announcements, history."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import announcements as board
from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.ids import new_id
from tenants.base.outbox import JobState, OutboxMessage
from tenants.enquiries.actions import became_school
from tenants.operators.models import Announcement, OperatorHistoryEntry
from tenants.recognition.models import AwardClaim
from tenants.schools.models import School
from tests.factories.claims import make_elsewhere_claim
from tests.factories.operators import make_announcement, make_dead_letter, make_interest
from tests.factories.staff import make_staff


def test_the_front_page_says_what_needs_a_hand(space, operator) -> None:
    make_dead_letter(operator)
    make_interest(operator)
    text = space.page("/operator/").text
    assert "given up" in text
    assert "interested" in text


def test_an_interest_is_closed_with_a_reason(space, operator, imogen, deeds) -> None:
    told = make_interest(operator, school_name="Nowhere School")
    assert "Nowhere School" in space.page("/operator/interests").text
    path = f"/operator/interests/{told.id}"
    assert "Enter the reason" in space.refused(path).errors()[0]
    space.submitted(path, {"reason": "They run another scheme."})
    operator.refresh(told)
    assert (told.state, told.reason) == ("closed", "They run another scheme.")
    assert "Nowhere School" not in space.page("/operator/interests").text
    assert "Nowhere School" in space.page("/operator/interests?state=closed").text
    assert deeds(imogen) == ["interest:close"]


def test_who_asks_for_themselves_does_not_become_a_school(space, operator) -> None:
    told = make_interest(operator, school_name="Harrow Lane", asks_for="practitioner")
    assert "Themselves" in space.page("/operator/interests").text
    page = space.page(f"/operator/interests/{told.id}")
    assert "Themselves, as a practitioner" in page.text
    assert "Make it a school" not in page.text
    with pytest.raises(Refused, match="asks for themselves"):
        became_school(told, told.id)


def test_an_interest_that_nobody_confirmed_is_not_shown(space, operator) -> None:
    told = make_interest(operator, state="asked", confirmed_at=None, school_name="Spam School")
    assert "Spam School" not in space.page("/operator/interests?state=asked").text
    assert space.get(f"/operator/interests/{told.id}").status_code == 404


def test_a_dead_letter_is_shown_with_its_reason_and_runs_once_more(
    space, operator, school_id, imogen, deeds
) -> None:
    job_id = make_dead_letter(operator, school_id)
    assert "Refused: it could not be done" in space.page("/operator/jobs/given-up").text
    path = f"/operator/jobs/given-up/{job_id}"
    assert "Refused: it could not be done" in space.page(path).text
    space.submitted(path)
    operator.rollback()
    job = operator.get(OutboxMessage, job_id)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert deeds(imogen) == ["job:replay"]
    assert space.get(path).status_code == 404
    job.state = JobState.DONE.value
    operator.commit()


def test_a_dead_letter_is_set_aside_with_a_reason_and_leaves_what_needs_a_hand(
    space, operator, school_id, imogen, deeds
) -> None:
    job_id = make_dead_letter(operator, school_id, message="tests.set_aside")
    listed, path = "/operator/jobs/given-up", f"/operator/jobs/given-up/{job_id}"
    assert "Enter the reason" in space.refused(f"{path}/setting-aside").errors()[0]
    assert space.submitted(f"{path}/setting-aside", {"reason": "Their address is no more."}) == listed
    for page in (listed, "/operator/jobs", f"/operator/schools/{school_id}"):
        assert "tests.set_aside" not in space.page(page).text
    assert "tests.set_aside" in space.page(f"{listed}?show=aside").text
    assert "Their address is no more." in space.page(path).text
    assert deeds(imogen) == ["job:set_aside"]
    assert "Their address is no more." in space.page("/operator/history").text


def test_what_was_set_aside_can_still_run_once_more(space, operator, school_id, imogen, deeds) -> None:
    job_id = make_dead_letter(operator, school_id)
    path = f"/operator/jobs/given-up/{job_id}"
    space.submitted(f"{path}/setting-aside", {"reason": "x"})
    space.submitted(path)
    operator.rollback()
    job = operator.get_one(OutboxMessage, job_id)
    assert (job.state, job.aside_because) == (JobState.QUEUED, None)
    assert deeds(imogen) == ["job:set_aside", "job:replay"]
    job.state = JobState.DONE.value
    operator.commit()


def test_jobs_are_counted_by_kind_and_age(space, operator, school_id) -> None:
    make_dead_letter(operator, school_id, message="tests.unheard_of")
    (row,) = space.page("/operator/jobs").tree.xpath("//tr[th[contains(., 'tests.unheard_of')]]")
    cells = [" ".join("".join(cell.itertext()).split()) for cell in row.xpath("./td/div")]
    assert cells == ["0", "0", "1", "–"]


def test_an_announcement_stands_on_the_pages_of_schools_for_its_days(
    space, app, web, in_school, school_id, operator, imogen, deeds, monkeypatch
) -> None:
    monkeypatch.setattr(board, "KEPT_SECONDS", -1)
    slug = operator.get_one(School, school_id).slug
    today = clock.today()
    days = {"begins_on": f"{today:%d %m %Y}".split(), "ends_on": f"{today:%d %m %Y}".split()}
    words = "Lectern is away on Sunday evening."
    space.submitted("/operator/announcements/new", {"text": words, **days})
    assert words in web.page(f"/schools/{slug}/sign-in").text
    made = operator.scalars(select(Announcement).where(Announcement.text == words)).one()
    yesterday = today - timedelta(days=1)
    over = {"begins_on": f"{yesterday:%d %m %Y}".split(), "ends_on": f"{yesterday:%d %m %Y}".split()}
    space.submitted(f"/operator/announcements/{made.id}", over)
    assert words not in web.page(f"/schools/{slug}/sign-in").text
    assert deeds(imogen) == ["announcement:make", "announcement:change"]


def test_an_announcement_that_ends_before_it_begins_is_refused(space) -> None:
    page = space.refused(
        "/operator/announcements/new",
        {"text": "x", "begins_on": ["2", "3", "2027"], "ends_on": ["1", "3", "2027"]},
    )
    assert "must not be before the first" in page.errors()[0]


def test_of_two_who_change_an_announcement_the_second_is_told(space, operator) -> None:
    made = make_announcement(operator, "One text.")
    path = f"/operator/announcements/{made.id}"
    stale = space.page(path).form(0, path)
    space.submitted(path, {"text": "Another text."})
    answer = space.client.post(path, data=stale.data({"text": "A third.", "form_key": str(new_id())}))
    assert answer.status_code == 409
    assert "Another text." in answer.get_data(as_text=True)


def test_every_look_is_written_down(space, imogen, operator, school_id) -> None:
    space.page(f"/operator/schools/{school_id}")
    looks = operator.scalars(
        select(OperatorHistoryEntry).where(
            OperatorHistoryEntry.operator_id == imogen.id, OperatorHistoryEntry.action == "page:read"
        )
    ).all()
    assert [(look.fields, look.school_id) for look in looks] == [(["operator.school"], school_id)]
    assert "Looked at a page" not in space.page("/operator/history").text
    assert "Looked at a page" in space.page("/operator/history?looks=1").text


def test_history_is_of_one_school_when_asked(space, school_id, other_school_id) -> None:
    space.submitted(f"/operator/schools/{school_id}/places", {"places": "71"})
    space.submitted(f"/operator/schools/{other_school_id}/places", {"places": "72"})
    text = space.page(f"/operator/history?school={school_id}").text
    assert "50 to 71" in text
    assert "50 to 72" not in text


@pytest.mark.parametrize(
    "path", ["/operator/schools", "/operator/interests", "/operator/jobs/given-up", "/operator/history"]
)
def test_nonsense_in_an_address_is_as_if_it_was_not_asked(space, path: str) -> None:
    assert space.get(f"{path}?after=x&show=y&state=z&words=%00&school=1").status_code == 200


@pytest.fixture
def claim_id(in_school, school_id):
    with in_school(school_id) as session:
        return make_elsewhere_claim(session, make_staff(session, name="Rosa Almeida")).id


@pytest.mark.parametrize(
    ("part", "given", "state", "deed"),
    [
        ("confirmation", {}, "confirmed", "award_claim:confirm"),
        ("refusal", {"reason": "The number is not in their register."}, "declined", "award_claim:decline"),
    ],
)
def test_an_earlier_award_is_settled_once_and_its_school_hears_of_it(
    space, operator, school_id, claim_id, imogen, deeds, part, given, state, deed
) -> None:
    assert "Rosa Almeida" in space.page("/operator/earlier-awards").text
    path = f"/operator/earlier-awards/{claim_id}"
    forms = {one: space.page(path).form(one, path) for one in ("confirmation", "refusal")}
    space.submitted(path, given, form=part)
    claim = operator.get_one(AwardClaim, claim_id)
    assert (claim.state, claim.settled_by) == (state, imogen.name)
    jobs = select(OutboxMessage).where(
        OutboxMessage.school_id == school_id, OutboxMessage.message == "recognition.take_up"
    )
    assert len(operator.scalars(jobs).all()) == 1
    assert deeds(imogen) == [deed]
    for one, form in forms.items():
        data = form.data({"reason": "x", "form_key": str(new_id())})
        answer = space.client.post(form.action, data=data)
        assert answer.status_code == (303 if one == "confirmation" else 422)
    operator.expire_all()
    assert operator.get_one(AwardClaim, claim_id).state == state


def test_an_earlier_award_is_not_declined_without_a_reason(space, claim_id) -> None:
    page = space.refused(f"/operator/earlier-awards/{claim_id}", form="refusal")
    assert "Say why" in page.errors()[0]
