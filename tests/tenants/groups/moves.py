"""What people of a group do with their work, by the actions of the house, and on paper beside it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.cohorts.models import Candidate, Cohort
from tenants.groups.actions.answering import accept
from tenants.groups.actions.forming import Beginning, form_own
from tenants.groups.actions.inviting import invite
from tenants.groups.queries.groups import Seat, seats
from tenants.portfolios.actions.claims import choose_standards, save_claim
from tenants.portfolios.actions.contributions import say, speak
from tenants.portfolios.actions.evidence import (
    put_back_item,
    remove_item,
    save_item,
    start_item,
    start_pooled,
)
from tenants.portfolios.actions.leaving import erase_member
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence, Submission
from tenants.portfolios.rules.claims import Said as Claiming
from tenants.portfolios.rules.contributions import Said, Word
from tenants.portfolios.rules.evidence import Words
from tenants.portfolios.rules.states import EvidenceKind
from tenants.staff.models import Staff
from tenants.standards.queries import Framework
from tests.factories.portfolios import make_claim
from tests.factories.staff import acting
from tests.tenants.groups.naive import ALL, PASS, Claimed, Paper, Piece

PEOPLE, POOL = 5, 3
WHO = st.integers(0, PEOPLE - 1)
SELDOM = [False] * 7 + [True]


@dataclass(frozen=True)
class Ground:
    """What stays the same for all examples: a cohort with people, and two who may assess them."""

    session: Session
    head: Staff
    lead: Staff
    cohort: Cohort
    known: Framework
    people: list[Staff]
    places: list[Candidate]
    assessors: tuple[Staff, Staff]
    fired: Counter[str] = field(default_factory=Counter)


class Moves(RuleBasedStateMachine):
    """`moved`: something was done since all was looked at. `touched`: whose numbers it may have changed."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.example = self.session.begin_nested()
        self.paper = Paper(open=set(range(PEOPLE)))
        self.items: list[Evidence] = []
        self.latest: dict[int, Submission] = {}
        self.erased: set[int] = set()
        self.touched: set[int] = set()
        self.moved = False

    def teardown(self) -> None:
        self.example.rollback()
        self.session.expire_all()

    @property
    def session(self) -> Session:
        return self.ground.session

    def place(self, who: int) -> UUID:
        return self.ground.places[who].id

    def acting(self, who: int) -> Actor:
        return acting(self.session, self.ground.people[who])

    def seat(self, who: int) -> Seat | None:
        found = seats(self.session, self.group.id)
        return next((one for one in found if one.candidate_id == self.place(who)), None)

    def done(self, move: str, *touched: int) -> None:
        self.session.flush()
        self.ground.fired[move] += 1
        self.touched, self.moved = set(touched), True

    @contextmanager
    def refused(self) -> Iterator[None]:
        """It can't be done, and leaves nothing behind."""
        with pytest.raises(Refused), self.session.begin_nested():
            yield

    def one_of(self, data: Any, among: Any) -> Any:
        return data.draw(st.sampled_from(sorted(among)))

    @initialize()
    def form(self) -> None:
        begins = Beginning("The talk group", "Talk", [self.place(1), self.place(2)])
        self.group = form_own(self.session, self.acting(0), self.ground.places[0], begins)
        self.paper.join(0)
        for who in (1, 2):
            self.accepts(who)
        self.begin(0, draft=False)
        for who in range(3):
            self.begin_own(who, PASS, draft=False)
            self.says(who, 0, "Planned it")
        for who in range(3):
            self.speaks((who + 1) % 3, 0, who, Word.CONFIRMED)
        self.done("form", *range(PEOPLE))

    def accepts(self, who: int) -> None:
        seat = self.seat(who)
        assert seat is not None
        accept(self.session, self.acting(who), seat, self.group.charter_version)
        self.paper.join(who)

    def join(self, data: Any) -> None:
        who = data.draw(WHO)
        if who in self.paper.members or who in self.erased:
            return
        self.joins(who)
        self.done("rejoin" if self.paper.stints[who] > 1 else "join", who)

    def joins(self, who: int) -> None:
        invite(self.session, self.acting(0), self.group, [self.place(who)])
        self.accepts(who)

    def start(self, data: Any) -> None:
        if len(self.paper.pool()) < POOL and self.working():
            self.begin(self.one_of(data, self.working()), draft=data.draw(st.booleans()))
            self.done("start")

    def working(self) -> set[int]:
        return self.paper.waited_for()

    def begin(self, who: int, *, draft: bool) -> None:
        item = start_pooled(self.session, self.acting(who), self.group.id, EvidenceKind.TEXT)
        self.write(who, item, draft=draft)
        self.items.append(item)
        self.paper.pieces.append(Piece(None, draft))

    def write(self, who: int, item: Evidence, *, draft: bool) -> None:
        words = Words(title="Work", body="" if draft else "We did it.")
        save_item(self.session, self.acting(who), item, words, item.version)

    def finish(self, data: Any) -> None:
        """What is missing in a piece, of the pool or one's own."""
        who = data.draw(WHO)
        drafts = [at for at in self.reached(who) if self.paper.pieces[at].draft and self.paper.live(at)]
        if self.paper.closed(who) or not drafts:
            return
        at = self.one_of(data, drafts)
        self.write(who, self.items[at], draft=False)
        self.paper.pieces[at].draft = False
        self.done("finish", who, *(of for item, of in self.paper.said if item == at))

    def own(self, data: Any) -> None:
        who = data.draw(WHO)
        if not self.paper.closed(who) and len(self.paper.of(who)) < POOL:
            self.begin_own(
                who, data.draw(st.sampled_from([4, 3, 3, 2])), draft=data.draw(st.sampled_from(SELDOM))
            )
            self.done("own", who)

    def begin_own(self, who: int, level: int, *, draft: bool) -> None:
        """A piece for all standards. (What is claimed is written as it is: the pool's claims go by the actions.)"""
        item = start_item(self.session, self.acting(who), self.place(who), EvidenceKind.TEXT)
        self.write(who, item, draft=draft)
        self.items.append(item)
        self.paper.pieces.append(Piece(who, draft, claims={who: {n: Claimed(n, level) for n in ALL}}))
        for number in ALL:
            make_claim(self.session, item, number, level)

    def reached(self, who: int) -> list[int]:
        """The pieces on which somebody works."""
        return self.paper.of(who) + (self.paper.pool() if who in self.paper.members else [])

    def claim(self, data: Any) -> None:
        """On a piece of the pool, whether they contributed to it or not."""
        if not self.working():
            return
        who, item = self.one_of(data, self.working()), self.one_of(data, self.paper.pool())
        number, level = data.draw(st.integers(1, 10)), data.draw(st.integers(1, 4))
        complete = not data.draw(st.sampled_from(SELDOM))
        if not self.paper.live(item) or number in self.paper.pieces[item].claims.get(who, {}):
            return
        standing = self.paper.pieces[item].claims.setdefault(who, {})
        choose_standards(self.session, self.acting(who), self.items[item], {*standing, number})
        self.session.flush()
        key = (self.group.school_id, self.items[item].id, number, self.place(who))
        why = "They teach it so." if complete else ""
        said = Claiming(level=level, reach_who="Two", justification=why)
        save_claim(self.session, self.acting(who), self.session.get_one(Claim, key), said, 1)
        standing[number] = Claimed(number, level, complete)
        self.done("claim", who)

    def remove(self, data: Any) -> None:
        """Out of one's portfolio, or out of the pool unless others contributed."""
        who = data.draw(WHO)
        live = list(filter(self.paper.live, self.reached(who)))
        if self.paper.closed(who) or not live:
            return None
        at = self.one_of(data, live)
        if {of for item, of in self.paper.said if item == at} - {who}:
            with self.refused():
                remove_item(self.session, self.acting(who), self.items[at])
            return self.done("refused to remove")
        remove_item(self.session, self.acting(who), self.items[at])
        self.paper.pieces[at].removed = True
        return self.done("remove", who)

    def put_back(self, data: Any) -> None:
        who = data.draw(WHO)
        gone = [at for at in self.reached(who) if not self.paper.live(at)]
        if self.paper.closed(who) or not gone:
            return None
        at = self.one_of(data, gone)
        of = self.paper.pieces[at].copy_of
        if of is not None and (of, who) not in self.paper.taken:
            with self.refused():
                put_back_item(self.session, self.acting(who), self.items[at])
            return self.done("refused to put back")
        put_back_item(self.session, self.acting(who), self.items[at])
        self.paper.pieces[at].removed = False
        return self.done("put back", who, *(one for item, one in self.paper.said if item == at))

    def contribute(self, data: Any) -> None:
        if not self.working():
            return None
        who, item = self.one_of(data, self.working()), self.one_of(data, self.paper.pool())
        if not self.paper.live(item):
            return None
        did = data.draw(st.sampled_from(["Planned it", "Planned it", "Taught it"]))
        copy = self.paper.taken.get((item, who))
        if copy is not None and self.paper.live(copy):
            with self.refused():
                self.says(who, item, did)
            return self.done("refused to contribute")
        self.says(who, item, did)
        return self.done("contribute", who)

    def says(self, who: int, item: int, did: str) -> None:
        key = (self.group.school_id, self.items[item].id, self.place(who))
        stood = self.session.get(Contribution, key)
        said = Said("Helper", did, "I learned.")
        say(self.session, self.acting(who), self.items[item], said, stood.version if stood else 0)
        self.paper.taken.pop((item, who), None)
        wordings = self.paper.said.setdefault((item, who), [])
        if not wordings or wordings[-1] != did:
            wordings.append(did)

    def confirm(self, data: Any) -> None:
        self.speak(data, Word.CONFIRMED, "confirm")

    def question(self, data: Any) -> None:
        self.speak(data, Word.QUESTIONED, "question")

    def speak(self, data: Any, word: Word, move: str) -> None:
        if not self.paper.said:
            return
        item, of = self.one_of(data, self.paper.said)
        others = self.paper.members - {of}
        if not others or not self.paper.live(item):
            return
        self.speaks(self.one_of(data, others), item, of, word)
        self.done(move, of)

    def speaks(self, by: int, item: int, of: int, word: Word) -> None:
        wording = len(self.paper.said[item, of])
        speak(self.session, self.acting(by), self.items[item], self.place(of), word, "Was it?", wording)
        self.paper.words.append((item, of, by, self.paper.stints[by], wording, word.value))

    def erase(self, data: Any) -> None:
        gone = {who for who in range(PEOPLE) if self.seat(who)} - self.paper.members - self.erased
        if not gone:
            return
        who = self.one_of(data, gone)
        seat = self.seat(who)
        assert seat is not None
        erase_member(self.session, acting(self.session, self.ground.head), seat.member)
        self.erased.add(who)
        self.done("erase")
