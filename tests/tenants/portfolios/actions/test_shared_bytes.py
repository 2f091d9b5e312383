"""A leaver's copy shares the bytes of its files with the group's item: they stay while anybody needs them."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.permissions import Permission
from tenants.groups.queries.groups import seats
from tenants.portfolios.actions import guarding
from tenants.portfolios.actions.files import remove_file
from tenants.portfolios.actions.leaving import leave_group
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.queries.files import held_file, removed_key
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import Place, candidate_actor, make_file, make_place
from tests.factories.staff import acting
from tests.factories.submissions import hand_in, make_head
from tests.tenants.portfolios.test_joint import make_work


@dataclass(frozen=True)
class Shared:
    """A file of the group's item, and the one that stands in the leaver's copy for it."""

    session: Session
    stayed: Place
    other: Place
    left: Place
    groups: EvidenceFile
    leavers: EvidenceFile

    def remove(self, file: EvidenceFile) -> None:
        whose = self.stayed if file is self.groups else self.left
        remove_file(self.session, candidate_actor(self.session, whose), held_file(self.session, file.id))
        self.session.flush()

    def goes(self, file: EvidenceFile) -> bool:
        return removed_key(self.session, file.id) is not None


@pytest.fixture
def shared(session: Session) -> Shared:
    cohort = make_cohort(session)
    stayed, other, left = (make_place(session, cohort=cohort) for _ in range(3))
    group = make_group(session, [stayed.candidate, other.candidate, left.candidate])
    item = make_pooled(session, group)
    make_contribution(session, item, left.candidate, confirmed_by=stayed.candidate)
    file = make_file(session, item, candidate_id=stayed.id)
    (seat,) = [one for one in seats(session, group.id) if one.candidate_id == left.id]
    leave_group(session, candidate_actor(session, left), seat)
    session.flush()
    return Shared(session, stayed, other, left, file, twin_of(session, file))


def twin_of(session: Session, file: EvidenceFile) -> EvidenceFile:
    return session.scalars(
        select(EvidenceFile).where(EvidenceFile.key == file.key, EvidenceFile.id != file.id)
    ).one()


def test_the_copy_tells_of_the_same_bytes(shared: Shared) -> None:
    told = ("key", "sha256", "size", "name", "media_type", "people", "scanned")
    assert [getattr(shared.leavers, name) for name in told] == [getattr(shared.groups, name) for name in told]
    assert shared.leavers.candidate_id == shared.left.id


@pytest.mark.parametrize("first", ["groups", "leavers"])
def test_they_go_with_the_last_that_is_removed(shared: Shared, first: str) -> None:
    second = "leavers" if first == "groups" else "groups"
    one, other = getattr(shared, first), getattr(shared, second)
    shared.remove(one)
    assert not shared.goes(one)
    shared.remove(other)
    other.removed_at += timedelta(seconds=1)
    shared.session.flush()
    assert (shared.goes(one), shared.goes(other)) == (False, True)


def test_what_the_group_handed_in_keeps_them_for_good(session: Session) -> None:
    work = make_work(session)
    file = make_file(session, work.item, candidate_id=work.places[0].id)
    hand_in(session, work.places[0])
    (seat,) = [one for one in seats(session, work.group.id) if one.candidate_id == work.places[1].id]
    leave_group(session, work.actor(1), seat)
    session.flush()
    copied = twin_of(session, file)
    remove_file(session, work.actor(1), held_file(session, copied.id))
    remove_file(session, work.actor(2), held_file(session, file.id))
    session.flush()
    assert [removed_key(session, one.id) for one in (file, copied)] == [None, None]


def test_who_asks_about_the_one_asks_about_both(shared: Shared) -> None:
    head = acting(shared.session, make_head(shared.session))
    asker = candidate_actor(shared.session, shared.other)
    held = held_file(shared.session, shared.groups.id)
    asked = guarding.raise_concern(
        shared.session, asker, Permission.EVIDENCE_READ, held, shared.groups, "A pupil can be seen."
    )
    assert shared.groups.closed_at is not None
    assert shared.leavers.closed_at is not None
    guarding.take_down(shared.session, head, asked, "A pupil can be seen.")
    shared.session.flush()
    assert shared.leavers.taken_down_at is not None
    assert shared.goes(shared.groups)
