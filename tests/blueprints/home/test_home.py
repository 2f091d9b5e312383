from collections import Counter

import pytest

from blueprints.home.boards.programme import flow
from blueprints.home.views import greeted
from tenants.assessment.rules.journey import Stop
from tenants.base.actor import Appointment, Role
from tenants.cohorts.rules import PlaceState
from tests.factories.assessment import FAILING, allocate, make_matter
from tests.factories.awards import make_award, make_decided, release
from tests.factories.cohorts import make_candidate
from tests.factories.portfolios import make_item, make_place
from tests.factories.schools import make_school
from tests.factories.staff import acting, appoint, make_staff
from tests.factories.submissions import hand_in, make_ready


@pytest.fixture
def home(person, in_school, operator):
    """Makes people in a new school by a function of its session, which answers with one of them: their home."""
    school_id = make_school(operator)

    def page(make):
        with in_school(school_id) as session:
            staff_id = make(session)
        return person(school_id, staff_id).page("/")

    return page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ruth Calloway", "Ruth"),
        ("Dr Niamh Doherty", "Niamh"),
        ("Mrs. Bell", "Mrs. Bell"),
        ("Sting", "Sting"),
    ],
)
def test_people_are_greeted_by_their_first_name(name, words) -> None:
    assert greeted(name) == words


def test_a_head_sees_what_waits_for_them_and_how_far_the_cohort_is(home) -> None:
    def make(session):
        matter = make_matter(session)
        make_decided(session)
        make_candidate(session, matter.cohort, state=PlaceState.ACCEPTED)
        hand_in(session, make_ready(session))
        return matter.head.id

    page = home(make)
    for words in (
        "1 place to approve",
        "1 portfolio to endorse",
        "1 portfolio needs",
        "1 outcome to release",
    ):
        assert words in page.text
    assert "3 Candidates 3 Handed in of 3 0 Accredited" in page.text
    assert "1 Invited 0 Building the portfolio 0 With the headteacher 1 Being assessed" in page.text


def test_a_lead_sees_their_own_cohort_only(home) -> None:
    def make(session):
        make_matter(session)
        return make_matter(session).lead.id

    page = home(make)
    assert "1 portfolio needs assessors" in page.text
    assert "1 Candidate " in page.text
    assert "to approve" not in page.text


def test_a_mentor_reads_how_far_people_are_and_never_an_outcome(home) -> None:
    def make(session):
        place = make_place(session)
        make_item(session, place.candidate, shared=True)
        return place.mentor.id

    page = home(make)
    assert "Building the portfolio" in page.text
    assert "1 piece shared with you" in page.text


def test_a_released_outcome_is_the_candidates_to_tell_not_the_mentors_to_read(home) -> None:
    def make(session):
        matter = make_matter(session)
        decided = make_decided(session, matter, FAILING)
        release(session, acting(session, matter.head), [decided])
        mentor = make_staff(session, Role.MENTOR)
        appoint(session, mentor.id, Appointment.MENTOR, matter.candidate.id)
        return mentor.id

    page = home(make)
    assert "Outcome released" in page.text
    assert "More evidence needed" not in page.text


def test_an_assessor_sees_what_to_answer_and_by_when(home) -> None:
    def make(session):
        matter = make_matter(session, name="Rosa Almeida")
        allocate(session, matter)
        return matter.assessors[0].id

    page = home(make)
    assert "Will you assess Rosa Almeida?" in page.text
    assert "By " in page.text


def test_a_candidate_sees_the_next_step_and_their_map(home) -> None:
    page = home(lambda session: make_place(session).person.id)
    assert "Begin with the self-audit" in page.text
    assert "Evidence map" in page.text


def test_an_invited_person_is_asked_for_an_answer(home) -> None:
    def make(session):
        matter = make_matter(session)
        return make_candidate(session, matter.cohort, state=PlaceState.INVITED).staff_id

    assert "Answer the invitation" in home(make).text


def test_who_said_yes_reads_that_the_head_is_next(home) -> None:
    def make(session):
        matter = make_matter(session)
        return make_candidate(session, matter.cohort, state=PlaceState.ACCEPTED).staff_id

    page = home(make)
    assert "opens when the headteacher has approved your place" in page.text
    assert "Evidence map" not in page.text


def test_who_is_accredited_sees_the_award_and_has_nothing_left_to_do(home) -> None:
    page = home(lambda session: make_award(session).staff_id)
    assert "You are a Lead Practitioner" in page.text
    assert "Nothing is waiting for you today" in page.text


def test_who_needs_more_evidence_is_back_at_it_and_reads_until_when(home) -> None:
    def make(session):
        matter = make_matter(session)
        decided = make_decided(session, matter, FAILING)
        release(session, acting(session, matter.head), [decided])
        return matter.person.id

    page = home(make)
    assert "Hand in again by" in page.text
    assert "Assessment To come" in page.text


def test_a_business_manager_sees_places_and_no_names(home) -> None:
    def make(session):
        make_matter(session, name="Rosa Almeida")
        return make_staff(session, Role.BUSINESS_MANAGER).id

    page = home(make)
    assert "1 of 50 places in use 49 free places 0 waiting" in page.text
    assert "Rosa" not in page.text


def test_an_it_lead_is_led_to_the_school_sign_in(home) -> None:
    page = home(lambda session: make_staff(session, Role.IT_LEAD).id)
    assert "Set up the school sign-in" in page.text
    assert "Off Staff sign in by a link" in page.text


def test_somebody_without_a_part_is_told_what_will_appear(home) -> None:
    assert "Nothing to do here yet" in home(lambda session: make_staff(session).id).text


def test_nobody_is_shown_a_step_that_nobody_is_at_but_accreditation() -> None:
    assert [step.words for step in flow(Counter())][-1] == "Accredited"
    assert flow(Counter({Stop.NOT_ACCREDITED: 2}))[-1].number == 2
