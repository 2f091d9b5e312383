"""Mail about the plan of a project, sent for real: who gets it is decided when it goes."""

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.projects.actions import agreeing
from tenants.projects.queries.telling import whole
from tenants.projects.rules.states import Decision
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_group, make_leaver, member_of
from tests.factories.portfolios import make_place
from tests.factories.projects import PLANNED, make_whole
from tests.factories.staff import acting, make_staff
from worker.runtime import perform


@pytest.fixture
def world(operator, in_own_school, school_id):
    """A plan that mentor and lead are asked about."""
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD)
        place = make_place(session, cohort=make_cohort(session, lead=lead))
        found = make_whole(session, place.candidate)
        agreeing.ask_for_agreement(session, acting(session, place.person), found)
    return found.id, place, lead


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    def do(name: str) -> dict[str, str]:
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {
            mail["To"].addresses[0].addr_spec: f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"
            for mail in smtp_server.messages
        }

    return do


@pytest.fixture
def answer(world, in_own_school, school_id):
    def give(person: Staff, decision: Decision, comment: str = "") -> None:
        with in_own_school(school_id) as session:
            agreeing.answer(session, acting(session, person), whole(session, world[0]), decision, comment)

    return give


def test_mentor_and_lead_are_asked_and_letters_say_nothing_of_the_plan(world, sent) -> None:
    project_id, place, lead = world
    letters = sent("projects.ask_agreement")
    assert set(letters) == {place.mentor.email, lead.email}
    for letter in letters.values():
        assert place.person.name in letter
        assert f"/projects/{project_id}/plan" in letter
        assert PLANNED.title not in letter
        assert PLANNED.question not in letter


@pytest.mark.parametrize("meanwhile", ["said", "left", "taken back"])
def test_who_has_no_word_to_say_any_more_is_not_asked(
    world, sent, answer, in_own_school, school_id, meanwhile: str
) -> None:
    project_id, place, lead = world
    with in_own_school(school_id) as session:
        if meanwhile == "left":
            session.merge(place.mentor).deactivated_at = clock.now()
        if meanwhile == "taken back":
            agreeing.take_back(session, acting(session, place.person), whole(session, project_id).project)
    if meanwhile == "said":
        answer(place.mentor, Decision.AGREED)
    assert set(sent("projects.ask_agreement")) == (set() if meanwhile == "taken back" else {lead.email})


def test_the_candidate_hears_that_it_is_agreed_or_why_it_is_not(world, sent, answer) -> None:
    _, place, lead = world
    answer(place.mentor, Decision.AGREED)
    assert sent("projects.tell_agreed") == {}
    answer(lead, Decision.SENT_BACK, "Fewer classes, please.")
    letters = sent("projects.tell_sent_back")
    assert set(letters) == {place.person.email}
    assert "came back with a comment" in letters[place.person.email]
    assert "Fewer classes" not in letters[place.person.email]


@pytest.mark.parametrize("decision", list(Decision))
def test_everybody_who_works_in_the_group_now_hears_of_its_plan(
    world, sent, answer, in_own_school, school_id, decision: Decision
) -> None:
    project_id, place, lead = world
    with in_own_school(school_id) as session:
        others = [make_place(session, cohort=session.merge(place.cohort)) for _ in range(3)]
        group = make_group(session, [session.merge(place.candidate), *(one.candidate for one in others)])
        session.merge(whole(session, project_id).project).group_id = group.id
    for person in (place.mentor, lead) if decision is Decision.AGREED else (lead,):
        answer(person, decision, "Well thought through.")
    with in_own_school(school_id) as session:
        member = member_of(session, session.merge(group), session.merge(others[2].candidate))
        make_leaver(session, member, others[2].person.id)
    letters = sent("projects.tell_agreed" if decision is Decision.AGREED else "projects.tell_sent_back")
    assert set(letters) == {place.person.email, others[0].person.email, others[1].person.email}


@pytest.mark.parametrize("meanwhile", [None, "withdrawn", "closed", "left"])
def test_the_candidate_hears_that_all_have_agreed_while_the_project_goes_on(
    world, sent, answer, in_own_school, school_id, meanwhile: str | None
) -> None:
    project_id, place, lead = world
    for person in (place.mentor, lead):
        answer(person, Decision.AGREED)
    with in_own_school(school_id) as session:
        if meanwhile == "withdrawn":
            session.merge(place.candidate).state = PlaceState.WITHDRAWN.value
        if meanwhile == "closed":
            session.merge(place.cohort).state = CohortState.CLOSED.value
        if meanwhile == "left":
            session.merge(place.person).deactivated_at = clock.now()
    letters = sent("projects.tell_agreed")
    assert set(letters) == (set() if meanwhile else {place.person.email})
    for letter in letters.values():
        assert letter.startswith("The plan of your project is agreed\n")
        assert place.cohort.name in letter
        assert f"/projects/{project_id} --" in " ".join(letter.split())
        assert PLANNED.title not in letter
