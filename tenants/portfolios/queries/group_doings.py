"""What a group has in its pool, who contributed, and what happened: for its members, and in numbers for whoever runs
the cohort."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, and_, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from tenants.base.gathering import Question, ask_together
from tenants.base.history import HistoryEntry
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.members import name_in
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, EvidenceVersion
from tenants.portfolios.queries.contributions import awaits
from tenants.portfolios.rules.contributions import Standing
from tenants.projects.models import Project, ProjectVersion
from tenants.staff.models import Staff

SHOWN = 8
Member = aliased(Staff)
NOUNS = ("group:", "evidence:", "file:", "contribution:", "project:")
"""Of the group's doings."""
OWN = ("evidence:choose_standards", "contribution:share", "contribution:stop_sharing")
"""What each claims of shared work, and whether they show it to their mentor, is nobody else's."""


@dataclass(frozen=True)
class Contributed:
    candidate_id: UUID
    standing: Standing


@dataclass(frozen=True)
class Pooled:
    """An item of the pool; `unheard`: contributions of others that wait for the reader's word."""

    evidence_id: UUID
    kind: str
    title: str
    draft: bool
    saved_at: datetime
    contributed: tuple[Contributed, ...] = ()
    unheard: int = 0


@dataclass(frozen=True)
class Happened:
    at: datetime
    action: str
    by: str | None
    title: str | None


@dataclass(frozen=True)
class GroupProject:
    id: UUID
    group_id: UUID
    candidate_id: UUID
    title: str


@dataclass(frozen=True)
class GroupWork:
    pool: list[Pooled]
    project: GroupProject | None
    happened: list[Happened]

    @property
    def unheard(self) -> list[Pooled]:
        return [one for one in self.pool if one.unheard]

    @property
    def contributions(self) -> int:
        return sum(len(one.contributed) for one in self.pool)

    @property
    def confirmed(self) -> int:
        return sum(each.standing is Standing.CONFIRMED for one in self.pool for each in one.contributed)

    def of(self, candidate_id: UUID) -> list[tuple[Pooled, Standing]]:
        """To what one member contributed, and how it stands."""
        return [
            (one, each.standing)
            for one in self.pool
            for each in one.contributed
            if each.candidate_id == candidate_id
        ]


@dataclass
class Tally:
    """What one member did, in numbers."""

    standings: dict[Standing, int] = field(default_factory=lambda: defaultdict(int))
    waits_since: datetime | None = None
    saved: int = 0


def group_work(session: Session, group_id: UUID, reader_id: UUID) -> GroupWork:
    """For a member with that place, in one question."""
    questions = [_items(), _contributed(), _project(), _happened()]
    items, told, projects, happened = ask_together(
        session, questions, asking(session, group=group_id, reader=reader_id)
    )
    contributed: dict[UUID, list[Contributed]] = defaultdict(list)
    unheard: dict[UUID, int] = defaultdict(int)
    for evidence_id, candidate_id, standing, waits in told:
        contributed[evidence_id].append(Contributed(candidate_id, Standing(standing)))
        unheard[evidence_id] += waits
    return GroupWork(
        pool=[_pooled(row, contributed, unheard) for row in items],
        project=GroupProject(*projects[0]) if projects else None,
        happened=[Happened(*row) for row in happened],
    )


def _pooled(
    row: tuple[Any, ...], contributed: Mapping[UUID, list[Contributed]], unheard: Mapping[UUID, int]
) -> Pooled:
    evidence_id, kind, title, draft, saved_at = row
    told = tuple(contributed[evidence_id])
    return Pooled(evidence_id, kind, title, draft, saved_at, told, unheard[evidence_id])


def tallies_of(session: Session, group_id: UUID) -> tuple[dict[UUID, Tally], int]:
    """Place → what its holder contributed and saved; and how many pieces are in the pool."""
    counted, saved, pieces = ask_together(
        session, [_counted(), _saved(), _pieces()], asking(session, group=group_id)
    )
    found: dict[UUID, Tally] = defaultdict(Tally)
    for candidate_id, standing, many, since in counted:
        found[candidate_id].standings[Standing(standing)] = many
        if standing == Standing.SAID:
            found[candidate_id].waits_since = since
    for candidate_id, many in saved:
        found[candidate_id].saved = many
    return found, pieces[0][0]


def _in_pool() -> Any:
    return and_(Evidence.group_id == bindparam("group"), Evidence.removed_at.is_(None))


@cache
def _items() -> Question:
    return (
        select(Evidence.id, Evidence.kind, Evidence.title, Evidence.draft, Evidence.saved_at)
        .where(ours(Evidence), _in_pool())
        .order_by(Evidence.saved_at.desc())
    )


@cache
def _contributed() -> Question:
    """Rows of item, place, standing, and whether it waits for the reader's word."""
    return (
        select(
            Contribution.evidence_id,
            Contribution.candidate_id,
            Contribution.standing,
            awaits(bindparam("reader")),
        )
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(ours(Contribution), _in_pool())
        .order_by(Contribution.said_at)
    )


@cache
def _project() -> Question:
    return select(Project.id, Project.group_id, Project.candidate_id, Project.title).where(
        ours(Project), Project.group_id == bindparam("group")
    )


@cache
def _happened() -> Question:
    about = _subjects().subquery()
    return (
        select(HistoryEntry.at, HistoryEntry.action, name_in(bindparam("group")), about.c.title)
        .join(
            about,
            and_(
                about.c.school_id == HistoryEntry.school_id,
                about.c.kind == HistoryEntry.subject_kind,
                about.c.id == HistoryEntry.subject_id,
            ),
        )
        .outerjoin(Staff, beside(Staff, HistoryEntry, Staff.id == HistoryEntry.actor_id))
        .where(
            ours(HistoryEntry),
            or_(*(HistoryEntry.action.startswith(noun) for noun in NOUNS)),
            HistoryEntry.action.not_in(OWN),
        )
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(SHOWN)
    )


def _subjects() -> CompoundSelect[Any]:
    """All that the history of a group may be about, each kind by its own index."""
    group: Any = bindparam("group")
    nothing: Any = literal("")
    return union_all(
        select(Group.school_id, literal("groups").label("kind"), Group.id, nothing.label("title")).where(
            ours(Group), Group.id == group
        ),
        select(
            GroupMember.school_id,
            literal("group_members"),
            GroupMember.id,
            func.coalesce(GroupMember.alias, Member.name),
        )
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Member, beside(Member, Candidate, Member.id == Candidate.staff_id))
        .where(ours(GroupMember), GroupMember.group_id == group),
        select(Evidence.school_id, literal("evidence"), Evidence.id, Evidence.title).where(
            ours(Evidence), Evidence.group_id == group
        ),
        select(Project.school_id, literal("projects"), Project.id, Project.title).where(
            ours(Project), Project.group_id == group
        ),
    )


@cache
def _counted() -> Question:
    return (
        select(Contribution.candidate_id, Contribution.standing, func.count(), func.min(Contribution.said_at))
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(ours(Contribution), _in_pool())
        .group_by(Contribution.candidate_id, Contribution.standing)
    )


@cache
def _saved() -> Question:
    """Versions of the pool's items and of the project, by the place of who saved them."""
    items = (
        select(EvidenceVersion.saved_by)
        .join(Evidence, beside(Evidence, EvidenceVersion, Evidence.id == EvidenceVersion.evidence_id))
        .where(ours(EvidenceVersion), Evidence.group_id == bindparam("group"))
    )
    projects = (
        select(ProjectVersion.saved_by)
        .join(Project, beside(Project, ProjectVersion, Project.id == ProjectVersion.project_id))
        .where(ours(ProjectVersion), Project.group_id == bindparam("group"))
    )
    both = union_all(items, projects).subquery()
    return (
        select(GroupMember.candidate_id, func.count())
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(both, both.c.saved_by == Candidate.staff_id)
        .where(ours(GroupMember), GroupMember.group_id == bindparam("group"))
        .group_by(GroupMember.candidate_id)
    )


@cache
def _pieces() -> Question:
    return select(func.count()).select_from(Evidence).where(ours(Evidence), _in_pool())
