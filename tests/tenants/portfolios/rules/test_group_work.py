"""The rules of a group are what somebody would count by hand; and nothing of another member is a reason to wait."""

from hypothesis import given
from hypothesis import strategies as st

from tenants.base.ids import new_id
from tenants.portfolios.rules.coverage import covered
from tenants.portfolios.rules.group_work import blockers, lacks, numbers, uncovered
from tenants.portfolios.rules.readiness import Claimed, Piece
from tenants.portfolios.rules.states import EvidenceKind
from tenants.programmes.rules.design import Groups
from tenants.standards.rules.passing import PassRule

RULE = PassRule(numbers=(1, 2, 3), pass_level=3, pass_count=2, floor_level=1)
CLAIMS = st.lists(
    st.builds(Claimed, st.integers(1, 3), st.integers(1, 4), st.booleans()),
    max_size=3,
    unique_by=lambda one: one.standard,
).map(tuple)
PIECES = st.lists(
    st.builds(
        Piece,
        id=st.builds(new_id),
        kind=st.just(EvidenceKind.TEXT),
        title=st.just("Work"),
        draft=st.booleans(),
        has_file=st.just(False),
        claims=CLAIMS,
        pooled=st.booleans(),
        confirmed=st.booleans(),
    ),
    max_size=8,
).map(lambda found: [one for one in found if one.pooled or one.confirmed])
ASKED = st.builds(
    Groups,
    own_items=st.integers(0, 4),
    confirmed=st.integers(0, 3),
    shared_share=st.integers(0, 100),
    together=st.booleans(),
)


def levels(pieces: list[Piece]) -> dict[int, int]:
    found: dict[int, int] = {}
    for piece in pieces:
        for claim in piece.claims:
            if piece.counts and claim.complete:
                found[claim.standard] = max(claim.level or 0, found.get(claim.standard, 0))
    return found


@given(PIECES, ASKED)
def test_what_is_asked_of_one_member_is_counted_by_hand(pieces: list[Piece], asked: Groups) -> None:
    found = numbers(RULE, covered(levels(pieces), {}, {}), pieces)
    own = confirmed = on_own = on_shared = 0
    for piece in pieces:
        if piece.draft or not piece.confirmed:
            continue
        whole = [claim for claim in piece.claims if claim.complete]
        if piece.pooled:
            confirmed, on_shared = confirmed + 1, on_shared + len(whole)
        else:
            own, on_own = own + bool(whole), on_own + len(whole)
    total = on_own + on_shared
    reasons = [own < asked.own_items, confirmed < asked.confirmed]
    reasons.append(total > 0 and on_shared / total * 100 > asked.shared_share + 1e-9)
    assert len(list(blockers(asked, found))) == sum(reasons)
    assert len(lacks(asked, RULE, found)) == sum(reasons) + (len(levels(pieces)) < 3)


@given(st.lists(PIECES, min_size=1, max_size=4), ASKED)
def test_the_group_covers_together_what_any_of_them_reaches(
    members: list[list[Piece]], asked: Groups
) -> None:
    found = {new_id(): numbers(RULE, covered(levels(one), {}, {}), one) for one in members}
    reached = {n for one in members for n, level in levels(one).items() if level >= 3}
    wanted = sorted({1, 2, 3} - reached) if asked.together else []
    assert uncovered(asked, RULE, found) == wanted
