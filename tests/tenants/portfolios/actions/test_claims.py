import pytest
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, NotFound
from tenants.portfolios.actions.claims import choose_standards, remove_claim, save_claim
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.claims import claim, claims
from tenants.portfolios.rules.claims import Said
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_item, make_place
from tests.factories.staff import acting

WHOLE = Said(level=3, reach_who="Two colleagues", justification="They do it now.")


@pytest.fixture
def place(session: Session) -> Place:
    return make_place(session)


@pytest.fixture
def me(session: Session, place: Place) -> Actor:
    return candidate_actor(session, place)


@pytest.fixture
def note(session: Session, place: Place) -> Evidence:
    return make_item(session, place.candidate)


def numbers(session: Session, note: Evidence) -> list[int]:
    session.flush()
    return [one.standard_number for one in claims(session, note.id, note.candidate_id)]


def test_one_item_serves_several_standards_each_with_its_own_level(
    session: Session, me: Actor, note: Evidence
) -> None:
    choose_standards(session, me, note, {1, 8})
    session.flush()
    save_claim(session, me, claim(session, note.id, 1, note.candidate_id), WHOLE, 1, finished=True)
    assert [
        (one.standard_number, one.level, one.complete) for one in claims(session, note.id, note.candidate_id)
    ] == [
        (1, 3, True),
        (8, None, False),
    ]


def test_a_standard_nothing_was_written_about_is_taken_off_by_unticking(
    session: Session, me: Actor, note: Evidence
) -> None:
    choose_standards(session, me, note, {1, 8})
    session.flush()
    choose_standards(session, me, note, {8, 9})
    assert numbers(session, note) == [8, 9]


def test_unticking_never_throws_away_what_was_written(session: Session, me: Actor, note: Evidence) -> None:
    make_claim(session, note, 1)
    with pytest.raises(Invalid) as refused:
        choose_standards(session, me, note, {2})
    assert "standard 1" in refused.value.fields["standards"]
    assert numbers(session, note) == [1]


@pytest.mark.parametrize("chosen", [set(), {0}, {11}, {1, 99}])
def test_only_standards_of_the_cohorts_version_can_be_chosen(
    session: Session, me: Actor, note: Evidence, chosen: set[int]
) -> None:
    with pytest.raises(Invalid):
        choose_standards(session, me, note, chosen)
    assert numbers(session, note) == []


def test_a_claim_is_saved_half_while_it_is_typed_and_the_button_asks_for_the_rest(
    session: Session, me: Actor, note: Evidence
) -> None:
    half = make_claim(session, note, 4, None, reach_who="", justification="")
    save_claim(session, me, half, Said(reach_team="Science"), 1)
    assert (half.reach_team, half.version) == ("Science", 2)
    with pytest.raises(Invalid) as refused:
        save_claim(session, me, half, Said(reach_team="Science"), 2, finished=True)
    assert set(refused.value.fields) == {"level", "reach_who", "justification"}


def test_a_claim_saved_in_two_windows_shows_both_texts(session: Session, me: Actor, note: Evidence) -> None:
    one = make_claim(session, note, 4)
    save_claim(session, me, one, WHOLE, 1)
    with pytest.raises(Conflict) as conflict:
        save_claim(
            session, me, one, Said(level=2, reach_who="Two colleagues", justification="They do it now."), 1
        )
    assert conflict.value.texts == {"Level": ("3", "2")}


def test_a_level_of_no_version_of_the_standards_is_refused(
    session: Session, me: Actor, note: Evidence
) -> None:
    with pytest.raises(Invalid):
        save_claim(session, me, make_claim(session, note, 4), Said(level=7), 1)


def test_a_claim_is_taken_off_and_the_item_stays(session: Session, me: Actor, note: Evidence) -> None:
    remove_claim(session, me, make_claim(session, note, 4))
    assert numbers(session, note) == []


def test_a_mentor_cannot_change_a_claim(session: Session, place: Place, note: Evidence) -> None:
    with pytest.raises(NotFound):
        save_claim(session, acting(session, place.mentor), make_claim(session, note, 4), WHOLE, 1)
