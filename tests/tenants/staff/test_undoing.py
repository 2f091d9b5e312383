from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.sign_in import staff_lists
from tenants.sign_in.models import Door
from tenants.sign_in.queries import opened
from tenants.sign_in.sessions import begin_session
from tenants.staff.actions import lists
from tenants.staff.actions.forgetting import forget_lists
from tenants.staff.actions.roles import grant_role
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.states import ListState
from tests.factories.lists import HEADER, bring_in, make_chosen_list, make_list, make_long_list, quietly
from tests.factories.staff import acting, make_staff

ANN = "Ann,ann@school.example,Cook,Kitchen,bob@school.example,7"
BOB = "Bob,bob@school.example,,,,"


@pytest.fixture
def boss(session) -> Staff:
    return make_staff(session, Role.HEAD, name="Amara", email="head@school.example", manager_outside=True)


@pytest.fixture
def head(session, boss):
    return acting(session, boss)


def bring(session, actor, *rows: str, header: str = HEADER) -> StaffImport:
    kept = make_chosen_list(session, actor, make_list(*rows, header=header))
    bring_in(session, actor, kept)
    return kept


def undo(session, actor, kept: StaffImport) -> None:
    lists.ask_undo(session, actor, kept)
    staff_lists.undo(session, kept, quietly)
    session.expire_all()


def staff_list(session) -> set[tuple[object, ...]]:
    """All that a list can touch, but for the version."""
    session.flush()
    session.expire_all()
    names = [one.key for one in Staff.__mapper__.column_attrs if one.key != "version"]
    return {tuple(getattr(one, name) for name in names) for one in session.scalars(select(Staff))}


def test_a_list_that_is_undone_was_never_there(session, head) -> None:
    make_staff(session, name="Anne", email="anne@school.example", mis_number="7", manager_outside=True)
    make_staff(session, name="Waiting", unsettled_manager="bob@school.example")
    before = staff_list(session)
    kept = bring(session, head, ANN, BOB, "Cat,cat@school.example,,,bob@school.example,")
    assert staff_list(session) != before
    undo(session, head, kept)
    assert staff_list(session) == before
    assert (kept.state, kept.counts["undone"], kept.counts["stayed"]) == (ListState.UNDONE, 4, 0)


def test_a_leaver_has_access_again_and_their_sessions_stay_ended(session, head) -> None:
    ann = make_staff(session, name="Ann", email="ann@school.example")
    token = begin_session(session, ann.id, Door.LINK)
    kept = bring(session, head, "Ann,ann@school.example,,,,,yes", header=f"{HEADER},Leaver")
    session.refresh(ann)
    assert ann.deactivated_at is not None
    undo(session, head, kept)
    assert ann.deactivated_at is None
    assert opened(session, token) is None


def test_who_was_changed_since_is_said_and_left_alone(session, head) -> None:
    make_staff(session, name="Ann", email="ann@school.example", job_title="Teacher")
    kept = bring(session, head, "Ann,ann@school.example,Cook,,,", BOB)
    ann = session.scalars(select(Staff).where(Staff.name == "Ann")).one()
    ann.job_title, ann.version = "Baker", ann.version + 1
    undo(session, head, kept)
    assert ann.job_title == "Baker"
    assert kept.left_out == [{"name": "Ann", "why": ["Ann was changed since, and stays as they are now."]}]
    assert session.scalars(select(Staff).where(Staff.name == "Bob")).all() == []


@pytest.mark.parametrize("deed", ["role", "session"])
def test_somebody_new_who_was_given_something_stays(session, head, deed: str) -> None:
    kept = bring(session, head, BOB)
    bob = session.scalars(select(Staff).where(Staff.name == "Bob")).one()
    if deed == "role":
        grant_role(session, head, bob, Role.MENTOR)
    else:
        begin_session(session, bob.id, Door.LINK)
    session.flush()
    (refused,) = lists.undoable(session, head, kept).refused
    assert refused.problem == "Bob has signed in or been given something to do since, and stays on the list."


def test_an_address_that_goes_back_shuts_the_ways_of_the_other(session, head) -> None:
    ann = make_staff(session, name="Ann", email="ann@school.example", mis_number="7")
    kept = bring(session, head, "Ann,new@school.example,,,,7")
    token = begin_session(session, ann.id, Door.LINK)
    undo(session, head, kept)
    assert ann.email == "ann@school.example"
    assert opened(session, token) is None


def test_a_list_is_undone_once(session, head) -> None:
    kept = bring(session, head, BOB)
    undo(session, head, kept)
    with pytest.raises(Refused, match="undone already"):
        lists.ask_undo(session, head, kept)


def test_a_list_may_be_undone_for_a_day(session, head, real_clock) -> None:
    kept = bring(session, head, BOB)
    clock.move_by(timedelta(hours=23, minutes=59))
    assert lists.undoable(session, head, kept).possible
    clock.move_by(timedelta(hours=24, minutes=1))
    with pytest.raises(Refused, match="That day is over"):
        lists.ask_undo(session, head, kept)


def test_a_list_that_is_not_in_cannot_be_undone(session, head) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        lists.ask_undo(session, head, make_chosen_list(session, head, make_list(BOB)))


def test_a_programme_lead_undoes_nothing(session, head) -> None:
    kept = bring(session, head, BOB)
    with pytest.raises(NotFound):
        lists.ask_undo(session, acting(session, make_staff(session, Role.PROGRAMME_LEAD)), kept)


def test_every_step_is_in_the_history(session, head) -> None:
    kept = bring(session, head, BOB)
    undo(session, head, kept)
    moves = session.scalars(select(Move.to_state).where(Move.subject_id == kept.id).order_by(Move.id))
    assert list(moves) == ["chosen", "confirmed", "done", "undoing", "undone"]
    told = select(HistoryEntry.action).where(HistoryEntry.subject_kind == "staff").order_by(HistoryEntry.id)
    assert list(session.scalars(told)) == ["staff:add", "staff:remove"]


def test_after_a_day_only_the_numbers_are_kept(session, head, real_clock) -> None:
    kept = bring(session, head, ANN, "=1,bad@school.example,,,,")
    clock.move_by(timedelta(hours=23))
    forget_lists(session)
    session.refresh(kept)
    assert kept.deeds
    assert kept.left_out
    clock.move_by(timedelta(hours=25))
    forget_lists(session)
    session.refresh(kept)
    assert (kept.deeds, kept.left_out, kept.rows, kept.as_read) == ([], [], [], {})
    assert kept.counts["added"] == 1


def test_a_list_that_nobody_confirmed_is_gone_after_a_day(session, head, real_clock) -> None:
    make_chosen_list(session, head, make_list(BOB))
    clock.move_by(timedelta(hours=25))
    forget_lists(session)
    assert session.scalars(select(StaffImport.id)).all() == []


def test_a_long_list_is_undone_whole(session, head) -> None:
    before = staff_list(session)
    kept = make_chosen_list(session, head, make_long_list(1200))
    bring_in(session, head, kept)
    undo(session, head, kept)
    assert staff_list(session) == before
