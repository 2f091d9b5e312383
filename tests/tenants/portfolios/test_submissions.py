import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tenants.base import clock
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry, Move
from tenants.base.outbox import OutboxMessage
from tenants.portfolios.actions.attempts import open_next_attempt
from tenants.portfolios.actions.evidence import save_item
from tenants.portfolios.actions.files import remove_file
from tenants.portfolios.actions.submissions import submit
from tenants.portfolios.attempt_models import Attempt, BankedStandard
from tenants.portfolios.models import EvidenceFile, Submission
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.files import held_file, removed_key
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.queries.submissions import read, submitted_file
from tenants.portfolios.rules.states import SubmissionState
from tenants.portfolios.rules.submissions import SYMBOLS, Declared
from tests.factories.portfolios import candidate_actor, make_claim, make_item
from tests.factories.staff import acting
from tests.factories.submissions import DECLARED, hand_in, make_head, make_ready


def asked(session, name: str) -> list[dict[str, str]]:
    session.flush()
    return list(session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == name)))


def test_a_ready_portfolio_is_submitted_with_a_receipt(session) -> None:
    head = make_head(session)
    place = make_ready(session)
    made = hand_in(session, place)
    assert re.fullmatch(rf"LP-[{SYMBOLS}]{{4}}-[{SYMBOLS}]{{4}}", made.receipt)
    assert (made.state, made.attempt, made.serial) == (SubmissionState.SUBMITTED, 1, 1)
    assert read(session, made).intact
    assert portfolio(session, place.id).closed
    assert asked(session, "portfolios.tell_submitted") == [{"submission_id": str(made.id)}]
    assert asked(session, "portfolios.ask_endorsement") == [
        {"submission_id": str(made.id), "head_id": str(head.id)}
    ]


def test_submitting_is_a_recorded_move(session) -> None:
    make_head(session)
    place = make_ready(session)
    made = hand_in(session, place)
    moved = session.scalars(select(Move).where(Move.subject_id == made.id)).one()
    assert (moved.from_state, moved.to_state, moved.actor_id) == (None, "submitted", place.person.id)
    told = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "submission:submit")).one()
    assert told.subject_id == made.id


@pytest.mark.parametrize(
    ("declared", "field"),
    [
        (Declared(authorship=False, consent=True, ai_use="None"), "authorship"),
        (Declared(authorship=True, consent=False, ai_use="None"), "consent"),
        (Declared(authorship=True, consent=True, ai_use="  "), "ai_use"),
        (Declared(authorship=True, consent=True, ai_use="x" * 4_001), "ai_use"),
    ],
)
def test_every_declaration_is_needed(session, declared, field) -> None:
    make_head(session)
    with pytest.raises(Invalid) as refused:
        hand_in(session, make_ready(session), declared)
    assert list(refused.value.fields) == [field]


def test_an_unready_portfolio_is_refused_with_its_reason(session) -> None:
    make_head(session)
    place = make_ready(session, minimum_items=4)
    with pytest.raises(Refused, match="asks for 4 pieces"):
        hand_in(session, place)
    assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_mentor_and_a_head_cannot_submit_for_a_candidate(session) -> None:
    head = make_head(session)
    place = make_ready(session)
    for person in (head, place.mentor):
        with pytest.raises(NotFound):
            submit(session, acting(session, person), portfolio(session, place.id), DECLARED)


def test_a_submitted_portfolio_is_refused_a_second_time(session) -> None:
    make_head(session)
    place = make_ready(session)
    hand_in(session, place)
    with pytest.raises(Refused, match="You have submitted"):
        hand_in(session, place)


def test_a_submitted_portfolio_cannot_be_edited(session) -> None:
    make_head(session)
    place = make_ready(session)
    hand_in(session, place)
    item = items(session, place.id)[-1].item
    with pytest.raises(Refused, match="You have submitted"):
        save_item(session, candidate_actor(session, place), item, item.words, item.version)


def test_two_tabs_submitting_at_once_make_one_submission(in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_head(session)
        place = make_ready(session)
    start, outcomes = Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            with in_school(school_id) as session:
                hand_in(session, place)
            outcomes.append("submitted")
        except Refused as refused:
            outcomes.append(refused.reason[:19])

    tabs = [Thread(target=press) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(outcomes) == ["You have submitted ", "submitted"]
    with in_school(school_id) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1


def test_a_change_under_way_is_waited_for_and_handed_in(in_school, school_id) -> None:
    with in_school(school_id) as session:
        make_head(session)
        place = make_ready(session)
        item = items(session, place.id)[-1].item
    changing, made = Barrier(2), []

    def press() -> None:
        changing.wait()
        with in_school(school_id) as session:
            made.append(read(session, hand_in(session, place)).portfolio)

    tab = Thread(target=press)
    tab.start()
    with in_school(school_id) as session:
        live = next(one.item for one in items(session, place.id) if one.item.id == item.id)
        save_item(
            session,
            candidate_actor(session, place),
            live,
            live.words.__class__(title="Changed", body="New"),
            1,
        )
        session.flush()
        changing.wait()
        tab.join(0.5)
        assert tab.is_alive()
    tab.join()
    assert made[0].items[0].title == "Changed"


def test_removing_a_file_afterwards_keeps_its_bytes_for_the_submission(session) -> None:
    make_head(session)
    place = make_ready(session)
    made = hand_in(session, place)
    made.state = SubmissionState.RETURNED.value
    session.flush()
    file = session.scalars(select(EvidenceFile)).one()
    remove_file(session, candidate_actor(session, place), held_file(session, file.id))
    session.flush()
    assert removed_key(session, file.id) is None
    assert submitted_file(session, made.id, file.id).file.key == file.key


def test_a_file_that_was_not_handed_in_goes_with_its_removal(session) -> None:
    make_head(session)
    place = make_ready(session)
    file = session.scalars(select(EvidenceFile)).one()
    remove_file(session, candidate_actor(session, place), held_file(session, file.id))
    session.flush()
    assert removed_key(session, file.id) == file.key


def more_evidence_needed(session, place, banked, days: int = 60) -> Attempt:
    made = hand_in(session, place)
    made.state = SubmissionState.RELEASED.value
    actor = acting(session, make_head(session))
    return open_next_attempt(session, actor, place.id, banked, clock.today() + timedelta(days=days))


def test_the_next_attempt_hands_in_the_rest_beside_what_is_banked(session) -> None:
    make_head(session)
    place = make_ready(session)
    banked = dict.fromkeys(range(1, 8), 3)
    assert more_evidence_needed(session, place, banked).number == 2
    place.cohort.window_closes_on = clock.today() - timedelta(days=1)
    made = hand_in(session, place)
    assert (made.attempt, made.serial) == (2, 1)
    assert read(session, made).portfolio.banked == banked


def test_the_next_attempt_ends_on_its_own_date(session) -> None:
    make_head(session)
    place = make_ready(session)
    more_evidence_needed(session, place, {}, days=-1)
    with pytest.raises(Refused, match="submission window closed"):
        hand_in(session, place)


def test_banked_standards_need_no_live_claim(session) -> None:
    make_head(session)
    place = make_ready(session)
    more_evidence_needed(session, place, dict.fromkeys(range(1, 11), 3))
    for one in items(session, place.id)[1:]:
        one.item.removed_at = clock.now()
    place.cohort.minimum_items, place.cohort.minimum_presentations = 1, 0
    session.flush()
    assert checked(session, portfolio(session, place.id)).readiness.ready


def test_without_a_next_attempt_a_released_outcome_is_the_end(session) -> None:
    make_head(session)
    place = make_ready(session)
    made = hand_in(session, place)
    made.state = SubmissionState.RELEASED.value
    session.flush()
    with pytest.raises(Refused, match="decided"):
        hand_in(session, place)


def test_opening_the_next_attempt_is_told_in_the_history(session) -> None:
    make_head(session)
    place = make_ready(session)
    more_evidence_needed(session, place, {3: 4})
    told = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "attempt:open")).one()
    assert (told.subject_id, told.fields) == (place.id, ["attempt", "banked"])
    assert session.scalars(select(BankedStandard.level)).all() == [4]


def test_a_claim_of_the_first_attempt_may_still_be_used(session) -> None:
    make_head(session)
    place = make_ready(session)
    more_evidence_needed(session, place, dict.fromkeys(range(1, 10), 3))
    make_claim(session, make_item(session, place.candidate, title="New for ten"), 10, level=4)
    told = read(session, hand_in(session, place)).portfolio
    assert told.settled[10] == 4
    assert told.claimed(10)[0][0].title == "New for ten"
