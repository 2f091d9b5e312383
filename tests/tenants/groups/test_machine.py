"""Whatever members of a group do to each other's work, in whatever order: who did what is never lost, what counts is
what a list on paper says, and nobody's numbers and outcome depend on what another does beyond having a word."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from tenants.assessment.models import Outcome
from tenants.base.actor import Role
from tenants.base.isolation import here
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.contributions import members as people_of
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.parts import parts
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked, pieces
from tenants.portfolios.queries.submissions import read
from tenants.portfolios.rules.group_work import numbers, uncovered
from tenants.portfolios.rules.reading import SharedBy
from tenants.standards.queries import framework
from tests.factories.assessment import make_assessor
from tests.factories.cohorts import make_candidate
from tests.factories.staff import make_staff
from tests.factories.submissions import make_open_cohort
from tests.tenants.groups.handing_in import HandingIn
from tests.tenants.groups.moves import PEOPLE, Ground
from tests.tenants.groups.naive import ALL, CONFIRMED, OWN, SHARE

MUST = (
    *("form", "join", "rejoin", "leave", "start", "finish", "own", "claim", "remove", "put back"),
    *("contribute", "confirm", "question", "submit alone", "sign", "submit together", "send", "go without"),
    *("accredited", "referred", "erase", "handed in after coming back"),
)
"""Moves of which each must have been made. The refusals are printed beside them."""
MOVES = (
    *["join"] * 3 + ["leave"] * 2 + ["erase"] + ["come_back"] * 3,
    *["own"] * 2 + ["start", "start", "finish", "claim", "claim", "remove", "put_back", "put_back"],
    *["contribute"] * 3 + ["confirm"] * 4 + ["question"],
    *["submit_alone"] * 2 + ["sign"] * 5 + ["send"] + ["judge"] * 2,
)
"""By how often each is tried: by one rule, for of several some are left out of an example."""


class Machine(HandingIn):
    def __init__(self) -> None:
        super().__init__()
        self.told: dict[int, Any] = {}

    @rule(data=st.data(), move=st.sampled_from(MOVES))
    def next_move(self, data: Any, move: str) -> None:
        getattr(self, move)(data)

    @invariant()
    def all_is_as_the_paper_says(self) -> None:
        if self.moved:
            self.who_did_what_is_never_lost()
            self.portfolios_are_what_the_rules_say_and_nobody_changes_anothers()
            self.what_was_handed_in_and_decided_is_each_persons_own()
            self.moved = False

    def who_did_what_is_never_lost(self) -> None:
        rows = self.session.scalars(select(Contribution).where(here(self.session, Contribution))).all()
        stored = {(one.evidence_id, one.candidate_id): one for one in rows}
        assert len(stored) == len(self.paper.said)
        named = people_of(self.session, self.group.id)
        for (item, who), wordings in self.paper.said.items():
            one = stored[self.items[item].id, self.place(who)]
            assert (one.did, one.wording) == (wordings[-1], len(wordings))
            assert one.standing == self.paper.standing(item, who)
            copy = self.paper.taken.get((item, who))
            assert one.copy_id == (None if copy is None else self.items[copy].id)
            erased = who in self.erased
            assert one.learned == ("" if erased else "I learned.")
            assert named[self.place(who)].name.startswith("Former member" if erased else f"Worker {who}")
        self.every_word_stands()

    def every_word_stands(self) -> None:
        rows = self.session.scalars(select(ContributionWord).where(here(self.session, ContributionWord)))
        stored = sorted(
            (str(one.evidence_id), str(one.candidate_id), str(one.by_candidate_id), one.of_version, one.word)
            for one in rows
            if (one.note == "") == (one.by_candidate_id in {self.place(who) for who in self.erased})
        )
        assert stored == sorted(
            (str(self.items[item].id), str(self.place(of)), str(self.place(by)), wording, word)
            for item, of, by, _, wording, word in self.paper.words
        )

    def portfolios_are_what_the_rules_say_and_nobody_changes_anothers(self) -> None:
        ids = [one.id for one in self.ground.places]
        found, covered = pieces(self.session, ids), coverage(self.session, ids)
        part = parts()
        rows = self.session.execute(
            select(part.c.whose, part.c.id).where(
                part.c.school_id == self.group.school_id, part.c.removed_at.is_(None)
            )
        ).all()
        before, self.told = self.told, {}
        for who, place in enumerate(self.ground.places):
            held = {self.items[at].id for at in self.paper.portfolio(who)}
            assert {item for of, item in rows if of == place.id} == held
            told = numbers(self.ground.known.rule, covered[place.id], found[place.id])
            counted = (told.own, told.confirmed, told.claims, told.shared, set(told.addressed))
            assert (*counted, set(told.reached)) == self.paper.numbers(who)
            assert covered[place.id].levels == self.paper.levels(who)
            self.told[who] = told, covered[place.id].levels
        for who in before.keys() - self.touched:
            assert before[who] == self.told[who]
        self.the_group_is_covered_as_it_says()
        for who in self.touched:
            ready = checked(self.session, portfolio(self.session, self.place(who))).readiness.ready
            assert ready == self.paper.ready(who)

    def the_group_is_covered_as_it_says(self) -> None:
        told = {self.place(who): self.told[who][0] for who in self.paper.members}
        nowhere = uncovered(self.ground.cohort.limits.groups, self.ground.known.rule, told)
        reached = [self.paper.numbers(who)[-1] for who in self.paper.members]
        assert nowhere == [number for number in ALL if not any(number in one for one in reached)]

    def what_was_handed_in_and_decided_is_each_persons_own(self) -> None:
        if not self.paper.hand_ins:
            return
        rows = self.session.execute(
            select(Submission, Outcome.result)
            .outerjoin(Outcome, Outcome.submission_id == Submission.id)
            .where(here(self.session, Submission))
            .order_by(Submission.attempt)
        ).all()
        for who in range(PEOPLE):
            made = [(one, result) for one, result in rows if one.candidate_id == self.place(who)]
            written = self.paper.hand_ins.get(who, [])
            assert [result for _, result in made] == [one.decided for one in written]
            for (one, _), hand_in in zip(made, written, strict=True):
                stood = read(self.session, one)
                assert stood.intact
                frozen = {item.id: item for item in stood.portfolio.items}
                assert {
                    of: {(claim.standard, claim.level) for claim in item.claims}
                    for of, item in frozen.items()
                } == {self.items[at].id: claims for at, claims in hand_in.pieces.items()}
                assert {of: who_did(item.shared) for of, item in frozen.items() if item.shared} == {
                    self.items[at].id: {(self.place(by), *told) for by, *told in each}
                    for at, each in hand_in.shared.items()
                }


def who_did(shared: SharedBy) -> set[tuple[Any, ...]]:
    return {(one.candidate_id, one.did, one.standing, one.taken_along) for one in shared.contributors}


@pytest.fixture
def ground(session) -> Ground:
    head = make_staff(session, Role.HEAD)
    lead = make_staff(session, Role.PROGRAMME_LEAD, line_manager_id=head.id)
    asks = {"groups": {"own_items": OWN, "confirmed": CONFIRMED, "shared_share": SHARE}}
    cohort = make_open_cohort(session, lead=lead, minimum_items=1, minimum_presentations=0, asks=asks)
    people = [make_staff(session, name=f"Worker {at}", line_manager_id=head.id) for at in range(PEOPLE)]
    places = [make_candidate(session, cohort, person) for person in people]
    assessors = make_assessor(session, manager=head), make_assessor(session, manager=head)
    known = framework(session, cohort.edition_id)
    return Ground(session, head, lead, cohort, known, people, places, assessors)


def test_whatever_members_do_nothing_of_it_is_lost(ground: Ground) -> None:
    class Here(Machine):
        pass

    Here.ground = ground
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Here,
        settings=settings(
            max_examples=12,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("How often each move fired:", dict(sorted(ground.fired.items())))
    assert all(ground.fired[move] for move in MUST), [move for move in MUST if not ground.fired[move]]
