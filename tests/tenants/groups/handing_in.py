"""People of a group hand in, alone and together, are judged, and leave."""

from itertools import filterfalse
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from tenants.assessment.queries.outcomes import outcome
from tenants.awards.actions import release
from tenants.base.isolation import here
from tenants.portfolios.actions import joint as joint_actions
from tenants.portfolios.actions.endorsements import endorse
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.actions.submissions import submit
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.evidence import drawn_item
from tenants.portfolios.queries.joint import joint, open_joint
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.contributions import Word
from tenants.portfolios.rules.states import Source
from tests.factories.assessment import FAILING, PASSING, Matter, assess
from tests.factories.staff import acting
from tests.factories.submissions import DECLARED, ENDORSED
from tests.tenants.groups.moves import PEOPLE, SELDOM, Moves
from tests.tenants.groups.naive import PASS


class HandingIn(Moves):
    def leave(self, data: Any) -> None:
        if len(self.paper.members) < 3:
            return
        who = self.one_of(data, self.paper.members - {0})
        questioned = {of for _, of, by, _, _, word in self.paper.words if (by, word) == (who, "questioned")}
        seat = self.seat(who)
        assert seat is not None
        leave_group(self.session, self.acting(who), seat)
        self.session.flush()
        for item, at in self.paper.leave(who):
            copy = drawn_item(self.session, self.place(who), Source.GROUP, self.items[item].id)
            assert copy is not None
            if at == len(self.items):
                self.items.append(copy)
            assert self.items[at] is copy
        self.done("leave", who, *questioned, *self.go_without(who))

    def somebody(self, data: Any, among: set[int]) -> int:
        """Mostly one who is ready, and who has not signed yet."""
        ready = set(filter(self.paper.ready, among)) - (self.paper.signed or set())
        chosen: int = self.one_of(data, ready if ready and not data.draw(st.sampled_from(SELDOM)) else among)
        return chosen

    def come_back(self, data: Any) -> None:
        """Who left joins anew, does something else for the group, and hands that in beside the copies they took."""
        away = {of for _, of in self.paper.taken} - self.paper.members - self.erased
        away = {who for who in away if not self.paper.closed(who)}
        if not away:
            return
        who, other = self.one_of(data, away), self.one_of(data, self.paper.members)
        self.joins(who)
        self.begin(who, draft=False)
        self.says(who, len(self.items) - 1, "Taught it")
        self.speaks(other, len(self.items) - 1, who, Word.CONFIRMED)
        self.done("come back")
        self.alone(who)
        self.touched.add(who)

    def submit_alone(self, data: Any) -> None:
        self.alone(self.somebody(data, set(range(PEOPLE))))

    def alone(self, who: int) -> None:
        if self.paper.closed(who):
            return None
        found = portfolio(self.session, self.place(who))
        if not self.paper.ready(who):
            with self.refused():
                submit(self.session, self.acting(who), found, DECLARED)
            return self.done("refused alone")
        self.latest[who] = submit(self.session, self.acting(who), found, DECLARED)
        self.hands_in(who)
        return self.done("submit alone", who, *self.go_without(who))

    def hands_in(self, who: int) -> None:
        self.ground.fired["handed in after coming back"] += who in self.paper.back()
        self.paper.submit(who)

    def sign(self, data: Any) -> None:
        """For handing in together; opened with the first signature. It goes with the last."""
        if not self.working():
            return None
        who = self.somebody(data, self.working())
        if self.paper.signed is None:
            joint_actions.open_hand_in(self.session, self.acting(0), self.group)
            self.paper.signed = set()
        gathering = open_joint(self.session, self.group.id)
        assert gathering is not None
        found = joint(self.session, gathering.id)
        if not self.paper.ready(who):
            with self.refused():
                joint_actions.sign(self.session, self.acting(who), found, DECLARED)
            return self.done("refused to sign")
        sent = joint_actions.sign(self.session, self.acting(who), found, DECLARED)
        self.paper.signed.add(who)
        self.ground.fired["sign"] += 1
        gone = self.goes()
        assert {one.candidate_id for one in sent} == {self.place(one) for one in gone}
        return self.done("submit together" if gone else "signed", *gone)

    def send(self, _: Any) -> None:
        """For those who signed and are ready still, by who convenes it."""
        if self.paper.signed is None:
            return None
        gathering = open_joint(self.session, self.group.id)
        assert gathering is not None
        found = joint(self.session, gathering.id)
        going = {who for who in self.paper.signed if self.paper.ready(who)}
        if not going:
            with self.refused():
                joint_actions.send(self.session, self.acting(0), found)
            return self.done("refused to send")
        joint_actions.send(self.session, self.acting(0), found)
        self.gone(going)
        return self.done("send", *going)

    def goes(self) -> set[int]:
        """Whom a joint hand-in takes along that waits for nobody any more."""
        waited_for, signed = self.paper.waited_for(), self.paper.signed
        if signed is None or not waited_for or waited_for - signed:
            return set()
        if behind := set(filterfalse(self.paper.ready, waited_for)):
            signed -= behind
            self.ground.fired["signs again"] += 1
            return set()
        self.gone(waited_for)
        return waited_for

    def go_without(self, who: int) -> set[int]:
        if self.paper.signed is None:
            return set()
        self.paper.signed.discard(who)
        if not self.paper.waited_for():
            self.paper.signed = None
            self.ground.fired["drop"] += 1
            return set()
        gone = self.goes()
        self.ground.fired["go without"] += bool(gone)
        return gone

    def gone(self, going: set[int]) -> None:
        self.session.flush()
        for who in going:
            self.latest[who] = self.last_of(who)
            self.hands_in(who)
        self.paper.signed = None

    def last_of(self, who: int) -> Submission:
        return self.session.scalars(
            select(Submission)
            .where(here(self.session, Submission), Submission.candidate_id == self.place(who))
            .order_by(Submission.attempt.desc())
            .limit(1)
        ).one()

    def judge(self, data: Any) -> None:
        """Endorsed, judged by two who agree, and released. Who failed first hands in once more."""
        if not self.undecided():
            return
        who = self.one_of(data, self.undecided())
        passing = data.draw(st.booleans())
        made, levels = self.latest[who], PASSING if passing else FAILING
        ground, head = self.ground, acting(self.session, self.ground.head)
        endorse(self.session, head, made, ENDORSED)
        self.session.flush()
        person, place = ground.people[who], ground.places[who]
        matter = Matter(ground.head, ground.lead, ground.cohort, person, place, made, None, ground.assessors)
        assess(self.session, matter, levels, levels)
        release(self.session, head, [outcome(self.session, made.id)])
        tried = len(self.paper.hand_ins[who])
        word = "accredited" if passing else "referred" if tried == 1 else "not_accredited"
        self.paper.hand_ins[who][-1].decided = word
        if word == "referred":
            self.paper.open.add(who)
            self.paper.banked[who] = {n: level for n, level in FAILING.items() if level >= PASS}
        self.done(word, who)

    def undecided(self) -> set[int]:
        return {who for who, made in self.paper.hand_ins.items() if made[-1].decided is None}
