from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.coverage import covered
from tenants.portfolios.rules.readiness import Asked, Claimed, Leads, Piece, readiness
from tenants.portfolios.rules.states import EvidenceKind
from tenants.standards.rules.passing import PassRule
from tests.factories.portfolios import make_audit, make_claim, make_item
from tests.factories.staff import make_staff
from tests.factories.submissions import make_head, make_ready

NUMBERS = tuple(range(1, 11))
TITLES = {number: f"Title {number}" for number in NUMBERS}


def asked(items: int = 0, presentations: int = 0, floor: int = 1) -> Asked:
    return Asked(PassRule(NUMBERS, 3, 7, floor), TITLES, items, presentations)


def piece(*claims: Claimed, kind: EvidenceKind = EvidenceKind.TEXT, **values: object) -> Piece:
    given = {"id": uuid4(), "title": "A piece", "draft": False, "has_file": False}
    return Piece(kind=kind, claims=claims, **(given | values))


def found(asked: Asked, pieces: list[Piece], banked: dict[int, int] | None = None, audited: bool = True):
    levels: dict[int, int] = {}
    for one in pieces:
        for claim in one.claims if not one.draft else ():
            if claim.complete:
                levels[claim.standard] = max(claim.level, levels.get(claim.standard, 0))
    return readiness(asked, covered(levels, {}, banked or {}), pieces, audited=audited, closed=None)


CLAIMS = st.builds(
    lambda standard, level: Claimed(standard, level, level is not None),
    st.integers(1, 10),
    st.none() | st.integers(1, 4),
)
PIECES = st.lists(
    st.builds(
        lambda claims, kind, draft, has_file: piece(*claims, kind=kind, draft=draft, has_file=has_file),
        st.lists(CLAIMS, max_size=6, unique_by=lambda claim: claim.standard),
        st.sampled_from(EvidenceKind),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


@given(
    PIECES,
    st.dictionaries(st.integers(1, 10), st.integers(1, 4), max_size=10),
    st.integers(0, 4),
    st.integers(0, 2),
    st.integers(1, 2),
)
def test_a_portfolio_is_ready_exactly_when_counting_by_hand_says_so(
    pieces, banked, items, talks, floor
) -> None:
    counted = [one for one in pieces if not one.draft]
    best = {
        number: max([c.level for p in counted for c in p.claims if c.standard == number and c.level] or [0])
        for number in NUMBERS
    } | banked
    naive = (
        min(best.values()) >= floor
        and sum(level >= 3 for level in best.values()) >= 7
        and sum(any(c.level for c in p.claims) for p in counted) >= items
        and sum(p.kind == "presentation" and any((c.level or 0) >= 3 for c in p.claims) for p in counted)
        >= talks
        and all(c.level for p in counted for c in p.claims)
        and not any(c.level for p in pieces if p.draft for c in p.claims)
    )
    assert found(asked(items, talks, floor), pieces, banked).ready is naive


def test_one_kind_of_evidence_is_no_demand() -> None:
    everything_banked = dict.fromkeys(NUMBERS, 3)
    assert found(asked(items=0), [], everything_banked).ready


def full() -> Piece:
    return piece(*(Claimed(number, 3, True) for number in NUMBERS))


def test_nothing_stands_in_the_way_of_a_full_portfolio() -> None:
    assert found(asked(), [full()]).ready


def test_each_standard_without_evidence_is_named_with_its_number_and_title() -> None:
    some = piece(*(Claimed(number, 3, True) for number in NUMBERS if number not in (2, 9)))
    told = found(asked(), [some]).blockers
    assert [(one.words, one.leads_to, one.standard) for one in told] == [
        ("Standard 2, Title 2, has no evidence yet.", Leads.STANDARD, 2),
        ("Standard 9, Title 9, has no evidence yet.", Leads.STANDARD, 9),
    ]


def test_a_standard_below_the_floor_says_which_level_is_needed() -> None:
    low = piece(*(Claimed(number, 1 if number == 4 else 3, True) for number in NUMBERS))
    (told,) = found(asked(floor=2), [low]).blockers
    assert told.words == "Standard 4, Title 4, is claimed at level 1; every standard needs level 2."


def test_the_number_of_standards_still_needed_is_said() -> None:
    low = piece(*(Claimed(number, 3 if number < 7 else 2, True) for number in NUMBERS))
    (told,) = found(asked(), [low]).blockers
    assert told.words == "1 more standard needs to reach level 3: the award asks for 7."
    assert told.leads_to is Leads.MAP


def test_too_few_pieces_and_presentations_are_counted() -> None:
    near = piece(Claimed(1, 2, True), kind=EvidenceKind.PRESENTATION)
    items, talks = found(asked(3, 1), [full(), near]).blockers
    assert "asks for 3 pieces of evidence; 2 count so far." in items.words
    assert "asks for 1 presentation beyond your own team" in talks.words


def test_an_unfinished_claim_leads_to_that_claim() -> None:
    open_one = piece(Claimed(4, None, False), title="Coaching")
    (told,) = found(asked(), [full(), open_one]).blockers
    assert (told.leads_to, told.item_id, told.standard) == (Leads.CLAIM, open_one.id, 4)
    assert "‘Coaching’: the claim for standard 4, Title 4," in told.words


def test_a_claimed_file_that_is_gone_is_said() -> None:
    lost = piece(Claimed(4, 3, True), kind=EvidenceKind.FILE, draft=True, title="Notes")
    (told,) = found(asked(), [full(), lost]).blockers
    assert told.words == "‘Notes’ has claims but does not count: its file is missing."
    assert told.leads_to is Leads.ITEM


def test_drafts_idle_pieces_and_the_self_audit_are_advice_only() -> None:
    told = found(asked(), [full(), piece(draft=True), piece()], audited=False)
    assert told.ready
    assert [one.leads_to for one in told.advice] == [Leads.ITEM, Leads.ITEM, Leads.SELF_AUDIT]


def look(session, place):
    session.flush()
    return checked(session, portfolio(session, place.id))


def test_a_full_portfolio_in_its_window_is_ready(session) -> None:
    make_head(session)
    told = look(session, make_ready(session))
    assert told.readiness.ready
    assert (told.attempt, told.readiness.pieces, told.readiness.presentations) == (1, 3, 1)


def test_a_finished_self_audit_is_not_asked_for(session) -> None:
    make_head(session)
    place = make_ready(session)
    assert [one.leads_to for one in look(session, place).readiness.advice] == [Leads.SELF_AUDIT]
    make_audit(session, place.candidate, dict.fromkeys(NUMBERS, 2))
    assert look(session, place).readiness.advice == []


@pytest.mark.parametrize(
    ("state", "words"),
    [(PlaceState.ACCEPTED, "approved your place"), (PlaceState.WITHDRAWN, "has ended")],
)
def test_only_an_approved_place_may_submit(session, state, words) -> None:
    make_head(session)
    place = make_ready(session)
    place.candidate.state = state.value
    assert words in look(session, place).readiness.closed


def test_a_closed_cohort_takes_nothing(session) -> None:
    make_head(session)
    place = make_ready(session, state=CohortState.CLOSED.value)
    assert "cohort is closed" in look(session, place).readiness.closed


def test_somebody_else_must_be_able_to_endorse(session) -> None:
    place = make_ready(session)
    assert "Nobody at your school can endorse" in look(session, place).readiness.closed
    leaver = make_staff(session, Role.HEAD, deactivated_at=clock.now())
    assert look(session, place).readiness.closed
    assert leaver.deactivated_at
    make_staff(session, Role.DEPUTY)
    assert look(session, place).readiness.ready


def test_a_head_who_is_a_candidate_needs_another_head(session) -> None:
    place = make_ready(session)
    make_staff(session, Role.MENTOR)
    head = make_head(session)
    place.candidate.staff_id = head.id
    assert not look(session, place).readiness.ready


def test_a_claim_that_lost_its_sentence_blocks(session) -> None:
    make_head(session)
    place = make_ready(session)
    item = make_item(session, place.candidate, title="Unfinished")
    make_claim(session, item, 3, justification="")
    (told,) = look(session, place).readiness.blockers
    assert (told.item_id, told.standard) == (item.id, 3)


def test_the_window_is_told(session) -> None:
    make_head(session)
    today = clock.today()
    place = make_ready(session, window_opens_on=today + timedelta(days=1))
    assert "opens on" in look(session, place).readiness.closed
