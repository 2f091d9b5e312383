"""Whatever members of a group do to each other's work, in whatever order: who did what is never lost, what stands is
what a list on paper says, and nobody's numbers depend on what another does beyond having a word."""

from collections import Counter
from typing import Any

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
from tenants.standards.queries import framework
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.groups import make_group, make_leaver, make_member, make_returner
from tests.factories.staff import acting, make_staff
from tests.tenants.groups.naive import Claimed, Paper

PEOPLE, ITEMS = 5, 3
WHO = st.integers(0, PEOPLE - 1)
MOVES = ("start", "join", "rejoin", "leave", "contribute", "confirm", "question", "claim", "erase")


def machine_of(session: Session, fired: Counter[str]) -> type[RuleBasedStateMachine]:
    cohort = make_cohort(session)
    head = make_staff(session, Role.HEAD)
    known = framework(session, cohort.edition_id)
    people = [make_staff(session, name=f"Worker {at}") for at in range(PEOPLE)]
    places = [make_candidate(session, cohort, person) for person in people]

    class Group(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.example = session.begin_nested()
            self.paper = Paper(members={0, 1, 2})
            self.group = make_group(session, places[:3])
            left = make_member(session, self.group, places[4], MemberState.LEFT)
            assert left.alias is None
            self.items: list[Evidence] = []
            self.erased: set[int] = set()
            self.begin(0)

        def teardown(self) -> None:
            self.example.rollback()
            session.expire_all()

        def acting(self, who: int) -> Actor:
            return acting(session, people[who])

        def member(self, who: int) -> GroupMember:
            return session.scalars(
                select(GroupMember).where(
                    here(session, GroupMember),
                    GroupMember.group_id == self.group.id,
                    GroupMember.candidate_id == places[who].id,
                )
            ).one()

        def said(self, item: int, who: int) -> Contribution | None:
            return session.get(Contribution, (self.group.school_id, self.items[item].id, places[who].id))

        @precondition(lambda self: len(self.items) < ITEMS)
        @rule(data=st.data())
        def start(self, data: Any) -> None:
            self.begin(self.some_member(data))
            fired["start"] += 1

        def begin(self, who: int) -> None:
            item = start_pooled(session, self.acting(who), self.group.id, EvidenceKind.TEXT)
            item.title, item.body, item.draft = "Work", "We did it.", False
            session.flush()
            self.items.append(item)

        def some_member(self, data: Any) -> int:
            chosen: int = data.draw(st.sampled_from(sorted(self.paper.members)))
            return chosen

        @rule(who=WHO)
        def join(self, who: int) -> None:
            if who not in self.paper.members and not self.ever(who):
                make_member(session, self.group, places[who])
                self.paper.members.add(who)
                fired["join"] += 1

        def ever(self, who: int) -> bool:
            return places[who].id in people_of(session, self.group.id)

        @rule(who=WHO)
        def rejoin(self, who: int) -> None:
            if who not in self.paper.members and self.ever(who) and who not in self.erased:
                make_returner(session, self.member(who), people[who].id)
                self.paper.members.add(who)
                fired["rejoin"] += 1

        @precondition(lambda self: len(self.paper.members) > 2)
        @rule(data=st.data())
        def leave(self, data: Any) -> None:
            who: int = data.draw(st.sampled_from(sorted(self.paper.members - {0})))
            leave_pool(session, self.acting(who), self.member(who))
            make_leaver(session, self.member(who), people[who].id)
            self.paper.members.discard(who)
            for item, of in self.paper.said:
                if of == who and (item, of) not in self.paper.copies:
                    self.paper.copies[item, of] = self.paper.claims.pop((item, of), [])
            fired["leave"] += 1

        @rule(data=st.data(), did=st.sampled_from(["Planned it", "Taught it"]))
        def contribute(self, data: Any, did: str) -> None:
            who, item = self.some_member(data), data.draw(st.integers(0, len(self.items) - 1))
            if (item, who) in self.paper.copies:
                return
            stood = self.said(item, who)
            said = Said("Helper", did, "I learned.")
            say(session, self.acting(who), self.items[item], said, stood.version if stood else 0)
            wordings = self.paper.said.setdefault((item, who), [])
            if not wordings or wordings[-1] != did:
                wordings.append(did)
            fired["contribute"] += 1

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
            speak(session, self.acting(by), self.items[item], places[of].id, word, "Was it so?", wording)
            self.paper.words.append((item, of, by, wording, word.value))
            fired[move] += 1

        @rule(data=st.data(), number=st.integers(1, 10), level=st.integers(1, 4), complete=st.booleans())
        def claim(self, data: Any, number: int, level: int, complete: bool) -> None:
            who, item = self.some_member(data), data.draw(st.integers(0, len(self.items) - 1))
            standing = self.paper.claims.setdefault((item, who), [])
            numbers_now = {one.number for one in standing}
            if number in numbers_now:
                return
            actor = self.acting(who)
            choose_standards(session, actor, self.items[item], numbers_now | {number})
            session.flush()
            one = session.get_one(Claim, (self.group.school_id, self.items[item].id, number, places[who].id))
            why = "They teach it so." if complete else ""
            save_claim(session, actor, one, Claiming(level=level, reach_who="Two", justification=why), 1)
            standing.append(Claimed(number, level, complete))
            fired["claim"] += 1

        @rule(who=st.integers(1, PEOPLE - 1))
        def erase(self, who: int) -> None:
            if who in self.paper.members or not self.ever(who) or who in self.erased:
                return
            before = self.rows_of_others(who)
            erase_member(session, acting(session, head), self.member(who))
            session.flush()
            assert self.rows_of_others(who) == before
            self.erased.add(who)
            fired["erase"] += 1

        def rows_of_others(self, who: int) -> list[tuple[Any, ...]]:
            session.flush()
            said = select(
                Contribution.evidence_id, Contribution.candidate_id, Contribution.did, Contribution.learned
            ).where(here(session, Contribution), Contribution.candidate_id != places[who].id)
            words = select(
                ContributionWord.evidence_id,
                ContributionWord.candidate_id,
                ContributionWord.note,
                ContributionWord.word,
            ).where(here(session, ContributionWord), ContributionWord.by_candidate_id != places[who].id)
            rows = [*session.execute(said), *session.execute(words)]
            return sorted(tuple(map(str, one)) for one in rows)

        @invariant()
        def who_did_what_is_never_lost(self) -> None:
            session.flush()
            named = people_of(session, self.group.id)
            for (item, who), wordings in self.paper.said.items():
                one = self.said(item, who)
                assert one is not None and one.did == wordings[-1] and one.wording == len(wordings)
                assert one.standing == self.paper.standing(item, who)
                name = named[places[who].id].name
                assert name.startswith("Former member" if who in self.erased else f"Worker {who}")
            words = session.scalars(select(ContributionWord).where(here(session, ContributionWord))).all()
            assert len(words) == len(self.paper.words)

        @invariant()
        def portfolios_are_what_the_rules_say(self) -> None:
            session.flush()
            ids = [one.id for one in places]
            found, covered = pieces(session, ids), coverage(session, ids)
            part = parts()
            rows = session.execute(
                select(part.c.candidate_id, part.c.evidence_id).where(
                    part.c.school_id == self.group.school_id, part.c.pooled
                )
            ).all()
            for who, place in enumerate(places):
                pooled = {self.items[item].id for item in self.paper.pooled(who)}
                assert {item for of, item in rows if of == place.id} == pooled
                told = numbers(known.rule, covered[place.id], found[place.id])
                counted = (told.own, told.confirmed, told.claims, told.shared, set(told.addressed))
                assert (*counted, set(told.reached)) == self.paper.numbers(who, range(1, 11))

    return Group


def test_whatever_members_do_nothing_of_it_is_lost(session: Session) -> None:
    fired: Counter[str] = Counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_of(session, fired),
        settings=settings(
            max_examples=40,
            derandomize=True,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("How often each move fired:", {move: fired[move] for move in MOVES})
    assert all(fired[move] for move in MOVES), fired
