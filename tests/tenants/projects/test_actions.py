"""A project is written, agreed, counted, finished and shared."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.base.outbox import OutboxMessage
from tenants.base.permissions import Permission, allowed, visible
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.queries.submissions import read as read_submission
from tenants.portfolios.rules.readiness import Leads
from tenants.projects.actions import agreeing, finishing, parts, writing
from tenants.projects.models import Project, ProjectMeasure, ProjectReference
from tenants.projects.queries import agreement
from tenants.projects.queries import library as shared
from tenants.projects.queries import projects as queries
from tenants.projects.queries.telling import Whole, whole, whole_of
from tenants.projects.rules.editing import VERSION_EVERY
from tenants.projects.rules.references import Cited
from tenants.projects.rules.states import Decision, Part, PlanState
from tenants.projects.rules.words import Words
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.projects import DONE, PLANNED, make_project, make_whole
from tests.factories.staff import acting, appoint, make_guest, make_staff
from tests.factories.submissions import hand_in, make_head, make_ready

AGREED, SENT_BACK = Decision.AGREED, Decision.SENT_BACK


@pytest.fixture
def lead(session: Session):
    return make_staff(session, Role.PROGRAMME_LEAD, name="Lead")


@pytest.fixture
def place(session: Session, lead) -> Place:
    return make_place(session, cohort=make_cohort(session, lead=lead))


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


@pytest.fixture
def mentor(session: Session, place: Place) -> Actor:
    return acting(session, place.mentor)


@pytest.fixture
def leads(session: Session, place: Place, lead) -> Actor:
    return acting(session, lead)


@pytest.fixture
def planned(session: Session, place: Place) -> Whole:
    return make_whole(session, place.candidate)


def again(session: Session, found: Whole) -> Whole:
    session.flush()
    return whole(session, found.id)


def asked(session: Session, me: Actor, found: Whole) -> Whole:
    agreeing.ask_for_agreement(session, me, found)
    return again(session, found)


def save(
    session: Session, me: Actor, found: Whole, part: Part, words: Words, version: int = 0, *, pressed=True
) -> int:
    return writing.save_part(session, me, found.project, part, words, version, pressed=pressed)


def told_to(session: Session, name: str) -> set[str]:
    session.flush()
    rows = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == name))
    return {row.get("staff_id", "") for row in rows}


def test_two_presses_begin_one_project(session: Session, place: Place, me: Actor) -> None:
    first = writing.start_project(session, me, place.id)
    assert writing.start_project(session, me, place.id) == first
    assert whole_of(session, place.id).told.words == Words()


@pytest.mark.parametrize("part", [part for part in Part if part is not Part.MILESTONES])
def test_a_stale_save_of_a_part_shows_both_texts_and_another_part_is_no_conflict(
    session: Session, place: Place, me: Actor, part: Part
) -> None:
    found = make_whole(session, place.candidate, Words())
    save(session, me, found, Part.READING if part is not Part.READING else Part.METHOD, PLANNED)
    mine = DONE if part in (Part.FINDINGS, Part.NEXT_STEPS) else PLANNED
    assert save(session, me, found, part, mine) == 1
    with pytest.raises(Conflict) as conflict:
        save(session, me, found, part, Words())
    assert conflict.value.version == 1
    assert all(theirs for theirs, _ in conflict.value.texts.values())
    assert save(session, me, found, part, mine) == 1


def test_typing_keeps_a_version_now_and_then_and_a_press_each_time(
    session: Session, planned: Whole, me: Actor, real_clock
) -> None:
    def kept() -> int:
        session.flush()
        return len(queries.versions(session, planned.id))

    save(session, me, planned, Part.CHOICE, replace(PLANNED, need="One"), pressed=False)
    save(session, me, planned, Part.CHOICE, replace(PLANNED, need="Two"), 1, pressed=False)
    assert kept() == 1
    clock.move_by(VERSION_EVERY)
    save(session, me, planned, Part.CHOICE, replace(PLANNED, need="Three"), 2, pressed=False)
    save(session, me, planned, Part.CHOICE, replace(PLANNED, need="Four"), 3)
    assert kept() == 3
    newest = queries.version(session, planned.id, queries.versions(session, planned.id)[0].version)
    assert newest.told.words.need == "Four"
    assert newest.told.references[0].title == "Talk for writing"


def test_asking_shows_the_plan_to_mentor_and_leads_and_tells_them(
    session: Session, place: Place, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    assert not allowed(mentor, Permission.PROJECT_READ, planned)
    found = asked(session, me, planned)
    for reader in (mentor, leads):
        assert allowed(reader, Permission.PROJECT_READ, found)
        assert [one.project.id for one in agreement.waiting_for(session, reader)] == [found.id]
    assert told_to(session, "projects.ask_agreement") == {str(mentor.staff_id), str(leads.staff_id)}
    place.candidate.state = PlaceState.WITHDRAWN.value
    session.flush()
    assert agreement.waiting_for(session, leads) == []
    assert not allowed(acting(session, make_staff(session, Role.HEAD)), Permission.PROJECT_READ, found)


def test_both_agree_each_for_themselves(
    session: Session, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    found = asked(session, me, planned)
    agreeing.answer(session, mentor, found, AGREED, "")
    assert again(session, found).plan is PlanState.ASKED
    assert agreement.waiting_for(session, mentor) == []
    agreeing.answer(session, leads, found, AGREED, "Good")
    found = again(session, found)
    assert found.plan is PlanState.AGREED
    assert found.told.agreed_on == clock.today()
    assert told_to(session, "projects.tell_agreed") == {""}
    states = session.scalars(select(Move.to_state).where(Move.subject_id == found.id).order_by(Move.id)).all()
    assert states == ["asked", "agreed"]


def test_one_who_sends_it_back_is_enough_and_says_why(
    session: Session, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    found = asked(session, me, planned)
    with pytest.raises(Invalid):
        agreeing.answer(session, leads, found, SENT_BACK, "")
    agreeing.answer(session, leads, found, SENT_BACK, "Fewer classes")
    found = again(session, found)
    assert found.plan is PlanState.SENT_BACK
    with pytest.raises(Refused):
        agreeing.answer(session, mentor, found, AGREED, "")
    save(session, me, found, Part.METHOD, replace(PLANNED, method="One class"))
    found = asked(session, me, again(session, found))
    assert found.project.round == 2
    assert [one.project.id for one in agreement.waiting_for(session, leads)] == [found.id]


def agree(session: Session, me: Actor, found: Whole, *who: Actor) -> Whole:
    found = asked(session, me, found)
    for one in who:
        agreeing.answer(session, one, found, AGREED, "")
    return again(session, found)


def test_changing_a_plan_part_lets_the_agreement_lapse_by_the_button_only(
    session: Session, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    found = agree(session, me, planned, mentor, leads)
    changed = replace(PLANNED, method="Two classes")
    with pytest.raises(Refused, match="Press the button"):
        save(session, me, found, Part.METHOD, changed, pressed=False)
    save(session, me, found, Part.READING, replace(PLANNED, reading="More"))
    assert again(session, found).plan is PlanState.AGREED
    save(session, me, found, Part.METHOD, changed)
    found = again(session, found)
    assert (found.plan, found.told.agreed_on) == (PlanState.LAPSED, None)
    lapse = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "project:lapse")).one()
    assert lapse.fields == ["method"]


def test_figures_and_done_milestones_change_no_plan_and_a_new_measure_does(
    session: Session, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    found = agree(session, me, planned, mentor, leads)
    measure = queries.measure(session, found.told.measures[0].id).one
    parts.add_point(session, me, measure, clock.today(), Decimal("5"), 27)
    milestone = queries.milestone(session, found.told.milestones[0].id).one
    parts.reach_milestone(session, me, milestone, clock.today())
    parts.add_reference(session, me, found.project, Cited("Another book"))
    assert again(session, found).plan is PlanState.AGREED
    parts.remove_measure(session, me, measure)
    found = again(session, found)
    assert found.plan is PlanState.LAPSED
    assert found.told.measures == ()


def test_what_is_removed_stays_in_a_version_and_every_change_of_a_list_in_history(
    session: Session, planned: Whole, me: Actor
) -> None:
    parts.remove_measure(session, me, queries.measure(session, planned.told.measures[0].id).one)
    (kept,) = queries.versions(session, planned.id)
    assert queries.version(session, planned.id, kept.version).told.measures == planned.told.measures
    parts.add_reference(session, me, planned.project, Cited("One"))
    parts.add_reference(session, me, planned.project, Cited("Two"))
    session.flush()
    told = session.scalars(select(HistoryEntry.fields).where(HistoryEntry.action == "project:save")).all()
    assert told == [["measures"], ["references"], ["references"]]
    assert len(queries.versions(session, planned.id)) == 1


def test_a_plan_that_is_read_stays_as_it_is_until_it_is_taken_back(
    session: Session, planned: Whole, me: Actor, mentor: Actor
) -> None:
    found = asked(session, me, planned)
    with pytest.raises(Refused, match="being read"):
        save(session, me, found, Part.METHOD, replace(PLANNED, method="Other"))
    with pytest.raises(Refused, match="being read"):
        parts.change_measure(session, me, session.scalars(select(ProjectMeasure)).one(), {"name": "x"}, 1)
    agreeing.take_back(session, me, found.project)
    found = again(session, found)
    assert (found.plan, found.plan_shared_at) == (PlanState.WRITING, None)
    assert not allowed(mentor, Permission.PROJECT_READ, found)
    with pytest.raises(NotFound):
        agreeing.answer(session, mentor, found, AGREED, "")
    assert save(session, me, found, Part.METHOD, replace(PLANNED, method="Other")) == 1


def test_nobody_agrees_to_their_own_plan(
    session: Session, place: Place, planned: Whole, mentor: Actor
) -> None:
    """A candidate who leads their own cohort, or was made their own mentor, is not asked."""
    appoint(session, place.person.id, Appointment.LEAD, place.cohort.id)
    appoint(session, place.person.id, Appointment.MENTOR, place.id)
    me = candidate_actor(session, place)
    found = asked(session, me, planned)
    assert not allowed(me, Permission.PROJECT_AGREE, found)
    assert agreement.waiting_for(session, me) == []
    with pytest.raises(NotFound):
        agreeing.answer(session, me, found, AGREED, "")
    assert str(me.staff_id) not in told_to(session, "projects.ask_agreement")


@pytest.mark.parametrize("has_mentor", [True, False])
@pytest.mark.parametrize("has_lead", [True, False])
def test_where_one_is_missing_the_other_agrees_alone_and_with_neither_nobody_is_asked(
    session: Session, lead, has_mentor: bool, has_lead: bool
) -> None:
    cohort = make_cohort(session, lead=lead if has_lead else None)
    mentor = make_staff(session, Role.MENTOR)
    candidate = make_candidate(session, cohort, mentor=mentor if has_mentor else None)
    found = make_whole(session, candidate)
    me = acting(session, found.place.person)
    if not has_mentor and not has_lead:
        with pytest.raises(Refused, match="Nobody can agree"):
            agreeing.ask_for_agreement(session, me, found)
        return
    who = [acting(session, one) for one, there in ((mentor, has_mentor), (lead, has_lead)) if there]
    assert agree(session, me, found, *who).plan is PlanState.AGREED


def test_who_is_mentor_and_only_lead_says_one_word_for_both(session: Session, lead) -> None:
    candidate = make_candidate(session, make_cohort(session, lead=lead), mentor=lead)
    found = make_whole(session, candidate)
    asked_of = agreement.partners(session, found.project, found.place.person.id)
    assert asked_of.same_person
    assert len(asked_of.everybody) == 1
    assert (
        agree(session, acting(session, found.place.person), found, acting(session, lead)).plan
        is PlanState.AGREED
    )


def test_a_plan_that_is_not_whole_is_not_shown(session: Session, place: Place, me: Actor) -> None:
    found = make_whole(session, place.candidate, replace(PLANNED, ethics_note=""))
    with pytest.raises(Refused, match="Ethics"):
        agreeing.ask_for_agreement(session, me, found)


@pytest.mark.parametrize(
    ("state", "cohort_state"),
    [(PlaceState.WITHDRAWN, CohortState.OPEN), (PlaceState.APPROVED, CohortState.CLOSED)],
)
def test_a_closed_place_is_read_and_not_written_but_leaves_the_library_at_once(
    session: Session, place: Place, me: Actor, state: PlaceState, cohort_state: CohortState
) -> None:
    found = make_whole(session, place.candidate, DONE, finished_at=clock.now(), library_since=clock.now())
    place.candidate.state, place.cohort.state = state.value, cohort_state.value
    session.flush()
    with pytest.raises(Refused):
        save(session, me, found, Part.METHOD, replace(DONE, method="x"))
    with pytest.raises(Refused):
        parts.add_reference(session, me, found.project, Cited("A book"))
    finishing.leave_library(session, me, found.project)
    assert again(session, found).library_since is None


def test_only_a_finished_project_is_shared_and_taking_it_up_again_takes_it_out(
    session: Session, place: Place, me: Actor, mentor: Actor
) -> None:
    found = make_whole(session, place.candidate, replace(DONE, impact=""))
    with pytest.raises(Refused, match="Findings"):
        finishing.finish(session, me, found.project)
    with pytest.raises(Refused, match="Finish"):
        finishing.share_in_school(session, me, found.project)
    save(session, me, found, Part.FINDINGS, DONE)
    finishing.finish(session, me, found.project)
    finishing.share_in_school(session, me, found.project)
    found = again(session, found)
    assert allowed(mentor, Permission.LIBRARY_READ, found)
    assert not allowed(
        acting(session, make_guest(session, until=clock.today())), Permission.LIBRARY_READ, found
    )
    assert [one.id for one in shared.library(session, ["retell", "fewer"]).found] == [found.id]
    assert shared.library(session, ["spelling"]).found == []
    finishing.continue_work(session, me, found.project)
    assert shared.library(session, []).found == []
    with pytest.raises(NotFound):
        shared.shared_project(session, found.id)


def test_the_library_pages_by_key_and_shows_nobody_who_left(session: Session) -> None:
    cohort, now = make_cohort(session), clock.now()
    made = [
        make_project(session, make_candidate(session, cohort), DONE, finished_at=now, library_since=now)
        for _ in range(shared.PAGE + 2)
    ]
    first = shared.library(session, [])
    assert [one.id for one in first.found] == sorted((one.id for one in made), reverse=True)[: shared.PAGE]
    rest = shared.library(session, [], first.more)
    assert (len(rest.found), rest.more) == (2, None)
    rest.found[0].place.person.deactivated_at = now
    session.flush()
    assert len(shared.library(session, [], first.more).found) == 1


def test_a_mentor_reads_what_came_of_it_only_once_it_is_shared(
    session: Session, planned: Whole, me: Actor, mentor: Actor, leads: Actor
) -> None:
    writing.share_with_mentor(session, me, planned.project)
    found = again(session, planned)
    seen = [allowed(one, Permission.PROJECT_READ, found) for one in (mentor, leads)]
    listed = [
        session.scalars(select(Project.id).where(visible(one, Permission.PROJECT_READ, Project))).all()
        for one in (mentor, leads)
    ]
    assert seen == [True, False]
    assert listed == [[found.id], []]
    writing.stop_sharing_with_mentor(session, me, found.project)
    assert not allowed(mentor, Permission.PROJECT_READ, again(session, found))


def test_a_reference_is_kept_canonical_and_a_stale_change_shows_both(
    session: Session, planned: Whole, me: Actor
) -> None:
    with pytest.raises(Invalid):
        parts.add_reference(session, me, planned.project, Cited("Book", isbn="123"))
    parts.add_reference(
        session, me, planned.project, Cited("Book", doi="DOI:10.5555/ABC", isbn="0-306-40615-2")
    )
    session.flush()
    kept = session.scalars(select(ProjectReference).where(ProjectReference.title == "Book")).one()
    assert (kept.doi, kept.isbn) == ("10.5555/abc", "9780306406157")
    parts.change_reference(session, me, kept, Cited("Better book"), 1)
    with pytest.raises(Conflict):
        parts.change_reference(session, me, kept, Cited("Other book"), 1)


def test_a_figure_needs_a_day_that_was_and_a_milestone_a_half_term_of_the_school(
    session: Session, planned: Whole, me: Actor
) -> None:
    measure = queries.measure(session, planned.told.measures[0].id).one
    with pytest.raises(Invalid):
        parts.add_point(session, me, measure, clock.today() + timedelta(days=1), Decimal(1), 5)
    with pytest.raises(Invalid):
        parts.add_milestone(session, me, planned.project, "2026:A1", "Something")


def test_a_project_that_is_not_finished_is_told_and_keeps_nobody_from_handing_in(session: Session) -> None:
    make_head(session)
    place = make_ready(session)
    none_yet = checked(session, portfolio(session, place.id)).readiness
    project = make_project(session, place.candidate)
    begun = checked(session, portfolio(session, place.id)).readiness
    assert (none_yet.ready, begun.ready) == (True, True)
    told = [one for one in begun.advice if one not in none_yet.advice]
    assert [one.leads_to for one in told] == [Leads.PROJECT]
    project.finished_at = clock.now()
    session.flush()
    assert checked(session, portfolio(session, place.id)).readiness.advice == none_yet.advice


def test_what_is_handed_in_holds_the_project_as_it_stood(session: Session) -> None:
    make_head(session)
    place = make_ready(session)
    found = make_whole(session, place.candidate, DONE)
    made = hand_in(session, place)
    me = candidate_actor(session, place)
    save(session, me, found, Part.FINDINGS, replace(DONE, findings="Something else"))
    handed_in = read_submission(session, made)
    assert handed_in.intact
    assert handed_in.portfolio.project == found.told
    assert portfolio(session, place.id).closed
