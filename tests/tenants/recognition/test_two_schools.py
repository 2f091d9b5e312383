"""A claim stands between two schools. Both walls round it, each with the other one taken out."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select, text, true, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tenants.base.errors import NotFound
from tenants.base.isolation import NoSchoolBound, school_transaction, sessions
from tenants.recognition import queries
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import ClaimState
from tests.factories.claims import make_claim_on, make_elsewhere_claim
from tests.factories.schools import make_school
from tests.factories.staff import make_staff


@pytest.fixture
def third_id(operator):
    """A school that has nothing to do with it."""
    return make_school(operator)


@pytest.fixture
def claim(in_school, here, there):
    with in_school(here.school_id) as session:
        return make_claim_on(session, here.joiner, there.award)


@pytest.fixture
def elsewhere(in_school, here):
    with in_school(here.school_id) as session:
        return make_elsewhere_claim(session, here.joiner)


@pytest.fixture
def past_the_wall(maintenance_engine):
    """A transaction of a school by a role that the policies do not bind."""

    @contextmanager
    def enter(school_id):
        with sessions(maintenance_engine)() as session, school_transaction(session, school_id):
            yield session

    return enter


def everything(session) -> set:
    """With the query's own filter taken away."""
    return set(session.scalars(select(AwardClaim.id)))


READS = (
    lambda session, claim, person: queries.own_claim(session, claim.id),
    lambda session, claim, person: queries.claim_on_ours(session, claim.id),
)


def test_the_policy_shows_a_claim_to_its_two_schools_alone(
    in_school, here, there, third_id, claim, elsewhere
) -> None:
    for school_id, seen in (
        (here.school_id, {claim.id, elsewhere.id}),
        (there.school_id, {claim.id}),
        (third_id, set()),
    ):
        with in_school(school_id) as session:
            assert everything(session) == seen


def test_without_a_school_the_policy_shows_nothing(engine, claim, elsewhere) -> None:
    """Also on a connection that had a school before."""
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL lectern.school_id = '{claim.school_id}'"))
        assert connection.scalar(text("SELECT count(*) FROM award_claims")) == 2
        connection.rollback()
        assert connection.scalar(text("SELECT count(*) FROM award_claims")) == 0


def test_the_filter_holds_without_the_policy(
    past_the_wall, here, there, third_id, claim, elsewhere, monkeypatch
) -> None:
    with past_the_wall(third_id) as session:
        assert claim.id in everything(session)
        for read in READS:
            with pytest.raises(NotFound):
                read(session, claim, here.joiner)
        assert not queries.claims_of(session, here.joiner.id)
        assert not queries.open_claims_of(session, here.joiner.id)
        assert not queries.claims_here(session).claims
        assert not queries.claims_on_ours(session).claims
    with past_the_wall(there.school_id) as session:
        assert [one.id for one in queries.claims_on_ours(session).claims] == [claim.id]
        assert not queries.claims_here(session).claims
        with pytest.raises(NotFound):
            queries.own_claim(session, claim.id)


def test_the_policy_holds_without_the_filter(
    in_school, third_id, here, claim, elsewhere, monkeypatch
) -> None:
    for name in ("claimed_here", "awarded_here"):
        monkeypatch.setattr(queries, name, lambda session: true())
    with in_school(third_id) as session:
        for read in READS:
            with pytest.raises(NotFound):
                read(session, claim, here.joiner)
        assert not queries.claims_here(session).claims
        assert not queries.claims_of(session, here.joiner.id)


def test_without_both_the_claim_is_open(past_the_wall, third_id, claim, monkeypatch) -> None:
    """So the tests beside this one look at doors that would open."""
    monkeypatch.setattr(queries, "claimed_here", lambda session: true())
    with past_the_wall(third_id) as session:
        assert queries.own_claim(session, claim.id).id == claim.id


def test_the_queries_ask_for_a_school(engine) -> None:
    """`awarding_school_id = NULL` would read as 'no school made it'."""
    with sessions(engine)() as session, pytest.raises(NoSchoolBound):
        queries.claims_on_ours(session)


def attempt(session, claim, **values) -> list:
    return session.scalars(
        update(AwardClaim)
        .where(AwardClaim.id == claim.id)
        .values(**values)
        .returning(AwardClaim.id)
        .execution_options(synchronize_session=False)
    ).all()


@pytest.mark.parametrize("state", [ClaimState.CONFIRMED, ClaimState.DECLINED, ClaimState.ENDED])
def test_the_claiming_school_cannot_settle_its_own_claim(in_school, here, claim, state) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(here.school_id) as session:
        attempt(session, claim, state=state.value)


def test_the_claiming_school_cannot_settle_an_award_of_another_scheme(in_school, here, elsewhere) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(here.school_id) as session:
        attempt(session, elsewhere, state="confirmed")


def test_nobody_puts_themselves_in_the_place_of_the_awarding_school(
    in_school, here, third_id, claim, elsewhere
) -> None:
    with pytest.raises(IntegrityError, match="two_schools"), in_school(here.school_id) as session:
        attempt(session, claim, awarding_school_id=here.school_id, state="confirmed")
    with in_school(third_id) as session:
        assert attempt(session, claim, awarding_school_id=third_id) == []
        assert attempt(session, elsewhere, awarding_school_id=third_id, code="7" * 26) == []


def test_the_awarding_school_cannot_hand_its_claim_to_another(in_school, there, third_id, claim) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(there.school_id) as session:
        attempt(session, claim, awarding_school_id=third_id)


def test_no_claim_is_made_for_another_school_or_settled_from_the_start(in_school, here, third_id) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(third_id) as session:
        make_elsewhere_claim(session, here.joiner)
    with pytest.raises(ProgrammingError, match="row-level security"), in_school(third_id) as session:
        make_elsewhere_claim(session, make_staff(session), state="confirmed")


@pytest.mark.parametrize("verb", ["DELETE FROM award_claims", "TRUNCATE award_claims"])
@pytest.mark.parametrize("role", ["engine", "operator_engine"])
def test_a_claim_is_never_taken_off_the_record(request, verb: str, role: str) -> None:
    connection = request.getfixturevalue(role).connect()
    with connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(verb))


def test_the_operator_makes_no_claim(operator_engine) -> None:
    with operator_engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("INSERT INTO award_claims DEFAULT VALUES"))
