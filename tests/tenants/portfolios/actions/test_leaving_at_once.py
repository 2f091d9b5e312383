"""Somebody leaves a group while another writes or has a word there: one waits for the other, and both are done."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.groups.queries.groups import seats
from tenants.groups.queries.members import one_group
from tenants.portfolios.actions.contributions import speak
from tenants.portfolios.actions.evidence import lock_live, save_item
from tenants.portfolios.actions.joint import open_hand_in, sign
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, Submission
from tenants.portfolios.queries.joint import joint
from tenants.portfolios.rules.contributions import Standing, Word
from tenants.staff import actors
from tests.conftest import InSchool
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import Place, candidate_actor, make_claim, make_item, make_place
from tests.factories.submissions import DECLARED, make_head, make_open_cohort

WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND :pid = ANY(pg_blocking_pids(pid))")


@dataclass(frozen=True)
class Group:
    """Of three, who all have contributed to the item; the last leaves."""

    in_school: InSchool
    school_id: UUID
    group_id: UUID
    item_id: UUID
    places: list[Place]

    @property
    def leaver(self) -> UUID:
        return self.places[2].id

    def signed_by_the_others(self) -> UUID:
        with self.in_school(self.school_id) as session:
            found = open_hand_in(
                session, candidate_actor(session, self.places[0]), one_group(session, self.group_id)
            )
            for one in self.places[:2]:
                sign(session, candidate_actor(session, one), found, DECLARED)
            return found.id

    def leave(self) -> None:
        with self.in_school(self.school_id) as session:
            (mine,) = [one for one in seats(session, self.group_id) if one.candidate_id == self.leaver]
            leave_group(session, actors.actor(session, mine.person.id), mine)

    @contextmanager
    def beside(self) -> Iterator[tuple[Session, Actor, Evidence, Callable[[], None]]]:
        """As the first of them; with what lets the last begin to leave, and returns once that waits for this."""
        with ThreadPoolExecutor(1) as pool:
            leaving = []
            with self.in_school(self.school_id) as session:

                def begin() -> None:
                    leaving.append(pool.submit(self.leave))
                    pid = session.scalar(text("SELECT pg_backend_pid()"))
                    while not session.scalar(WAITS, {"pid": pid}) and not leaving[0].done():
                        sleep(0.01)

                actor = actors.actor(session, self.places[0].person.id)
                yield session, actor, session.get_one(Evidence, (self.school_id, self.item_id)), begin
            leaving[0].result(timeout=30)


@pytest.fixture
def group(in_school: InSchool, school_id: UUID) -> Group:
    with in_school(school_id) as session:
        make_head(session)
        asks = {"groups": {"confirmed": 0}}
        cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0, asks=asks)
        places = [_ready(session, cohort) for _ in range(3)]
        made = make_group(session, [one.candidate for one in places])
        item = make_pooled(session, made)
        for one in places:
            make_contribution(session, item, one.candidate)
        return Group(in_school, school_id, made.id, item.id, places)


def _ready(session: Session, cohort: object) -> Place:
    place = make_place(session, cohort=cohort)
    for title in ("Peer coaching", "Reading notes"):
        item = make_item(session, place.candidate, title=title)
        for number in range(1, 11):
            make_claim(session, item, number)
    return place


def test_who_writes_at_a_shared_item_is_waited_for_before_the_item_is_held(group: Group) -> None:
    gathering = group.signed_by_the_others()
    with group.beside() as (session, actor, item, begin_to_leave):
        open_item(session, actor, item)
        begin_to_leave()
        save_item(session, actor, item, replace(item.words, body="We tried it again."), item.version)
    with group.in_school(group.school_id) as session:
        copy = session.scalars(
            select(Evidence).where(Evidence.candidate_id == group.leaver, Evidence.source_id == group.item_id)
        ).one()
        assert copy.body == "We tried it again."
        assert not joint(session, gathering).open
        assert set(session.scalars(select(Submission.candidate_id))) == {one.id for one in group.places[:2]}


def test_who_has_a_word_on_what_the_leaver_did_holds_the_item_first_and_so_does_the_leaver(
    group: Group,
) -> None:
    with group.beside() as (session, actor, item, begin_to_leave):
        lock_live(session, item)
        begin_to_leave()
        speak(session, actor, item, group.leaver, Word.CONFIRMED, "", 1)
    with group.in_school(group.school_id) as session:
        one = session.get_one(Contribution, (group.school_id, group.item_id, group.leaver))
        assert one.standing == Standing.CONFIRMED
        assert one.copy_id is not None
