"""Several people by one press, what it says before, and one undo for all."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import NotFound, Refused
from tenants.base.outbox import OutboxMessage
from tenants.base.undoing import Deed, deed, offered
from tenants.cohorts import queries
from tenants.cohorts.actions.arrangements import pause
from tenants.cohorts.actions.places import assign_mentor
from tenants.cohorts.arrangements import latest_extension
from tenants.cohorts.models import Arrangement, Candidate
from tenants.cohorts.rules import PlaceState
from tenants.desk.actions.moves import move_all, preview, told, undo_moves
from tenants.desk.moves import AskedMove, Details, Mentor, Move
from tenants.schools.calendar import calendar
from tenants.staff.models import Staff
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff


class Scene:
    """A cohort with three who can be moved and one who is only invited."""

    def __init__(self, session: Session) -> None:
        self.session, today = session, clock.today()
        self.lead: Staff = make_staff(session, Role.PROGRAMME_LEAD)
        self.mentor: Staff = make_staff(session, Role.MENTOR, name="Mo Mentor")
        self.cohort = make_cohort(
            session,
            lead=self.lead,
            starts_on=today - timedelta(days=50),
            window_opens_on=today,
            window_closes_on=today + timedelta(days=30),
        )
        self.places = [
            make_candidate(session, self.cohort, make_staff(session, name=name))
            for name in ("Ann", "Bo", "Cy")
        ]
        self.invited = make_candidate(
            session, self.cohort, make_staff(session, name="Dee"), state=PlaceState.INVITED
        )
        self.chosen = {one.id for one in (*self.places, self.invited)}
        self.actor: Actor = acting(session, self.lead)

    def asked(self, move: Move) -> AskedMove:
        return AskedMove(self.cohort, move)

    def until(self) -> date:
        return latest_extension(self.cohort, self.places[0], calendar(self.session))

    def mentors(self) -> dict[UUID, UUID | None]:
        return {
            one.candidate.id: one.mentor and one.mentor.id
            for one in queries.desk(self.session, self.cohort.id)
        }


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def rows(session: Session) -> list[int]:
    session.flush()
    return [
        session.scalar(select(func.count()).select_from(one)) or 0
        for one in (Arrangement, Deed, OutboxMessage)
    ]


def test_what_is_shown_is_what_the_press_does_and_showing_leaves_nothing_behind(
    session: Session, scene: Scene
) -> None:
    asked, details = scene.asked(Move.TIME), Details(day=scene.until(), grounds="A flood in the library")
    before = rows(session)
    shown = preview(session, scene.actor, asked, scene.chosen, details)
    assert rows(session) == before
    assert [one.own_closes_on for one in scene.places] == [None] * 3
    assert offered(session) is None
    done = move_all(session, scene.actor, asked, scene.chosen, details)
    assert done == shown
    assert [(one.name, bool(one.why_not)) for one in done] == [
        ("Ann", False),
        ("Bo", False),
        ("Cy", False),
        ("Dee", True),
    ]
    assert told(done) == "Done for 3 people. Not for Dee."
    assert [one.own_closes_on for one in scene.places] == [scene.until()] * 3
    assert set(session.scalars(select(Arrangement.grounds))) == {"A flood in the library"}


def test_one_undo_takes_all_of_it_back(session: Session, scene: Scene) -> None:
    details = Details(mentor=Mentor(scene.mentor.id, scene.mentor.name))
    move_all(session, scene.actor, scene.asked(Move.MENTOR), scene.chosen, details)
    done = offered(session)
    assert set(scene.mentors().values()) == {scene.mentor.id}
    undone = undo_moves(session, scene.actor, deed(session, done))
    assert undone.words == "Undone for all 4. It is as it was before."
    assert set(scene.mentors().values()) == {None}


def test_who_was_changed_since_stays_and_is_named(session: Session, scene: Scene) -> None:
    details = Details(day=scene.until(), grounds="A flood")
    move_all(session, scene.actor, scene.asked(Move.TIME), scene.chosen, details)
    done = offered(session)
    today = clock.today()
    pause(session, scene.actor, scene.places[1], today, today + timedelta(days=9), "Ill")
    undone = undo_moves(session, scene.actor, deed(session, done))
    assert undone.words == "Undone for 2 of 3. It stays for Bo: something was changed there since."
    assert [one.own_closes_on for one in scene.places] == [None, scene.until(), None]


def test_when_all_were_changed_since_nothing_is_undone(session: Session, scene: Scene) -> None:
    details = Details(mentor=Mentor(scene.mentor.id, scene.mentor.name))
    move_all(session, scene.actor, scene.asked(Move.MENTOR), {scene.places[0].id}, details)
    done = offered(session)
    assign_mentor(session, scene.actor, scene.places[0], None)
    with pytest.raises(Refused, match="for each of them"):
        undo_moves(session, scene.actor, deed(session, done))


def test_places_are_given_up_together_and_come_back_together(session: Session, scene: Scene) -> None:
    two = {one.id for one in scene.places[:2]}
    move_all(session, scene.actor, scene.asked(Move.WITHDRAWAL), two, Details(grounds="The site closes"))
    assert [one.state for one in scene.places] == ["withdrawn", "withdrawn", "approved"]
    undo_moves(session, scene.actor, deed(session, offered(session)))
    assert [one.state for one in scene.places] == ["approved"] * 3


def test_a_later_window_for_several(session: Session, scene: Scene) -> None:
    soon = clock.today() + timedelta(days=200)
    other = make_cohort(session, gateway="Spring 2031", window_opens_on=soon, window_closes_on=soon)
    done = move_all(
        session,
        scene.actor,
        scene.asked(Move.WINDOW),
        scene.chosen,
        Details(window=other, grounds="A year out"),
    )
    assert done[0].then.startswith("Spring 2031, until ")
    assert [one.own_gateway for one in scene.places] == ["Spring 2031"] * 3


def test_only_who_may_approve_one_approves_several(session: Session, scene: Scene) -> None:
    said_yes = [make_candidate(session, scene.cohort, state=PlaceState.ACCEPTED) for _ in range(2)]
    ids = {one.id for one in said_yes}
    with pytest.raises(NotFound):
        move_all(session, scene.actor, scene.asked(Move.APPROVAL), ids, Details())
    head = acting(session, make_staff(session, Role.HEAD))
    move_all(session, head, scene.asked(Move.APPROVAL), ids, Details())
    assert {one.state for one in said_yes} == {"approved"}


def test_nobody_of_another_cohort_is_moved_nor_by_another_lead(session: Session, scene: Scene) -> None:
    other: Candidate = make_candidate(session, make_cohort(session))
    details = Details(grounds="No reason")
    assert preview(session, scene.actor, scene.asked(Move.WITHDRAWAL), {other.id}, details) == []
    stranger = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        move_all(session, stranger, scene.asked(Move.WITHDRAWAL), scene.chosen, details)
    with pytest.raises(Refused):
        move_all(session, scene.actor, scene.asked(Move.WITHDRAWAL), set(), details)
