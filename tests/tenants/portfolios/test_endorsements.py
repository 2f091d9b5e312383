from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.actions.endorsements import endorse, give_back, note_reading
from tenants.portfolios.models import Endorsement, Snapshot
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.submissions import own_waiting, read, settled, submission, waiting
from tenants.portfolios.rules.states import SubmissionState
from tests.factories.portfolios import candidate_actor
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import ENDORSED, hand_in, make_head, make_ready


@pytest.fixture
def head(session):
    return acting(session, make_head(session))


def messages(session) -> set[str]:
    session.flush()
    return set(session.scalars(select(OutboxMessage.message)))


def test_a_head_endorses_with_a_statement(session, head) -> None:
    made = hand_in(session, make_ready(session))
    endorse(session, head, made, f" {ENDORSED} ")
    session.flush()
    told = read(session, made)
    assert made.state == SubmissionState.ENDORSED
    assert made.endorsed_at
    assert (told.endorsement.statement, told.endorsed_by) == (ENDORSED, head.name)
    moves = session.scalars(select(Move.to_state).where(Move.subject_id == made.id).order_by(Move.id))
    assert moves.all() == ["submitted", "endorsed"]
    assert "portfolios.tell_endorsed" in messages(session)


def test_a_deputy_may_endorse_and_a_programme_lead_may_not(session, head) -> None:
    made = hand_in(session, make_ready(session))
    lead = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        endorse(session, lead, made, ENDORSED)
    endorse(session, acting(session, make_staff(session, Role.DEPUTY)), made, ENDORSED)


def test_nobody_endorses_or_returns_their_own_portfolio(session, head) -> None:
    own = acting(session, make_staff(session, Role.HEAD))
    made = hand_in(session, make_ready(session))
    made.staff_id = own.staff_id
    session.flush()
    for deed in (endorse, give_back):
        with pytest.raises(NotFound):
            deed(session, own, made, "I am very good.")
    assert waiting(session, own) == []
    assert own_waiting(session, own) is made
    assert [one.submission for one in waiting(session, head)] == [made]


@pytest.mark.parametrize(("deed", "field"), [(endorse, "statement"), (give_back, "reason")])
@pytest.mark.parametrize("words", ["", "  \n ", "x" * 4_001])
def test_words_are_needed(session, head, deed, field, words) -> None:
    with pytest.raises(Invalid) as refused:
        deed(session, head, hand_in(session, make_ready(session)), words)
    assert list(refused.value.fields) == [field]


def test_a_returned_portfolio_opens_and_is_handed_in_again_with_the_next_serial(session, head) -> None:
    place = make_ready(session)
    made = hand_in(session, place)
    give_back(session, head, made, "Say more about standard 8.")
    session.flush()
    assert portfolio(session, place.id).closed is None
    assert "portfolios.tell_returned" in messages(session)
    again = hand_in(session, place)
    assert (again.attempt, again.serial, again.state) == (1, 2, "submitted")
    assert again.receipt != made.receipt
    assert [one.submission for one in waiting(session, head)] == [again]
    assert [one.submission for one in settled(session, head)] == [made]


@pytest.mark.usefixtures("real_clock")
def test_a_late_return_leaves_ten_working_days(session, head) -> None:
    place = make_ready(session)
    made = hand_in(session, place)
    place.cohort.window_closes_on = clock.today()
    clock.move_by(timedelta(days=30))
    give_back(session, head, made, "Say more about standard 8.")
    clock.move_by(timedelta(days=39))
    session.flush()
    assert hand_in(session, place).serial == 2


@pytest.mark.usefixtures("real_clock")
def test_the_time_after_a_return_ends(session, head) -> None:
    place = make_ready(session)
    give_back(session, head, hand_in(session, place), "Say more about standard 8.")
    clock.move_by(timedelta(days=120))
    with pytest.raises(Refused, match="submission window closed"):
        hand_in(session, place)


def test_a_submission_is_decided_once(session, head) -> None:
    made = hand_in(session, make_ready(session))
    endorse(session, head, made, ENDORSED)
    for deed in (endorse, give_back):
        with pytest.raises(Refused, match="already"):
            deed(session, head, made, ENDORSED)


def test_two_heads_pressing_at_once_leave_one_word(in_school, school_id) -> None:
    with in_school(school_id) as session:
        heads = [acting(session, make_head(session)) for _ in range(2)]
        made = hand_in(session, make_ready(session))
    start, refused = Barrier(2), []

    def press(deed, actor) -> None:
        start.wait()
        try:
            with in_school(school_id) as session:
                deed(session, actor, submission(session, made.id), ENDORSED)
        except Refused as reason:
            refused.append(reason.reason)

    desks = [Thread(target=press, args=pair) for pair in zip((endorse, give_back), heads, strict=True)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert len(refused) == 1
    with in_school(school_id) as session:
        word = session.scalars(select(Endorsement)).one()
        assert submission(session, made.id).state == word.decision


def test_a_place_given_up_is_not_endorsed(session, head) -> None:
    place = make_ready(session)
    made = hand_in(session, place)
    place.candidate.state = PlaceState.WITHDRAWN.value
    session.flush()
    assert waiting(session, head) == []
    with pytest.raises(Refused, match="given up"):
        endorse(session, head, made, ENDORSED)


def test_a_tampered_snapshot_is_not_endorsed(in_school, school_id, maintenance_engine) -> None:
    with in_school(school_id) as session:
        head = acting(session, make_head(session))
        made = hand_in(session, make_ready(session))
    with maintenance_engine.begin() as past_the_wall:
        past_the_wall.execute(
            Snapshot.__table__.update()
            .where(Snapshot.submission_id == made.id)
            .values(content=read_content(past_the_wall, made.id).replace("Peer", "Poor", 1))
        )
    with in_school(school_id) as session:
        found = submission(session, made.id)
        assert not read(session, found).intact
        with pytest.raises(Refused, match="not what was handed in"):
            endorse(session, head, found, ENDORSED)


def test_a_word_of_praise_is_no_statement(session, head) -> None:
    made = hand_in(session, make_ready(session))
    with pytest.raises(Invalid, match="Say a little more"):
        endorse(session, head, made, "Good work. Well done.")


def test_a_heads_word_cannot_be_changed_unnoticed(in_school, school_id, maintenance_engine) -> None:
    with in_school(school_id) as session:
        head = acting(session, make_head(session))
        made = hand_in(session, make_ready(session))
        endorse(session, head, made, ENDORSED)
    with in_school(school_id) as session:
        assert read(session, submission(session, made.id)).intact
    with maintenance_engine.begin() as past_the_wall:
        past_the_wall.execute(
            Endorsement.__table__.update()
            .where(Endorsement.submission_id == made.id)
            .values(statement=f"{ENDORSED} Twice.")
        )
    with in_school(school_id) as session:
        assert not read(session, submission(session, made.id)).intact


def read_content(connection, submission_id) -> str:
    return connection.scalar(select(Snapshot.content).where(Snapshot.submission_id == submission_id))


def test_the_longest_wait_comes_first(session, head) -> None:
    first, second = (hand_in(session, make_ready(session)) for _ in range(2))
    second.submitted_at -= timedelta(hours=1)
    session.flush()
    assert [one.submission for one in waiting(session, head)] == [second, first]


def test_who_reads_the_evidence_is_noted_but_not_the_candidate(session, head) -> None:
    place = make_ready(session)
    made = hand_in(session, place)
    note_reading(session, candidate_actor(session, place), made)
    note_reading(session, head, made)
    session.flush()
    told = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "submission:read")).all()
    assert [entry.actor_id for entry in told] == [head.staff_id]
