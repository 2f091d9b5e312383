"""Whatever members of a group do to each other's work, in whatever order: who did what is never lost, what stands is
what a list on paper says, and nobody's numbers depend on what another does beyond having a word."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.isolation import here
from tenants.cohorts.models import Candidate
from tenants.groups.models import GroupMember
from tenants.groups.rules.states import MemberState
from tenants.portfolios.actions.claims import choose_standards, save_claim
from tenants.portfolios.actions.contributions import say, speak
from tenants.portfolios.actions.evidence import start_pooled
from tenants.portfolios.actions.leaving import erase_member, leave_pool
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.contributions import members as people_of
from tenants.portfolios.queries.coverage import coverage
from tenants.portfolios.queries.parts import parts
from tenants.portfolios.queries.readiness import pieces
from tenants.portfolios.rules.claims import Said as Claiming
from tenants.portfolios.rules.contributions import Said, Word
from tenants.portfolios.rules.group_work import numbers
from tenants.portfolios.rules.states import EvidenceKind
from tenants.staff.models import Staff
from tenants.standards.queries import Framework, framework
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_group, make_leaver, make_member, make_returner
from tests.factories.staff import acting, make_staff
from tests.tenants.groups.naive import Claimed, Paper

PEOPLE, ITEMS = 5, 3
WHO = st.integers(0, PEOPLE - 1)
MOVES = ("start", "join", "rejoin", "leave", "contribute", "confirm", "question", "claim", "erase")


@dataclass(frozen=True)
class Ground:
    """What stays the same for all examples: a cohort with people, of whom three begin as a group."""

    session: Session
    head: Staff
    known: Framework
    people: list[Staff]
    places: list[Candidate]
    fired: Counter[str] = field(default_factory=Counter)


class Machine(RuleBasedStateMachine):
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.example = self.session.begin_nested()
        self.paper = Paper(members={0, 1, 2})
        self.group = make_group(self.session, self.ground.places[:3])
        left = make_member(self.session, self.group, self.ground.places[4], MemberState.LEFT)
        assert left.alias is None
        self.items: list[Evidence] = []
        self.erased: set[int] = set()
        self.begin(0)

    @property
    def session(self) -> Session:
        return self.ground.session

    def place(self, who: int) -> UUID:
        return self.ground.places[who].id

    def teardown(self) -> None:
        self.example.rollback()
        self.session.expire_all()

    def acting(self, who: int) -> Actor:
        return acting(self.session, self.ground.people[who])

    def member(self, who: int) -> GroupMember:
        return self.session.scalars(
            select(GroupMember).where(
                here(self.session, GroupMember),
                GroupMember.group_id == self.group.id,
                GroupMember.candidate_id == self.place(who),
            )
        ).one()

    def said(self, item: int, who: int) -> Contribution | None:
        return self.session.get(Contribution, (self.group.school_id, self.items[item].id, self.place(who)))

    @precondition(lambda self: len(self.items) < ITEMS)
    @rule(data=st.data())
    def start(self, data: Any) -> None:
        self.begin(self.some_member(data))
        self.ground.fired["start"] += 1

    def begin(self, who: int) -> None:
        item = start_pooled(self.session, self.acting(who), self.group.id, EvidenceKind.TEXT)
        item.title, item.body, item.draft = "Work", "We did it.", False
        self.session.flush()
        self.items.append(item)

    def some_member(self, data: Any) -> int:
        chosen: int = data.draw(st.sampled_from(sorted(self.paper.members)))
        return chosen

    @rule(who=WHO)
    def join(self, who: int) -> None:
        if who not in self.paper.members and not self.ever(who):
            make_member(self.session, self.group, self.ground.places[who])
            self.paper.members.add(who)
            self.ground.fired["join"] += 1

    def ever(self, who: int) -> bool:
        return self.place(who) in people_of(self.session, self.group.id)

    @rule(who=WHO)
    def rejoin(self, who: int) -> None:
        if who not in self.paper.members and self.ever(who) and who not in self.erased:
            make_returner(self.session, self.member(who), self.ground.people[who].id)
            self.paper.members.add(who)
            self.ground.fired["rejoin"] += 1

    @precondition(lambda self: len(self.paper.members) > 2)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        who: int = data.draw(st.sampled_from(sorted(self.paper.members - {0})))
        leave_pool(self.session, self.acting(who), self.member(who))
        make_leaver(self.session, self.member(who), self.ground.people[who].id)
        self.paper.members.discard(who)
        for item, of in self.paper.said:
            if of == who and (item, of) not in self.paper.copies:
                self.paper.copies[item, of] = self.paper.claims.pop((item, of), [])
        self.ground.fired["leave"] += 1

    @rule(data=st.data(), did=st.sampled_from(["Planned it", "Taught it"]))
    def contribute(self, data: Any, did: str) -> None:
        who, item = self.some_member(data), data.draw(st.integers(0, len(self.items) - 1))
        if (item, who) in self.paper.copies:
            return
        stood = self.said(item, who)
        said = Said("Helper", did, "I learned.")
        say(self.session, self.acting(who), self.items[item], said, stood.version if stood else 0)
        wordings = self.paper.said.setdefault((item, who), [])
        if not wordings or wordings[-1] != did:
            wordings.append(did)
        self.ground.fired["contribute"] += 1

    @precondition(lambda self: self.paper.said)
    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        self.speak(data, Word.CONFIRMED, "confirm")

    @precondition(lambda self: self.paper.said)
    @rule(data=st.data())
    def question(self, data: Any) -> None:
        self.speak(data, Word.QUESTIONED, "question")

    def speak(self, data: Any, word: Word, move: str) -> None:
        item, of = data.draw(st.sampled_from(sorted(self.paper.said)))
        by: int = data.draw(st.sampled_from(sorted(self.paper.members - {of})))
        wording = len(self.paper.said[item, of])
        speak(
            self.session,
            self.acting(by),
            self.items[item],
            self.place(of),
            word,
            "Was it so?",
            wording,
        )
        self.paper.words.append((item, of, by, wording, word.value))
        self.ground.fired[move] += 1

    @rule(data=st.data(), number=st.integers(1, 10), level=st.integers(1, 4), complete=st.booleans())
    def claim(self, data: Any, number: int, level: int, complete: bool) -> None:
        who, item = self.some_member(data), data.draw(st.integers(0, len(self.items) - 1))
        standing = self.paper.claims.setdefault((item, who), [])
        numbers_now = {one.number for one in standing}
        if number in numbers_now:
            return
        actor = self.acting(who)
        choose_standards(self.session, actor, self.items[item], numbers_now | {number})
        self.session.flush()
        one = self.session.get_one(
            Claim, (self.group.school_id, self.items[item].id, number, self.place(who))
        )
        why = "They teach it so." if complete else ""
        save_claim(self.session, actor, one, Claiming(level=level, reach_who="Two", justification=why), 1)
        standing.append(Claimed(number, level, complete))
        self.ground.fired["claim"] += 1

    @rule(who=st.integers(1, PEOPLE - 1))
    def erase(self, who: int) -> None:
        if who in self.paper.members or not self.ever(who) or who in self.erased:
            return
        before = self.rows_of_others(who)
        erase_member(self.session, acting(self.session, self.ground.head), self.member(who))
        self.session.flush()
        assert self.rows_of_others(who) == before
        self.erased.add(who)
        self.ground.fired["erase"] += 1

    def rows_of_others(self, who: int) -> list[tuple[Any, ...]]:
        self.session.flush()
        said = select(
            Contribution.evidence_id, Contribution.candidate_id, Contribution.did, Contribution.learned
        ).where(here(self.session, Contribution), Contribution.candidate_id != self.place(who))
        words = select(
            ContributionWord.evidence_id,
            ContributionWord.candidate_id,
            ContributionWord.note,
            ContributionWord.word,
        ).where(
            here(self.session, ContributionWord),
            ContributionWord.by_candidate_id != self.place(who),
        )
        rows = [*self.session.execute(said), *self.session.execute(words)]
        return sorted(tuple(map(str, one)) for one in rows)

    @invariant()
    def who_did_what_is_never_lost(self) -> None:
        self.session.flush()
        named = people_of(self.session, self.group.id)
        for (item, who), wordings in self.paper.said.items():
            one = self.said(item, who)
            assert one is not None
            assert (one.did, one.wording) == (wordings[-1], len(wordings))
            assert one.standing == self.paper.standing(item, who)
            name = named[self.place(who)].name
            assert name.startswith("Former member" if who in self.erased else f"Worker {who}")
        words = self.session.scalars(
            select(ContributionWord).where(here(self.session, ContributionWord))
        ).all()
        assert len(words) == len(self.paper.words)

    @invariant()
    def portfolios_are_what_the_rules_say(self) -> None:
        self.session.flush()
        ids = [one.id for one in self.ground.places]
        found, covered = pieces(self.session, ids), coverage(self.session, ids)
        part = parts()
        rows = self.session.execute(
            select(part.c.whose, part.c.id).where(
                part.c.school_id == self.group.school_id, part.c.group_id.is_not(None)
            )
        ).all()
        for who, place in enumerate(self.ground.places):
            pooled = {self.items[item].id for item in self.paper.pooled(who)}
            assert {item for of, item in rows if of == place.id} == pooled
            told = numbers(self.ground.known.rule, covered[place.id], found[place.id])
            counted = (told.own, told.confirmed, told.claims, told.shared, set(told.addressed))
            assert (*counted, set(told.reached)) == self.paper.numbers(who, range(1, 11))


@pytest.fixture
def ground(session: Session) -> Ground:
    cohort = make_cohort(session)
    head = make_staff(session, Role.HEAD)
    people = [make_staff(session, name=f"Worker {at}") for at in range(PEOPLE)]
    places = [make_candidate(session, cohort, person) for person in people]
    return Ground(session, head, framework(session, cohort.edition_id), people, places)


def test_whatever_members_do_nothing_of_it_is_lost(ground: Ground) -> None:
    class Here(Machine):
        pass

    Here.ground = ground
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Here,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("How often each move fired:", {move: ground.fired[move] for move in MOVES})
    assert all(ground.fired[move] for move in MOVES), ground.fired
