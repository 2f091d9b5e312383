from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.portfolios.queries.evidence import items
from tenants.portfolios.queries.tallies import Tally, tallies
from tests.factories.portfolios import make_audit, make_claim, make_item, make_place

made_items = st.lists(
    st.fixed_dictionaries(
        {
            "draft": st.booleans(),
            "shared": st.booleans(),
            "removed": st.booleans(),
            "claims": st.dictionaries(st.integers(1, 10), st.none() | st.integers(1, 4), max_size=3),
        }
    ),
    max_size=6,
)
looked_at = st.dictionaries(st.integers(1, 10), st.none() | st.integers(1, 4), max_size=10)


@given(made_items, looked_at)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_tally_equals_a_recount_by_hand(
    session: Session, wanted: list[dict[str, object]], levels: dict[int, int | None]
) -> None:
    place = make_place(session)
    live = [one for one in wanted if not one["removed"]]
    finished = [one for one in live if not one["draft"]]
    for one in wanted:
        item = make_item(
            session,
            place.candidate,
            draft=one["draft"],
            shared=one["shared"],
            removed_at=clock.now() if one["removed"] else None,
        )
        for number, level in one["claims"].items():
            make_claim(session, item, number, level)
    make_audit(session, place.candidate, levels)
    tally = tallies(session, [place.id])[place.id]
    assert tally == Tally(
        items=len(finished),
        drafts=len(live) - len(finished),
        shared=sum(one["shared"] for one in live),
        unclaimed=sum(not one["claims"] or None in one["claims"].values() for one in finished),
        audited=sum(level is not None for level in levels.values()),
        audit_shared_at=None,
        last_saved_at=tally.last_saved_at,
    )
    assert len(items(session, place.id)) == len(live)
    assert len(items(session, place.id, only_shared=True)) == tally.shared


def test_a_tally_counts_nothing_of_another_candidate(session: Session) -> None:
    place, other = make_place(session), make_place(session)
    make_claim(session, make_item(session, other.candidate, shared=True), 1)
    make_audit(session, other.candidate, {1: 1})
    assert tallies(session, [place.id])[place.id] == Tally(0, 0, 0, 0, 0, None, None)
