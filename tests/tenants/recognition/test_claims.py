from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tenants.awards.queries import found_by_code
from tenants.base import clock
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.isolation import sessions
from tenants.base.outbox import OutboxMessage
from tenants.outside.files.content import check
from tenants.outside.files.store import open_files
from tenants.recognition import award_changes, queries
from tenants.recognition.actions import claims, settling, standings
from tenants.recognition.rules import MOST_OPEN, Told
from tenants.staff.models import Standing
from tests.factories.claims import make_claim_on, make_elsewhere_claim
from tests.factories.staff import acting, make_guest, make_staff


@pytest.fixture
def look_up(engine):
    def by_code(code: str):
        with sessions(engine)() as session:
            return found_by_code(session, code)

    return by_code


@pytest.fixture
def claim(in_school, here, there, look_up):
    with in_school(here.school_id) as session:
        return claims.claim_by_code(session, here.actor, there.award.code, look_up(there.award.code))


def deeds(session) -> list[str]:
    return [
        one.action
        for one in session.scalars(select(HistoryEntry).order_by(HistoryEntry.id))
        if one.action.startswith("award_claim")
    ]


def standing(session, claim) -> Standing | None:
    return session.get(Standing, (claim.school_id, claim.id))


def test_a_claim_takes_from_the_award_what_the_public_is_told(claim, here, there) -> None:
    award = there.award
    assert (claim.holder, claim.award, claim.expires_on) == (award.holder, award.edition, award.expires_on)
    assert (claim.name, claim.school_id, claim.awarding_school_id) == (
        "Ola Ade",
        here.school_id,
        there.school_id,
    )
    assert award.number not in [getattr(claim, column.key) for column in claim.__table__.columns]
    assert claim.names_agree


def test_a_claim_is_recorded_and_passed_on_by_id(claim, in_school, here) -> None:
    with in_school(here.school_id) as session:
        assert deeds(session) == ["award_claim:make"]
        asked = session.scalars(
            select(OutboxMessage).where(OutboxMessage.message == "recognition.pass_on")
        ).one()
        assert asked.payload == {"claim_id": str(claim.id)}


def test_a_code_that_nobody_gave_out_is_refused_beside_its_field(session, here_in, look_up) -> None:
    with pytest.raises(Invalid) as refused:
        claims.claim_by_code(session, here_in, "7" * 26, look_up("7" * 26))
    assert list(refused.value.fields) == ["code"]


@pytest.fixture
def here_in(session):
    return acting(session, make_staff(session))


def test_an_award_of_ones_own_school_needs_no_claim(in_school, there, look_up) -> None:
    with in_school(there.school_id) as session:
        actor = acting(session, make_staff(session))
    with in_school(there.school_id) as session, pytest.raises(Invalid, match="counts already"):
        claims.claim_by_code(session, actor, there.award.code, look_up(there.award.code))


def test_a_revoked_award_cannot_be_attached(in_school, here, there, look_up) -> None:
    with in_school(there.school_id) as session:
        award_changes.revoke(session, there.head, session.merge(there.award), "Copied")
    with in_school(here.school_id) as session, pytest.raises(Invalid, match="revoked"):
        claims.claim_by_code(session, here.actor, there.award.code, look_up(there.award.code))


def test_the_same_award_is_claimed_once(claim, in_school, here, there, look_up) -> None:
    with in_school(here.school_id) as session, pytest.raises(Invalid, match="already"):
        claims.claim_by_code(session, here.actor, there.award.code, look_up(there.award.code))


def test_what_was_taken_back_may_be_claimed_again(claim, in_school, here, there, look_up) -> None:
    with in_school(here.school_id) as session:
        claims.withdraw(session, here.actor, queries.own_claim(session, claim.id))
    with in_school(here.school_id) as session:
        claims.claim_by_code(session, here.actor, there.award.code, look_up(there.award.code))
        assert deeds(session) == ["award_claim:make", "award_claim:withdraw", "award_claim:make"]


def test_nobody_takes_back_what_is_settled(claim, in_school, here, there) -> None:
    with in_school(there.school_id) as session:
        settling.confirm(session, there.head, queries.claim_on_ours(session, claim.id))
    with in_school(here.school_id) as session, pytest.raises(Refused):
        claims.withdraw(session, here.actor, queries.own_claim(session, claim.id))


def test_a_colleague_takes_back_nobodys_claim_not_even_the_head(claim, in_school, here) -> None:
    with in_school(here.school_id) as session, pytest.raises(NotFound):
        claims.withdraw(session, here.head, queries.own_claim(session, claim.id))


def test_a_guest_attaches_nothing(session, look_up) -> None:
    guest = acting(session, make_guest(session, until=clock.today()))
    with pytest.raises(Refused):
        claims.claim_by_code(session, guest, "7" * 26, None)


def test_open_claims_are_limited(session) -> None:
    person = make_staff(session)
    for _ in range(MOST_OPEN):
        make_elsewhere_claim(session, person)
    with pytest.raises(Refused):
        claims.claim_by_code(session, acting(session, person), "7" * 26, None)


def told(**values) -> Told:
    today = clock.today()
    given = {"awarded_on": today - timedelta(days=9), "expires_on": today + timedelta(days=9)}
    return Told("The Northern Trust", "Lead Practitioner", "N-1", **(given | values))


def test_an_award_from_elsewhere_comes_with_its_file(session, here_in) -> None:
    store = open_files("memory://")
    with check(BytesIO(b"Awarded to Ola Ade"), "my award.txt") as proof:
        claim = claims.claim_from_elsewhere(session, here_in, told(), proof, store)
    kept = queries.proof(claim)
    assert (kept.name, kept.size) == ("my award.txt", 18)
    assert b"".join(store.stream(kept.key)) == b"Awarded to Ola Ade"
    assert not claim.by_code


def test_an_award_from_elsewhere_without_proof_is_refused(session, here_in) -> None:
    with pytest.raises(Invalid) as refused:
        claims.claim_from_elsewhere(session, here_in, told(), None, open_files("memory://"))
    assert list(refused.value.fields) == ["file"]


def test_the_awarding_head_confirms_and_the_person_has_status_here(claim, in_school, here, there) -> None:
    with in_school(there.school_id) as session:
        settling.confirm(session, there.head, queries.claim_on_ours(session, claim.id))
        assert deeds(session) == ["award_claim:confirm"]
    with in_school(here.school_id) as session:
        taken = queries.own_claim(session, claim.id)
        standings.take_up(session, here.head, taken)
        standings.take_up(session, here.head, taken)
        given = standing(session, claim)
        assert given is not None
        assert (given.staff_id, given.source, given.valid_until) == (
            here.joiner.id,
            "earlier_award",
            there.award.expires_on,
        )
        assert given.confirmed_at
        assert (taken.settled_as, taken.settled_by) == ("school", None)


def test_a_declined_claim_gives_nothing_and_says_why(claim, in_school, here, there) -> None:
    with in_school(there.school_id) as session:
        settling.decline(session, there.head, queries.claim_on_ours(session, claim.id), " Somebody else. ")
    with in_school(here.school_id) as session:
        taken = queries.own_claim(session, claim.id)
        standings.take_up(session, here.head, taken)
        assert (taken.state, taken.reason) == ("declined", "Somebody else.")
        assert standing(session, claim) is None


def test_declining_needs_a_reason(claim, in_school, there) -> None:
    with in_school(there.school_id) as session, pytest.raises(Invalid):
        settling.decline(session, there.head, queries.claim_on_ours(session, claim.id), "  ")


def test_only_heads_and_deputies_settle(claim, in_school, there) -> None:
    with in_school(there.school_id) as session, pytest.raises(NotFound):
        settling.confirm(
            session, acting(session, there.matter.lead), queries.claim_on_ours(session, claim.id)
        )


def test_school_and_operator_settle_it_once(claim, in_school, there, operator) -> None:
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    operator.commit()
    with in_school(there.school_id) as session, pytest.raises(Refused):
        settling.decline(session, there.head, queries.claim_on_ours(session, claim.id), "No")


def test_the_operator_confirms_by_name_and_the_award_is_looked_at_once_more(
    claim, in_school, there, operator
) -> None:
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    operator.commit()
    with in_school(there.school_id) as session:
        checked = queries.claim_on_ours(session, claim.id)
        assert checked.settled_by == "Olive Operator"
        award_changes.actions.revoke(session, there.head, session.merge(there.award), "Copied")
        settling.check_award(session, there.head, checked)
        assert checked.state == "ended"


def test_the_operator_settles_an_award_of_another_scheme(in_school, here, operator) -> None:
    with in_school(here.school_id) as session:
        claim = make_elsewhere_claim(session, here.joiner)
    settling.confirm_as_operator(operator, queries.any_claim(operator, claim.id), "Olive Operator")
    asked = operator.scalars(
        select(OutboxMessage).where(OutboxMessage.payload["claim_id"].astext == str(claim.id))
    ).one()
    assert (asked.school_id, asked.message) == (here.school_id, "recognition.take_up")


def test_the_operator_declines_with_a_reason(in_school, here, operator) -> None:
    with in_school(here.school_id) as session:
        claim = make_elsewhere_claim(session, here.joiner)
    found = queries.any_claim(operator, claim.id)
    with pytest.raises(Invalid):
        settling.decline_as_operator(operator, found, "Olive Operator", "")
    settling.decline_as_operator(operator, found, "Olive Operator", "The link shows nobody.")
    assert (found.state, found.settled_as, found.reason) == ("declined", "operator", "The link shows nobody.")


def test_the_operator_lists_what_waits_oldest_first(in_school, here, there, claim, operator) -> None:
    with in_school(here.school_id) as session:
        other = make_elsewhere_claim(session, here.joiner)
    waiting, _ = queries.waiting_for_operator(operator)
    ours = [one for one in waiting if one.claim.school_id == here.school_id]
    assert [one.claim.id for one in ours] == [claim.id, other.id]
    assert (ours[0].awarding_school is None, ours[1].awarding_school is None) == (False, True)
    assert queries.count_waiting(operator) >= 2


def test_a_revoked_award_ends_what_relied_on_it(claim, in_school, here, there) -> None:
    with in_school(there.school_id) as session:
        settling.confirm(session, there.head, queries.claim_on_ours(session, claim.id))
    with in_school(here.school_id) as session:
        standings.take_up(session, here.head, queries.own_claim(session, claim.id))
    with in_school(there.school_id) as session:
        award_changes.revoke(session, there.head, session.merge(there.award), "Copied")
    with in_school(here.school_id) as session:
        standings.take_up(session, here.head, queries.own_claim(session, claim.id))
        ended = standing(session, claim)
        assert ended is not None
        assert ended.ended_at


def test_a_revoked_award_answers_open_claims(in_school, here, there) -> None:
    with in_school(here.school_id) as session:
        claim = make_claim_on(session, here.joiner, there.award)
    with in_school(there.school_id) as session:
        award_changes.revoke(session, there.head, session.merge(there.award), "Copied from a colleague")
        found = queries.claim_on_ours(session, claim.id)
        assert (found.state, found.reason) == ("declined", None)
