from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import insert

from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.candidate import kind_words
from blueprints.home.boards.programme import flow
from blueprints.home.views import due, greeted, to_come
from tenants.assessment.rules.journey import Stop
from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.days import day_in_words
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.staff.models import StaffAppointment, StaffRole
from tests.factories.assessment import FAILING, PASSING, allocate, assess, make_matter
from tests.factories.awards import make_award, make_decided, release
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import make_item, make_place
from tests.factories.schools import make_school
from tests.factories.staff import acting, appoint, make_guest, make_staff
from tests.factories.submissions import hand_in, make_ready
from tests.isolation.growth import grow
from tests.isolation.test_queries import questions

TODAY = clock.today()


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


def test_a_guest_with_nothing_to_do_yet_sees_until_when_they_may_come(home) -> None:
    until = TODAY + timedelta(days=30)
    page = home(lambda session: make_guest(session, until=until).id)
    assert "Nothing to do here yet" in page.text
    assert "Your access to this school ends" in page.text
    assert day_in_words(until) in page.text


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
    for button, end in (
        ("Decide about the place", "/approval"),
        ("Choose assessors", "/allocation"),
    ):
        href, *_ = page.tree.xpath(f"//a[normalize-space()='{button}']/@href")
        assert href.endswith(end), "who waits alone is one step away"
    (to_read,) = page.tree.xpath("//a[normalize-space()='Read and endorse']/@href")
    assert "/submissions/" in to_read
    assert "0% completed 0 of 4 people who began are accredited; 4 still on the way" in page.text
    assert "A piece of evidence can count for several" in page.text
    assert "Invited 1 now, 2 so far" in page.text


def test_a_planned_cohort_says_what_opens_it(home) -> None:
    def make(session):
        make_cohort(session, state=CohortState.PLANNED.value, opened_at=None)
        return make_staff(session, Role.HEAD).id

    page = home(make)
    assert "then open the cohort" in page.text
    assert "How far they have come" not in page.text


def test_a_lead_sees_their_own_cohort_only(home) -> None:
    def make(session):
        make_matter(session)
        return make_matter(session).lead.id

    page = home(make)
    assert "1 portfolio needs assessors" in page.text
    assert "of 1 person who began" in page.text
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


def test_an_assessor_who_has_done_their_part_is_not_met_as_somebody_new(home) -> None:
    def make(session):
        matter = make_matter(session)
        assess(session, matter, PASSING, PASSING)
        return matter.assessors[0].id

    page = home(make)
    assert "You have judged 1 portfolio." in page.text
    assert "Nothing to do here yet" not in page.text


def test_a_candidate_sees_the_next_step_and_their_map(home) -> None:
    page = home(lambda session: make_place(session).person.id)
    assert "Begin with the self-audit" in page.text
    assert "Evidence map" in page.text


@pytest.mark.parametrize(("weeks", "words"), [(30, "There is time: you hand in by"), (3, "After that day")])
def test_a_hand_in_months_away_is_no_deadline_of_todays_small_step(home, weeks, words) -> None:
    def make(session):
        closes = TODAY + timedelta(weeks=weeks)
        cohort = make_cohort(session, window_opens_on=closes - timedelta(days=7), window_closes_on=closes)
        return make_place(session, cohort=cohort).person.id

    assert words in home(make).text


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
    assert "What you gathered stays yours" in page.text
    assert "window" not in page.text


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
    assert "1 of 50 places in use 49 free places" in page.text
    assert "Used places with a purchase order 0 of 1" in page.text
    assert "An invoice without a number may not be paid" in page.text
    assert "Rosa" not in page.text


def test_an_it_lead_is_led_to_the_school_sign_in(home) -> None:
    page = home(lambda session: make_staff(session, Role.IT_LEAD).id)
    assert "Set up the school sign-in" in page.text
    assert "Off Staff sign in by a link" in page.text


def test_somebody_without_a_part_is_told_what_will_appear(home) -> None:
    assert "Nothing to do here yet" in home(lambda session: make_staff(session).id).text


def test_who_came_to_a_step_came_through_all_before_it() -> None:
    steps = flow(Counter({Stop.INVITED: 1, Stop.WITH_HEAD: 2, Stop.ACCREDITED: 3, Stop.NOT_ACCREDITED: 1}))
    assert [(step.come, step.stand) for step in steps] == [(7, 1), (6, 0), (6, 2), (4, 0), (4, 1), (3, 3)]


def action(title: str, **days: int) -> Action:
    return Action(title, "", "", "", **{name: TODAY + timedelta(days=on) for name, on in days.items()})


def test_what_is_late_stands_first_then_what_has_waited_longest_then_what_is_due_later() -> None:
    asked = [
        action("later", by=9),
        action("waits", since=-2),
        action("late", by=-1),
        action("long", since=-9),
    ]
    assert [one.title for one in sorted(asked, key=due)] == ["late", "long", "waits", "later"]


def test_what_is_next_leaves_out_the_past_and_says_a_day_once() -> None:
    day = Moment(TODAY + timedelta(days=3), "The window opens")
    led = Moment(day.day, day.title, href="/cohorts/1")
    past = Moment(TODAY - timedelta(days=1), "The cohort starts")
    assert to_come([Board(moments=(day, past)), Board(moments=(led,))]) == [led]


def test_kind_words_tell_what_happened_and_never_reproach() -> None:
    assert kind_words([0, 1, 2], None, False).startswith("2 pieces this week")
    assert kind_words([0, 1, 0], None, False).startswith("1 piece last week")
    assert kind_words([0, 0, 0], None, False).startswith("Everybody starts")
    assert kind_words([0, 0, 0], "submitted", False).startswith("It is handed in")
    assert kind_words([0, 0, 0], "released", False).startswith("Your outcome is settled")


def test_a_mentor_sees_first_who_needs_a_word_and_why(home) -> None:
    def make(session):
        place = make_place(session)
        place.candidate.approved_at = clock.now() - timedelta(days=40)
        place.cohort.starts_on = TODAY - timedelta(days=40)
        return place.mentor.id

    assert "has written nothing yet" in home(make).text


def test_nobody_reads_on_the_front_page_that_their_own_outcome_is_settled(home) -> None:
    def make(session):
        matter = make_matter(session)
        make_decided(session, matter)
        session.add(StaffRole(staff_id=matter.person.id, role=Role.DEPUTY.value))
        return matter.person.id

    page = home(make)
    assert "to release" not in page.text
    assert "Being assessed 1 1 Outcome settled 0 0" in page.text


OTHER_ROLES = (Role.HEAD, Role.PROGRAMME_LEAD, Role.MENTOR, Role.IT_LEAD, Role.BUSINESS_MANAGER)
PARTS = (
    "head", "deputy", "lead", "mentor", "business manager", "IT lead", "assessor of something else",
    "candidate elsewhere",
)  # fmt: skip


def test_one_part_asks_at_most_seven_questions(porter, undone_app, undone_visitors) -> None:
    here = porter.world.here

    def asked(who: str) -> int:
        visitor = undone_visitors(here, here.people[who])
        questions(undone_app, visitor, f"/schools/{here.slug}/")
        return len(questions(undone_app, visitor, f"/schools/{here.slug}/"))

    with undone_app.undone() as connection:
        few = {who: asked(who) for who in PARTS}
        grow(connection, here, matters=36, parts=20)
        many = {who: asked(who) for who in PARTS}
    assert many == few
    assert {who: number for who, number in few.items() if number > 7} == {}


def test_somebody_with_every_part_asks_at_most_twelve_questions(porter, undone_app, undone_visitors) -> None:
    here = porter.world.here
    writing = next(one for one in here.threads if one.state == "writing")
    judged = next(one for one in here.threads if one.state == "judging")
    ties = [
        (Appointment.CANDIDATE, writing.ids["candidate_id"]),
        (Appointment.MENTOR, judged.ids["candidate_id"]),
        (Appointment.LEAD, writing.ids["cohort_id"]),
    ]
    with undone_app.undone() as connection:
        connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{here.school_id}'")
        connection.execute(
            insert(StaffRole),
            [
                {"school_id": here.school_id, "staff_id": judged.seat_of, "role": one.value}
                for one in OTHER_ROLES
            ],
        )
        connection.execute(
            insert(StaffAppointment),
            [
                {
                    "school_id": here.school_id,
                    "staff_id": judged.seat_of,
                    "appointment": kind.value,
                    "subject_id": subject,
                }
                for kind, subject in ties
            ],
        )
        visitor = undone_visitors(here, judged.seat_of)
        questions(undone_app, visitor, f"/schools/{here.slug}/")
        assert len(questions(undone_app, visitor, f"/schools/{here.slug}/")) <= 12
