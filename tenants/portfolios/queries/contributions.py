"""What members of a group did for the items of its pool, and who is there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.groups.models import GroupMember
from tenants.groups.rules.states import MemberState
from tenants.portfolios.contribution_models import Contribution, ContributionWord, ItemVisit
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.contributions import Spoken, Standing, Word
from tenants.staff.models import Staff

HERE_FOR = timedelta(minutes=3)


@dataclass(frozen=True)
class Member:
    """Somebody who is or was in a group, by the name that its record has for them."""

    candidate_id: UUID
    staff_id: UUID
    name: str
    current: bool


@dataclass(frozen=True)
class Spoke:
    """`stands`: it is the last word of this person on what is said now."""

    by: Member
    word: Word
    note: str
    at: datetime
    stands: bool


@dataclass(frozen=True)
class Told:
    """A contribution with whose it is, and every word that was said about it, newest first."""

    contribution: Contribution
    member: Member
    words: list[Spoke] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return Standing(self.contribution.standing)

    def last_word(self, candidate_id: UUID) -> Spoke | None:
        return next((one for one in self.words if one.stands and one.by.candidate_id == candidate_id), None)


def members(session: Session, group_id: UUID) -> dict[UUID, Member]:
    """By place, everybody who ever was one, whatever they are now, in the order of their names."""
    rows = session.execute(
        select(
            GroupMember.candidate_id,
            Staff.id,
            func.coalesce(GroupMember.alias, Staff.name).label("name"),
            (GroupMember.state == MemberState.MEMBER.value) & (Candidate.state == PlaceState.APPROVED.value),
        )
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, GroupMember),
            GroupMember.group_id == group_id,
            GroupMember.joined_at.is_not(None),
        )
        .order_by("name", Staff.id)
    )
    return {row[0]: Member(*row) for row in rows}


def contribution(session: Session, evidence_id: UUID, candidate_id: UUID) -> Contribution:
    """Of a place to a live item."""
    found = session.scalar(
        select(Contribution)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            here(session, Contribution),
            Contribution.evidence_id == evidence_id,
            Contribution.candidate_id == candidate_id,
            Evidence.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def said_part(session: Session, evidence_id: UUID, candidate_id: UUID) -> Contribution | None:
    return session.scalar(
        select(Contribution).where(
            here(session, Contribution),
            Contribution.evidence_id == evidence_id,
            Contribution.candidate_id == candidate_id,
        )
    )


def contributions(session: Session, item: Evidence, people: dict[UUID, Member]) -> list[Told]:
    """In the order in which they were said first; `people`: of the group of the item."""
    rows = session.execute(
        select(Contribution, ContributionWord)
        .outerjoin(
            ContributionWord,
            beside(ContributionWord, Contribution, ContributionWord.evidence_id == Contribution.evidence_id)
            & (ContributionWord.candidate_id == Contribution.candidate_id),
        )
        .where(here(session, Contribution), Contribution.evidence_id == item.id)
        .order_by(ContributionWord.at.desc(), ContributionWord.id.desc())
    ).all()
    said = {one.candidate_id: one for one, _ in rows}
    words: dict[UUID, list[ContributionWord]] = defaultdict(list)
    for one, word in rows:
        if word is not None:
            words[one.candidate_id].append(word)
    found = [
        Told(one, people[place], _spoken(one, words[place], people))
        for place, one in said.items()
        if place in people
    ]
    return sorted(found, key=lambda each: (each.member.name, each.member.candidate_id))


def _spoken(one: Contribution, words: Sequence[ContributionWord], people: dict[UUID, Member]) -> list[Spoke]:
    found, seen = [], set()
    for word in words:
        stands = word.of_version == one.wording and word.by_candidate_id not in seen
        if stands:
            seen.add(word.by_candidate_id)
        if word.by_candidate_id in people:
            by = people[word.by_candidate_id]
            found.append(Spoke(by, Word(word.word), word.note, word.at, stands))
    return found


def spoken(session: Session, one: Contribution) -> list[Spoken]:
    """What was said about it, in the order in which it was said."""
    rows = session.execute(
        select(
            ContributionWord.by_candidate_id,
            ContributionWord.of_version,
            ContributionWord.word,
            ContributionWord.at,
        )
        .where(
            here(session, ContributionWord),
            ContributionWord.evidence_id == one.evidence_id,
            ContributionWord.candidate_id == one.candidate_id,
        )
        .order_by(ContributionWord.at, ContributionWord.id)
    )
    return [Spoken(by, of_version, Word(word), at) for by, of_version, word, at in rows]


def asking_places(session: Session, group_id: UUID) -> dict[UUID, datetime]:
    """Whose questions hold, and since when they are in: everybody who has not left, even if their place rests."""
    rows = session.execute(
        select(GroupMember.candidate_id, func.coalesce(GroupMember.answered_at, GroupMember.asked_at)).where(
            here(session, GroupMember),
            GroupMember.group_id == group_id,
            GroupMember.state == MemberState.MEMBER.value,
        )
    )
    return {row[0]: row[1] for row in rows}


def contributed_by_others(session: Session, item: Evidence, candidate_id: UUID) -> bool:
    return (
        session.scalar(
            select(Contribution.candidate_id)
            .where(
                here(session, Contribution),
                Contribution.evidence_id == item.id,
                Contribution.candidate_id != candidate_id,
            )
            .limit(1)
        )
        is not None
    )


def waiting_for(session: Session, group_id: UUID, place: UUID) -> int:
    """How many contributions of others wait for a word of this member."""
    return session.scalars(
        select(func.count())
        .select_from(Contribution)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            here(session, Contribution),
            Evidence.group_id == group_id,
            Evidence.removed_at.is_(None),
            awaits(place),
        )
    ).one()


def awaits(place: Any) -> ColumnElement[bool]:
    """Of a contribution: another's, confirmed by nobody yet, on which this place has no word as it reads now."""
    spoke = exists().where(
        beside(ContributionWord, Contribution, ContributionWord.evidence_id == Contribution.evidence_id),
        ContributionWord.candidate_id == Contribution.candidate_id,
        ContributionWord.of_version == Contribution.wording,
        ContributionWord.by_candidate_id == place,
    )
    return and_(
        Contribution.candidate_id != place,
        Contribution.standing == Standing.SAID.value,
        Contribution.copy_id.is_(None),
        ~spoke,
    )


def spoken_of(session: Session, group_id: UUID, place: UUID, on: date) -> list[Standing]:
    """What somebody's contributions stand at on which others had a word on a day."""
    begins = datetime.combine(on, time(), clock.SCHOOL_TIME)
    spoke = (
        select(ContributionWord.id)
        .where(
            beside(ContributionWord, Contribution, ContributionWord.evidence_id == Contribution.evidence_id),
            ContributionWord.candidate_id == Contribution.candidate_id,
            ContributionWord.at >= begins,
            ContributionWord.at < begins + timedelta(days=1),
        )
        .exists()
    )
    found = session.scalars(
        select(Contribution.standing)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            here(session, Contribution),
            Evidence.group_id == group_id,
            Evidence.removed_at.is_(None),
            Contribution.candidate_id == place,
            spoke,
        )
    )
    return [Standing(one) for one in found]


def here_now(session: Session, item: Evidence, but: UUID | None) -> list[str]:
    """The names of those who have it open, of the people of its group."""
    if item.group_id is None:
        return []
    rows = session.scalars(
        select(Staff.name)
        .join(ItemVisit, beside(ItemVisit, Staff, ItemVisit.staff_id == Staff.id))
        .where(
            here(session, Staff),
            ItemVisit.evidence_id == item.id,
            ItemVisit.seen_at > clock.now() - HERE_FOR,
            ItemVisit.staff_id != but,
        )
        .order_by(Staff.name)
    )
    return list(rows)
