"""Naming mentors: several at once, taken back at once, and nobody whom the assessment rules out."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.undoing import Deed, Kind
from tenants.cohorts.actions.places import assign_mentor
from tenants.cohorts.leading import mentors_of
from tenants.mentoring.actions.pairing import name_mentor, pair_up, undo_pairing
from tenants.mentoring.queries.pairing import board
from tenants.mentoring.rules.pairing import Helper, Learner, hints, in_order, reason_against
from tenants.staff.models import StaffRole
from tests.factories.assessment import accept, allocate, make_matter
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.staff import acting, make_staff

ANNA, BEN, PLACE = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("helper", "learner", "said"),
    [
        ({}, {}, ["mentors nobody yet"]),
        ({"load": 3, "department": "Art"}, {"department": " art"}, ["mentors 3", "same department"]),
        ({}, {"line_manager_id": ANNA}, ["mentors nobody yet", "their line manager"]),
        ({"line_manager_id": BEN}, {}, ["mentors nobody yet", "they are their line manager"]),
    ],
)
def test_what_is_worth_knowing_is_said_in_words(helper, learner, said) -> None:
    given = {"staff_id": ANNA, "name": "Anna", "department": None, "line_manager_id": None}
    other = {"candidate_id": PLACE, "staff_id": BEN, "department": None, "line_manager_id": None}
    one, two = Helper(**given | helper), Learner(**other | learner)
    assert hints(one, two) == said
    assert reason_against(one, two) is None


def test_nobody_mentors_themselves_or_whom_they_assess() -> None:
    anna = Helper(ANNA, "Anna", None, None, 0, frozenset({PLACE}))
    assert reason_against(anna, Learner(uuid4(), ANNA, None, None)) == "nobody is their own mentor"
    assert reason_against(anna, Learner(PLACE, BEN, None, None)) == "assesses their portfolio"


def test_who_has_most_room_stands_first() -> None:
    loads = [("Zoe", 0), ("Anna", 2), ("Ben", 0)]
    helpers = [Helper(uuid4(), name, None, None, load) for name, load in loads]
    assert [one.name for one in in_order(helpers)] == ["Ben", "Zoe", "Anna"]


@pytest.fixture
def cohort(session):
    return make_cohort(session, lead=make_lead(session))


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


def mentors(session, candidates) -> list[str | None]:
    named = mentors_of(session, [one.id for one in candidates])
    return [named[one.id].name if one.id in named else None for one in candidates]


def test_several_are_paired_at_once_and_taken_back_at_once(session, cohort, head) -> None:
    anna, ben = (make_staff(session, Role.MENTOR, name=name) for name in ("Anna", "Ben"))
    three = [make_candidate(session, cohort, mentor=mentor) for mentor in (None, ben, ben)]
    pair_up(session, head, cohort, {three[0].id: anna.id, three[1].id: anna.id, three[2].id: None})
    assert mentors(session, three) == ["Anna", "Anna", None]
    assert [one.load for one in board(session, cohort.id).helpers if one.name == "Anna"] == [2]
    deed = session.scalars(select(Deed).where(Deed.kind == Kind.PAIRING.value)).one()
    assert undo_pairing(session, head, deed).id == cohort.id
    assert mentors(session, three) == [None, "Ben", "Ben"]


def test_a_pairing_that_was_built_on_is_not_taken_back_by_half(session, cohort, head) -> None:
    anna, ben = (make_staff(session, Role.MENTOR, name=name) for name in ("Anna", "Ben"))
    two = [make_candidate(session, cohort) for _ in range(2)]
    pair_up(session, head, cohort, {one.id: anna.id for one in two})
    assign_mentor(session, head, two[1], ben.id)
    deed = session.scalars(select(Deed).where(Deed.kind == Kind.PAIRING.value)).one()
    with pytest.raises(Refused):
        undo_pairing(session, head, deed)


def test_choosing_nothing_or_whom_they_have_already_changes_nothing(session, cohort, head) -> None:
    anna = make_staff(session, Role.MENTOR)
    one = make_candidate(session, cohort, mentor=anna)
    for chosen in ({}, {one.id: anna.id}, {uuid4(): anna.id}):
        with pytest.raises(Refused):
            pair_up(session, head, cohort, chosen)


def test_only_who_runs_the_cohort_names_mentors(session, cohort) -> None:
    anna = make_staff(session, Role.MENTOR)
    one = make_candidate(session, cohort)
    for actor in (anna, make_lead(session), make_staff(session)):
        with pytest.raises(NotFound):
            pair_up(session, acting(session, actor), cohort, {one.id: anna.id})


def test_who_assesses_somebody_does_not_become_their_mentor_by_any_page(session, head) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    session.add(StaffRole(staff_id=first.person.id, role=Role.MENTOR.value))
    session.flush()
    assessor = make_staff(session, Role.MENTOR, name="Also a mentor")
    mentor_too = first.person.id
    board_row = next(
        one for one in board(session, matter.cohort.id).rows if one.candidate.id == matter.candidate.id
    )
    assert assessor.id in {one.helper.staff_id for one in board_row.choices if not one.against}
    with pytest.raises(Invalid):
        name_mentor(session, head, matter.candidate, mentor_too)
    for unable in (mentor_too, matter.person.id, uuid4()):
        with pytest.raises(Refused):
            pair_up(session, head, matter.cohort, {matter.candidate.id: unable})
