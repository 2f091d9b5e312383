"""Somebody asks to take part; line manager and headteacher have their word, and nobody is asked twice."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import Move
from tenants.base.outbox import OutboxMessage
from tenants.cohorts import queries as cohorts
from tenants.cohorts.actions import places
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import PlaceState
from tenants.joining.actions import inviting
from tenants.joining.actions.requests import ask_to_join, decide, support, withdraw
from tenants.joining.queries.requests import latest_of, listed, to_invite, to_join
from tenants.joining.rules.requests import (
    DECISIONS,
    LEAST_WORDS,
    MOST_WORDS,
    MOVES,
    OPEN,
    RequestState,
    Turn,
    may_move,
    reason_problem,
    turn,
)
from tenants.reminders.queries import due
from tenants.reminders.rules import Reminder, days
from tenants.staff.models import Staff
from tenants.today.queries import today
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.joining import REASON, make_request
from tests.factories.staff import acting, make_guest, make_staff

ENDS = {RequestState.INVITED, RequestState.WITHDRAWN, RequestState.NOT_APPROVED}


class ARequest(RuleBasedStateMachine):
    """Whatever line manager, headteacher, programme lead and asker do in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.way = [RequestState.ASKED]

    @property
    def state(self) -> RequestState:
        return self.way[-1]

    @precondition(lambda self: self.state in OPEN)
    @rule(to=st.sampled_from(RequestState))
    def tries(self, to: RequestState) -> None:
        if may_move(self.state, to):
            self.way.append(to)

    @precondition(lambda self: self.state not in OPEN)
    @rule(to=st.sampled_from(RequestState))
    def is_over(self, to: RequestState) -> None:
        assert self.state in ENDS
        assert not may_move(self.state, to)

    @invariant()
    def the_line_manager_speaks_once_and_before_anybody_decides(self) -> None:
        words = [one for one in self.way if one in (RequestState.SUPPORTED, RequestState.NOT_SUPPORTED)]
        assert len(words) <= 1
        assert not words or self.way[1] is words[0]

    @invariant()
    def a_no_is_never_followed_by_an_invitation(self) -> None:
        if RequestState.NOT_APPROVED in self.way:
            assert self.state is RequestState.NOT_APPROVED

    @invariant()
    def it_can_be_taken_back_as_long_as_it_goes_on(self) -> None:
        assert may_move(self.state, RequestState.WITHDRAWN) is (self.state in OPEN)

    @invariant()
    def somebody_has_the_next_word_exactly_while_it_is_neither_over_nor_kept(self) -> None:
        waits = turn(self.state, with_manager=True) is not Turn.NOBODY
        assert waits is (self.state in OPEN and self.state is not RequestState.KEPT)


TestARequest = ARequest.TestCase


@given(st.integers(0, 300))
def test_a_reason_has_neither_too_few_words_nor_too_many(many: int) -> None:
    fits = LEAST_WORDS <= many <= MOST_WORDS
    assert (reason_problem("word " * many) is None) is fits


def test_without_a_line_manager_the_headteacher_has_the_first_word() -> None:
    assert turn(RequestState.ASKED, with_manager=False) is Turn.HEAD
    assert {one for one in MOVES if turn(one, with_manager=False) is Turn.MANAGER} == set()


@dataclass
class Office:
    head: Staff
    manager: Staff
    person: Staff
    lead: Staff
    cohort: Cohort


@pytest.fixture
def office(session: Session) -> Office:
    ahead = clock.today() + timedelta(days=60)
    lead = make_staff(session, Role.PROGRAMME_LEAD)
    cohort = make_cohort(
        session, lead=lead, window_opens_on=ahead, window_closes_on=ahead + timedelta(days=30)
    )
    manager = make_staff(session, name="Maya")
    person = make_staff(session, name="Pavel", line_manager_id=manager.id)
    return Office(make_staff(session, Role.HEAD, name="Hanna"), manager, person, lead, cohort)


def asked_of(session: Session, message: str) -> list[dict[str, str]]:
    session.flush()
    return list(session.scalars(select(OutboxMessage.payload).where(OutboxMessage.message == message)))


def test_the_line_manager_is_asked_then_the_headteacher_and_both_sides_are_told(session, office) -> None:
    one = ask_to_join(session, acting(session, office.person), REASON, office.cohort.id)
    assert one.manager_id == office.manager.id
    assert len(asked_of(session, "joining.ask_line_manager")) == 1
    assert asked_of(session, "joining.ask_for_decision") == []
    support(session, acting(session, office.manager), one, one.version, "She is ready.", supports=True)
    assert len(asked_of(session, "joining.tell_supported")) == 1
    assert [one["head_id"] for one in asked_of(session, "joining.ask_for_decision")] == [str(office.head.id)]
    decide(session, acting(session, office.head), one, one.version, RequestState.APPROVED, "Gladly.")
    readers = {one["reader_id"] for one in asked_of(session, "joining.tell_answered")}
    assert readers == {str(office.person.id), str(office.manager.id)}
    assert [one["lead_id"] for one in asked_of(session, "joining.ask_to_invite")] == [str(office.lead.id)]
    told = latest_of(session, office.person.id)
    assert (told.state, told.manager, told.decided_by) == (RequestState.APPROVED, "Maya", "Hanna")


def test_who_came_by_interest_is_not_approved_twice(session, office) -> None:
    make_request(session, office.person, RequestState.APPROVED, by=office.head)
    (made,) = inviting.invite(session, acting(session, office.lead), office.cohort, [office.person.id])
    places.accept(session, acting(session, office.person), made)
    assert made.state == PlaceState.APPROVED
    assert made.approved_at is not None
    assert asked_of(session, "cohorts.ask_approval") == []
    assert latest_of(session, office.person.id).state is RequestState.INVITED


@pytest.mark.parametrize("state", [RequestState.ASKED, RequestState.KEPT])
def test_an_invitation_on_its_own_is_no_approval(session, office, state) -> None:
    by = office.head if state in DECISIONS else None
    make_request(session, office.person, state, by=by)
    (made,) = inviting.invite(session, acting(session, office.lead), office.cohort, [office.person.id])
    places.accept(session, acting(session, office.person), made)
    assert made.state == PlaceState.ACCEPTED
    assert latest_of(session, office.person.id).state is RequestState.INVITED


def test_an_approval_for_one_cohort_is_none_for_another(session, office) -> None:
    other = make_cohort(session)
    make_request(session, office.person, RequestState.APPROVED, by=office.head, approved_for_id=other.id)
    assert to_invite(session, office.cohort.id) == []
    assert len(to_invite(session, other.id)) == 1
    (made,) = inviting.invite(session, acting(session, office.lead), office.cohort, [office.person.id])
    assert made.agreed_at is None


def test_an_approved_request_counts_from_the_waiting_list_too(session, office) -> None:
    office.cohort.places = 1
    make_candidate(session, office.cohort)
    make_request(session, office.person, RequestState.APPROVED, by=office.head)
    lead = acting(session, office.lead)
    inviting.queue(session, lead, office.cohort, [office.person.id])
    (waiting,) = [one for one in cohorts.desk(session, office.cohort.id) if one.person.id == office.person.id]
    assert waiting.candidate.agreed_at is not None


def test_an_agreed_place_waits_for_the_headteacher_when_the_school_is_full(
    session, office, monkeypatch
) -> None:
    make_request(session, office.person, RequestState.APPROVED, by=office.head)
    (made,) = inviting.invite(session, acting(session, office.lead), office.cohort, [office.person.id])
    monkeypatch.setattr(places, "_full", lambda session: "Full.")
    places.accept(session, acting(session, office.person), made)
    assert made.state == PlaceState.ACCEPTED
    assert len(asked_of(session, "cohorts.ask_approval")) == 1


@pytest.mark.parametrize("manager", ["nobody", "left", "head", "not known"])
def test_the_headteacher_decides_alone_where_no_line_manager_can_be_asked(session, office, manager) -> None:
    person, head = office.person, office.head
    match manager:
        case "nobody":
            person.line_manager_id = None
        case "left":
            office.manager.deactivated_at = clock.now()
        case "head":
            person.line_manager_id = head.id
        case "not known":
            person.unsettled_manager = "M. Somebody"
    one = ask_to_join(session, acting(session, person), REASON, None)
    assert one.manager_id is None
    assert asked_of(session, "joining.ask_line_manager") == []
    assert [one.turn for one in today(session, acting(session, head)).joining] == [Turn.HEAD]
    decide(session, acting(session, head), one, one.version, RequestState.KEPT, "After your exams.")
    assert [one.from_state for one in session.scalars(select(Move).where(Move.to_state == "kept"))] == [
        "asked"
    ]


def test_a_line_manager_who_leaves_is_waited_for_no_longer(session, office) -> None:
    one = ask_to_join(session, acting(session, office.person), REASON, None)
    assert today(session, acting(session, office.head)).joining == []
    office.manager.deactivated_at = clock.now()
    (waiting,) = today(session, acting(session, office.head)).joining
    assert (waiting.id, waiting.turn) == (one.id, Turn.HEAD)
    assert latest_of(session, office.person.id).turn is Turn.HEAD


def test_nobody_decides_on_their_own_request(session, office) -> None:
    mine = ask_to_join(session, acting(session, office.head), REASON, None)
    with pytest.raises(NotFound):
        decide(session, acting(session, office.head), mine, 1, RequestState.APPROVED, "Why not.")
    assert asked_of(session, "joining.ask_for_decision") == []


def test_a_no_says_why_and_a_stranger_says_nothing(session, office) -> None:
    one = make_request(session, office.person, manager=office.manager)
    with pytest.raises(Invalid, match="Say why"):
        decide(session, acting(session, office.head), one, 1, RequestState.NOT_APPROVED, " ")
    for stranger in (make_staff(session), office.lead, make_staff(session, Role.MENTOR)):
        with pytest.raises(NotFound):
            support(session, acting(session, stranger), one, 1, "No.", supports=False)
        assert listed(session, acting(session, stranger)) == []


def test_words_change_until_somebody_answers_and_a_decision_is_on_what_was_read(session, office) -> None:
    me = acting(session, office.person)
    one = ask_to_join(session, me, REASON, None)
    assert ask_to_join(session, me, f"{REASON} And more.", office.cohort.id) is one
    with pytest.raises(Refused, match="changed"):
        decide(session, acting(session, office.head), one, 1, RequestState.APPROVED, "Gladly.")
    support(session, acting(session, office.manager), one, one.version, "Not this year.", supports=False)
    with pytest.raises(Refused, match="already"):
        ask_to_join(session, me, REASON, None)
    withdraw(session, me, one)
    assert ask_to_join(session, me, REASON, None) is not one


def test_who_has_a_place_or_comes_from_elsewhere_does_not_ask(session, office) -> None:
    holding = make_candidate(session, office.cohort)
    with pytest.raises(Refused, match="have a place"):
        ask_to_join(
            session, acting(session, session.get(Staff, (holding.school_id, holding.staff_id))), REASON, None
        )
    guest = make_guest(session, until=clock.today() + timedelta(days=9))
    with pytest.raises(NotFound):
        ask_to_join(session, acting(session, guest), REASON, None)


def test_cohorts_are_offered_that_have_room_and_are_not_handing_in(session, office) -> None:
    make_cohort(session, window_opens_on=clock.today() - timedelta(days=1), window_closes_on=date(2030, 1, 1))
    full = make_cohort(session, window_opens_on=date(2030, 1, 1), window_closes_on=date(2030, 2, 1), places=1)
    make_candidate(session, full)
    assert [card.cohort_id for card in to_join(session)] == [office.cohort.id]
    with pytest.raises(Invalid, match="room"):
        ask_to_join(session, acting(session, office.person), REASON, full.id)


def test_a_front_page_tells_each_of_what_waits_for_them_alone(session, office) -> None:
    waits = make_request(session, office.person, manager=office.manager)
    heard = make_request(session, make_staff(session), RequestState.SUPPORTED, manager=office.manager)
    ready = make_request(session, make_staff(session), RequestState.APPROVED, by=office.head)
    make_request(session, make_staff(session), RequestState.KEPT, by=office.head)
    told = {
        person.name: {one.id for one in today(session, acting(session, person)).joining}
        for person in (office.person, office.manager, office.head, office.lead)
    }
    assert told == {
        "Pavel": {waits.id},
        "Maya": {waits.id},
        "Hanna": {heard.id},
        office.lead.name: {ready.id},
    }


def test_who_lets_a_request_wait_is_reminded_and_nobody_else(session, office) -> None:
    long_ago = clock.now() - timedelta(days=12)
    one = make_request(session, office.person, manager=office.manager, asked_at=long_ago)
    make_request(session, make_staff(session), manager=office.manager)

    def reminded() -> list[UUID]:
        session.flush()
        return [
            each.reader_id for each in due(session, Reminder.JOINING, days(clock.today(), lambda day: True))
        ]

    assert reminded() == [office.manager.id]
    one.state, one.manager_supports, one.manager_said_at = "supported", True, long_ago
    assert reminded() == [office.head.id]
    decide(session, acting(session, office.head), one, 1, RequestState.KEPT, "Next year.")
    assert reminded() == []
