import pytest
from sqlalchemy import func, select

from tenants.assessment.models import Assignment
from tenants.assessment.queries.outcomes import outcome as outcome_of
from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.staff.models import StaffRole
from tests.factories.assessment import (
    PASSING,
    accept,
    allocate,
    assess,
    lock,
    make_assessor,
    make_matter,
    make_standing,
)


@pytest.fixture
def matter(in_school, school_id):
    with in_school(school_id) as session:
        return make_matter(session)


@pytest.fixture
def lead(person, school_id, matter):
    return person(school_id, matter.lead.id)


def assignments(in_school, school_id) -> int:
    with in_school(school_id) as session:
        return session.scalar(select(func.count()).select_from(Assignment))


def test_the_lead_takes_the_suggestion_with_one_press(lead, matter, in_school, school_id) -> None:
    path = f"/submissions/{matter.submission.id}/allocation"
    assert "Choose two assessors" in lead.page(path).text
    assert lead.submitted(path).endswith(path)
    assert assignments(in_school, school_id) == 2
    assert "Everybody who is needed has been asked" in lead.page(path).text


def test_who_cannot_is_shown_with_the_reason(lead, matter, in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_assessor(session, name="Nora Lane", manager=matter.head, status=False)
    text = lead.page(f"/submissions/{matter.submission.id}/allocation").text
    assert "Nora Lane Has no current, confirmed Lead Practitioner status." in text


def test_nobody_chosen_is_refused_beside_the_field(lead, matter, in_school, school_id) -> None:
    path = f"/submissions/{matter.submission.id}/allocation"
    assert lead.refused(path, {"assessors": []}).errors() == ["Choose at least one assessor"]
    assert assignments(in_school, school_id) == 0


def test_an_id_that_was_not_offered_is_refused(lead, matter, in_school, school_id) -> None:
    path = f"/submissions/{matter.submission.id}/allocation"
    for stranger in (matter.person.id, new_id(), "x"):
        lead.refused(path, {"assessors": [str(stranger)]})
    assert assignments(in_school, school_id) == 0


def test_a_guest_is_invited_from_the_allocation_page(lead, matter, in_school, school_id) -> None:
    path = f"/submissions/{matter.submission.id}/allocation/guest"
    fields = {"name": "Gwen Ford", "email": "gwen@other.example", "detail": "Fernhill, since 2024"}
    assert lead.submitted(path, fields).endswith("/allocation")
    assert "Gwen Ford" in lead.page(f"/submissions/{matter.submission.id}/allocation").text


@pytest.mark.parametrize("email", ["", "gwen", "gwen@", "a b@other.example", "gwen@other.example\nBcc: x"])
def test_a_guest_without_a_real_address_is_refused_with_the_name_kept(lead, matter, email: str) -> None:
    path = f"/submissions/{matter.submission.id}/allocation/guest"
    page = lead.refused(path, {"name": "Gwen Ford", "email": email, "detail": "Fernhill"})
    assert page.tree.xpath("//input[@name='name']/@value") == ["Gwen Ford"]


def test_an_offer_is_taken_back_with_a_reason(lead, matter, in_school, school_id) -> None:
    with in_school(school_id) as session:
        first, _ = allocate(session, matter)
    path = f"/assignments/{first.id}/withdrawal"
    assert lead.refused(path).errors() == ["Say why, in a sentence or two"]
    lead.submitted(path, {"reason": "No answer for a week."})
    assert "No answer for a week." in lead.page(f"/submissions/{matter.submission.id}/allocation").text


def test_who_takes_a_seat_themselves_is_led_to_the_cohort_and_sees_no_more_of_it(
    lead, matter, in_school, school_id
) -> None:
    with in_school(school_id) as session:
        session.add(StaffRole(staff_id=matter.lead.id, role=Role.ASSESSOR.value))
        make_standing(session, matter.lead)
    path = f"/submissions/{matter.submission.id}/allocation"
    assert "If you take a seat, somebody else must look after this page." in lead.page(path).text
    led = lead.submitted(path, {"assessors": [str(matter.lead.id)]})
    assert led.endswith(f"/cohorts/{matter.cohort.id}/assessment")
    assert matter.person.name not in lead.page(led).text
    assert lead.get(path).status_code == 404


def test_the_index_begins_with_what_needs_the_lead(lead, matter, in_school, school_id) -> None:
    index = f"/cohorts/{matter.cohort.id}/assessment"
    assert "Needs you today Choose assessors for" in lead.page(index).text
    with in_school(school_id) as session:
        assess(session, matter, PASSING, PASSING | {2: 1})
    assert "Needs you today The assessors of" in lead.page(index).text


def test_the_index_shows_states_and_no_judgement_before_both_lock(lead, matter, in_school, school_id) -> None:
    with in_school(school_id) as session:
        first = allocate(session, matter)[0]
        accept(session, first)
        lock(session, first.id, PASSING)
    page = lead.page(f"/cohorts/{matter.cohort.id}/assessment")
    assert "Judgement locked" in page.text
    assert "Seen in item one" not in page.answer.get_data(as_text=True)
    for path in ("adjudication", "meeting", "outcome"):
        assert lead.get(f"/submissions/{matter.submission.id}/{path}").status_code == 404


def test_a_difference_is_settled_by_a_recorded_meeting(lead, matter, in_school, school_id) -> None:
    with in_school(school_id) as session:
        assess(session, matter, PASSING, PASSING | {2: 1})
    path = f"/submissions/{matter.submission.id}/meeting"
    assert "Choose the level settled for standard 2" in lead.refused(path).errors()
    fields = {
        "attended": "Ana and Tom",
        "reason": "The talk shows it.",
        "level_2": "3",
        "reason_2": "Seen by both.",
        "feedback_2": "Well done.",
        "feedback": "A good portfolio.",
    }
    assert lead.submitted(path, fields).endswith("/outcome")
    text = lead.page(f"/submissions/{matter.submission.id}/outcome").text
    assert "Accredited" in text
    assert "Ana and Tom" in text


def test_the_candidate_reads_nothing_before_the_release_and_no_reasons_after_it(
    person, matter, in_school, school_id, lead
) -> None:
    with in_school(school_id) as session:
        assess(session, matter, PASSING, PASSING)
        outcome = outcome_of(session, matter.submission.id).id
    candidate = person(school_id, matter.person.id)
    path = f"/submissions/{matter.submission.id}/outcome"
    assert candidate.get(path).status_code == 404
    lead.submitted(f"/cohorts/{matter.cohort.id}/release", {"outcomes": [str(outcome)]})
    page = candidate.page(path)
    assert "Congratulations" in page.text
    assert "Go on with 4." in page.text
    assert "Seen in item one" not in page.answer.get_data(as_text=True)
    assert not any(one.name in page.text for one in matter.assessors)


PATHS = (
    "/cohorts/{cohort}/assessment",
    "/submissions/{submission}/allocation",
    "/submissions/{submission}/allocation/guest",
    "/assignments/{seat}/withdrawal",
)


def test_other_schools_roles_and_people_find_what_a_missing_id_finds(
    person, matter, in_school, school_id, other_school_id
) -> None:
    with in_school(school_id) as session:
        first, _ = allocate(session, matter)
        other_lead = make_matter(session).lead.id
    with in_school(other_school_id) as session:
        stranger = make_matter(session).head.id
    webs = [person(school_id, one) for one in (matter.person.id, matter.assessors[0].id, other_lead)]
    webs.append(person(other_school_id, stranger))
    known = {"cohort": matter.cohort.id, "submission": matter.submission.id, "seat": first.id}
    for web in webs:
        for path in PATHS:
            assert web.get(path.format(**known)).status_code == 404, path
            assert web.get(path.format(**dict.fromkeys(known, new_id()))).status_code == 404


def test_the_clock_runs_in_school_days(lead, matter) -> None:
    text = lead.page(f"/submissions/{matter.submission.id}/allocation").text
    assert "school working days" in text
    assert str(clock.today().year) in text
