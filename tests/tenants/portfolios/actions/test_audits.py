from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.actions.audits import (
    leave_round,
    look_again,
    save_view,
    share_audit,
    stop_sharing_audit,
)
from tenants.portfolios.models import SelfAudit
from tenants.portfolios.queries.audits import audit, audit_round, rounds, step
from tenants.portfolios.rules.audits import View
from tests.conftest import InSchool
from tests.factories.portfolios import Place, candidate_actor, make_place
from tests.factories.staff import acting


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


def save(
    session: Session, me: Actor, place: Place, view: View, version: int, *, finished: bool = True
) -> int:
    saved = save_view(session, me, place.id, 3, view, version, finished=finished)
    session.flush()
    return saved


def test_a_standard_is_looked_at_and_changed(session: Session, place: Place, me: Actor) -> None:
    first = save(session, me, place, View(2, "Some way to go."), 0)
    assert save(session, me, place, View(3, "Further."), first) == 2
    entry = step(session, place.id, 3).entry
    assert entry is not None
    assert entry.view == View(3, "Further.")
    assert audit(session, place.id).done == 1


def test_writing_is_saved_before_a_level_is_chosen_and_the_button_asks_for_one(
    session: Session, place: Place, me: Actor
) -> None:
    version = save(session, me, place, View(None, "I wonder"), 0, finished=False)
    with pytest.raises(Invalid) as refused:
        save(session, me, place, View(None, "I wonder"), version)
    assert set(refused.value.fields) == {"level"}
    assert audit(session, place.id).done == 0


def test_two_windows_on_one_standard_show_both_texts(session: Session, place: Place, me: Actor) -> None:
    save(session, me, place, View(2, "one"), 0)
    with pytest.raises(Conflict) as conflict:
        save(session, me, place, View(2, "other"), 0)
    assert conflict.value.texts == {"Reflection": ("one", "other")}
    assert conflict.value.version == 1


def test_two_first_saves_make_one_self_audit(in_school: InSchool, school_id: UUID) -> None:
    with in_school(school_id) as session:
        place = make_place(session)
        me = candidate_actor(session, place)
    for number in (1, 2):
        with in_school(school_id) as session:
            save_view(session, me, place.id, number, View(1, ""), 0, finished=True)
    with in_school(school_id) as session:
        assert session.scalar(select(func.count()).select_from(SelfAudit)) == 1
        assert audit(session, place.id).done == 2


@pytest.mark.parametrize("level", [0, 5, 9])
def test_a_level_that_the_standards_do_not_have_is_refused(
    session: Session, place: Place, me: Actor, level: int
) -> None:
    with pytest.raises(Invalid):
        save(session, me, place, View(level, ""), 0)


def test_a_standard_that_does_not_exist_is_not_found(session: Session, place: Place, me: Actor) -> None:
    with pytest.raises(NotFound):
        save_view(session, me, place.id, 11, View(1, ""), 0, finished=True)


def test_the_mentor_reads_it_while_it_is_shared_and_no_longer(
    session: Session, place: Place, me: Actor
) -> None:
    mentor = acting(session, place.mentor)
    save(session, me, place, View(2, ""), 0)
    seen = []
    for act in (
        lambda found: None,
        lambda found: share_audit(session, me, found),
        lambda found: stop_sharing_audit(session, me, found),
    ):
        act(audit(session, place.id))
        session.flush()
        seen.append(allowed(mentor, Permission.SELF_AUDIT_READ, audit(session, place.id)))
    assert seen == [False, True, False]


def test_a_self_audit_that_was_not_begun_cannot_be_shared(session: Session, place: Place, me: Actor) -> None:
    with pytest.raises(Refused):
        share_audit(session, me, audit(session, place.id))


def test_a_mentor_cannot_share_it_for_the_candidate(session: Session, place: Place, me: Actor) -> None:
    save(session, me, place, View(2, ""), 0)
    with pytest.raises(NotFound):
        share_audit(session, acting(session, place.mentor), audit(session, place.id))


def test_an_earlier_round_keeps_what_it_said(session: Session, place: Place, me: Actor) -> None:
    save(session, me, place, View(2, "At first", 3), 0)
    look_again(session, me, audit(session, place.id))
    save(session, me, place, View(3, "Since then"), 0)
    told = [one.entries[3].view for one in rounds(session, place.id).audits]
    assert told == [View(2, "At first", 3), View(3, "Since then")]
    assert audit_round(session, place.id, 1).latest is False


def test_what_a_window_of_the_round_before_sends_is_not_taken_for_the_new_one(
    session: Session, place: Place, me: Actor
) -> None:
    version = save(session, me, place, View(2, "At first"), 0)
    look_again(session, me, audit(session, place.id))
    with pytest.raises(Conflict):
        save(session, me, place, View(2, "Still typing"), version)


def test_nobody_looks_again_before_they_have_looked(session: Session, place: Place, me: Actor) -> None:
    with pytest.raises(Refused):
        look_again(session, me, audit(session, place.id))
    save(session, me, place, View(2, "At first"), 0)
    look_again(session, me, audit(session, place.id))
    with pytest.raises(Refused):
        look_again(session, me, audit(session, place.id))


def test_a_round_with_words_in_it_is_not_left(session: Session, place: Place, me: Actor) -> None:
    save(session, me, place, View(2, "At first"), 0)
    with pytest.raises(Refused):
        leave_round(session, me, audit(session, place.id))
    look_again(session, me, audit(session, place.id))
    save(session, me, place, View(None, "Begun"), 0, finished=False)
    with pytest.raises(Refused):
        leave_round(session, me, audit(session, place.id))
