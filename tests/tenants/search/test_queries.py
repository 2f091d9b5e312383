"""Who finds what: exactly what the permission map says, in lists and in counts."""

from datetime import timedelta

import pytest
from sqlalchemy import Text, cast, literal, select

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.searching import folded, says
from tenants.portfolios.actions.evidence import remove_item
from tenants.portfolios.models import Evidence
from tenants.schools.models import AcademicYear
from tenants.search.queries import PAGE, Wanted, search
from tenants.search.rules import Group, asked
from tenants.staff.actions.people import deactivate
from tenants.staff.appointments import retire
from tests.factories.assessment import accept, allocate, make_matter
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import make_item, make_place
from tests.factories.priorities import make_plan, make_priority, make_step
from tests.factories.projects import DONE, make_project
from tests.factories.schools import make_year
from tests.factories.staff import acting, appoint, make_guest, make_staff

NOBODY = dict.fromkeys(Group, 0)


def found(session, person, typed: str, **more) -> dict[Group, int]:
    results = search(session, acting(session, person), Wanted(asked(typed), **more))
    for group, one in results.items():
        assert len(one.rows) == min(one.total, PAGE if more.get("group") is group else 5)
    return {group: one.total for group, one in results.items()}


def only(group: Group, many: int = 1) -> dict[Group, int]:
    return NOBODY | {group: many}


@pytest.fixture
def place(session):
    return make_place(session)


@pytest.mark.parametrize(
    "typed", ["zoe", "ZOË", "lukasz", "Łuk", "obrien-x", "o brien", "physics", "teacher phys", "co-ord"]
)
def test_people_are_found_by_name_title_and_department(session, typed: str) -> None:
    head = make_staff(session, Role.HEAD, name="Helen Head")
    make_staff(session, name="Zoë O'Brien Łukasz", job_title="Co-ordinator and teacher", department="Physics")
    expected = NOBODY if typed == "obrien-x" else only(Group.PEOPLE)
    assert found(session, head, typed) == expected


@pytest.mark.parametrize(
    ("roles", "many"),
    [
        ([Role.HEAD], 1),
        ([Role.DEPUTY], 1),
        ([Role.PROGRAMME_LEAD], 1),
        ([Role.MENTOR], 0),
        ([Role.IT_LEAD], 0),
        ([], 0),
    ],
)
def test_the_staff_list_is_searched_by_who_may_read_it(session, roles: list[Role], many: int) -> None:
    make_staff(session, name="Quentin Quill")
    assert found(session, make_staff(session, *roles), "quill")[Group.PEOPLE] == many


def test_everybody_finds_themselves(session) -> None:
    assert found(session, make_staff(session, name="Quentin Quill"), "quill") == only(Group.PEOPLE)


def test_a_mentor_finds_their_candidate_and_a_former_one_does_not(session, place) -> None:
    place.person.name = "Quentin Quill"
    make_item(session, place.candidate, title="Quokka", shared=True)
    assert found(session, place.mentor, "quill") == only(Group.PEOPLE)
    assert found(session, place.mentor, "quokka") == only(Group.EVIDENCE)
    retire(session, Appointment.MENTOR, place.candidate.id)
    for word in ("quill", "quokka"):
        assert found(session, place.mentor, word) == NOBODY


def test_leavers_are_not_found(session) -> None:
    head, gone = make_staff(session, Role.HEAD), make_staff(session, name="Quentin Quill")
    deactivate(session, acting(session, head), gone)
    session.flush()
    assert found(session, head, "quill") == NOBODY


def test_a_cohort_is_found_by_who_runs_it(session) -> None:
    lead, other = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session, Role.PROGRAMME_LEAD)
    make_cohort(session, lead=lead, name="Quokka cohort")
    assert found(session, lead, "quokka") == only(Group.COHORTS)
    assert found(session, make_staff(session, Role.HEAD), "quokka") == only(Group.COHORTS)
    assert found(session, other, "quokka") == NOBODY


def test_evidence_is_its_authors_and_once_shared_the_mentors(session, place) -> None:
    head, lead = make_staff(session, Role.HEAD), make_staff(session, Role.PROGRAMME_LEAD)
    appoint(session, lead.id, Appointment.LEAD, place.cohort.id)
    neighbour = make_staff(session)
    make_candidate(session, place.cohort, neighbour)
    item = make_item(session, place.candidate, title="Quokka", body="About the wallaby.")
    for word in ("quok", "wallabies"[:6]):
        assert found(session, place.person, word) == only(Group.EVIDENCE)
    strangers = [head, lead, neighbour, make_place(session).mentor, make_place(session).person]
    for person in (*strangers, place.mentor):
        assert found(session, person, "quokka") == NOBODY
    item.shared_at = clock.now()
    session.flush()
    assert found(session, place.mentor, "wallaby") == only(Group.EVIDENCE)
    for person in strangers:
        assert found(session, person, "quokka") == NOBODY


def test_a_private_draft_is_only_its_authors_and_a_removed_item_nobodys(session, place) -> None:
    item = make_item(session, place.candidate, title="Quokka", draft=True)
    assert found(session, place.person, "quokka") == only(Group.EVIDENCE)
    assert found(session, place.mentor, "quokka") == NOBODY
    remove_item(session, acting(session, place.person), item)
    session.flush()
    assert found(session, place.person, "quokka") == NOBODY


def test_what_was_saved_anew_is_found_by_its_new_words_only(session, place) -> None:
    item = make_item(session, place.candidate, title="Quokka")
    item.title = "Wombat"
    session.flush()
    assert found(session, place.person, "quokka") == NOBODY
    assert found(session, place.person, "wombat") == only(Group.EVIDENCE)


def test_an_assessor_finds_what_was_handed_in_once_they_accepted(session) -> None:
    matter = make_matter(session, name="Ada Byron")
    first, second = allocate(session, matter)
    title = session.scalars(
        select(Evidence.title).where(Evidence.candidate_id == matter.candidate.id).limit(1)
    ).one()
    word = title.split()[0]
    assert found(session, first.person, word)[Group.HANDED_IN] == 0, "not before they said yes"
    accept(session, first)
    mine = found(session, first.person, word)
    assert mine[Group.HANDED_IN] > 0
    assert mine[Group.EVIDENCE] == 0
    for person in (second.person, matter.lead, matter.head):
        assert found(session, person, word)[Group.HANDED_IN] == 0
    make_item(session, matter.candidate, title="Quokka after the fact")
    assert found(session, first.person, "quokka") == NOBODY


def test_a_guest_whose_time_is_over_is_not_found(session) -> None:
    head = make_staff(session, Role.HEAD)
    make_staff(session, name="Quentin Quill", kind="guest", ends_on=clock.today() - timedelta(days=1))
    assert found(session, head, "quill") == NOBODY


def test_another_schools_words_are_never_found(in_school, school_id, other_school_id) -> None:
    with in_school(other_school_id) as session:
        there = make_place(session)
        there.person.name = "Quentin Quill"
        there.cohort.name = "Quokka cohort"
        make_item(session, there.candidate, title="Wombat", shared=True)
        make_step(session, make_priority(session, make_plan(session), title="Dingo"), what="Koala")
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        make_year(session)
        make_step(session, make_priority(session, make_plan(session), title="Ours"), what="Our own")
        for word in ("quill", "quokka", "wombat", "dingo", "koala"):
            assert found(session, head, word) == NOBODY


def test_a_group_is_paged_by_key_and_each_found_once(session) -> None:
    head = make_staff(session, Role.HEAD, name="Helen")
    for number in range(45):
        make_staff(session, name=f"Quill {number:02}")
    names, after = [], None
    for _ in range(3):
        one = search(session, acting(session, head), Wanted(("quill",), Group.PEOPLE, after))[Group.PEOPLE]
        assert one.total == 45
        names += [row.name for row in one.rows]
        after = one.more
    assert names == [f"Quill {number:02}" for number in range(45)]
    assert after is None


def test_the_key_of_somebody_who_is_not_found_shows_nothing(session) -> None:
    head, other = make_staff(session, Role.HEAD), make_staff(session, name="Somebody Else")
    make_staff(session, name="Quill")
    one = search(session, acting(session, head), Wanted(("quill",), Group.PEOPLE, other.id))[Group.PEOPLE]
    assert list(one.rows) == []


@pytest.mark.parametrize(
    "words", ["Ærøskøbing", "naïve café", "İstanbul", "Đorđe Ħal", "ﬁne ½", "e\u0301cole"]
)
def test_python_and_sql_fold_alike(session, words: str) -> None:
    for word in asked(words):
        assert session.scalar(select(says(cast(literal(words), Text), [word]))), folded(words)


def test_a_project_is_found_by_colleagues_while_it_is_in_the_library_and_by_no_guest(session, place) -> None:
    project = make_project(session, place.candidate, DONE, finished_at=clock.now())
    colleague, guest = make_staff(session), make_guest(session, until=clock.today())
    assert found(session, colleague, "retelling") == NOBODY
    project.library_since = clock.now()
    session.flush()
    assert found(session, colleague, "retelling") == only(Group.PROJECTS)
    assert found(session, colleague, "spelling") == NOBODY
    assert found(session, guest, "retelling") == NOBODY
    assert found(session, place.person, "retelling") == only(Group.PROJECTS)


def test_the_plan_is_found_by_colleagues_and_by_no_guest(session, place) -> None:
    """A priority by its title and reason, an action by its words."""
    talk = make_priority(session, make_plan(session), title="Quokka talk", reason="About the wallaby")
    make_step(session, talk, what="Visit the wombat")
    colleague, guest = make_staff(session), make_guest(session, until=clock.today())
    for word in ("quokka", "wallaby", "wombat"):
        assert found(session, colleague, word) == only(Group.PLAN)
        assert found(session, guest, word) == NOBODY
    assert found(session, colleague, "quokka wombat") == NOBODY


def test_a_priority_and_its_actions_are_paged_together_and_say_their_year(session) -> None:
    colleague, plan = make_staff(session), make_plan(session)
    talk = make_priority(session, plan, title="Quill talk")
    for number in range(PAGE + 4):
        make_step(session, talk, what=f"Quill {number}")
    titles, after = [], None
    for many in (PAGE, 5):
        one = search(session, acting(session, colleague), Wanted(("quill",), Group.PLAN, after))[Group.PLAN]
        assert (one.total, len(one.rows)) == (PAGE + 5, many)
        titles += [row.title for row in one.rows]
        after = one.more
    assert (after, len(set(titles))) == (None, PAGE + 5)
    assert {(row.priority_id, row.year) for row in one.rows} == {
        (talk.id, session.get_one(AcademicYear, (plan.school_id, plan.year_id)).name)
    }
