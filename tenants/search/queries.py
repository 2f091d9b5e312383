"""Search, by what the permission map says in SQL: one query for each group, with its count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    Uuid,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment
from tenants.assessment.queries.desk import readable_seats
from tenants.base.actor import Actor, Appointment
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.base.searching import has_words, says
from tenants.cohorts.models import Candidate, Cohort
from tenants.groups.models import Group as WorkGroup
from tenants.portfolios.models import Evidence, Snapshot, Submission
from tenants.priorities.models import ImprovementPlan, PlannedAction, Priority
from tenants.projects.models import Project
from tenants.projects.queries.library import in_the_library
from tenants.schools.models import AcademicYear
from tenants.search.hits import Found, FoundCohort, HandedIn, Item, Person, PlanPart, SharedProject
from tenants.search.rules import Group
from tenants.staff.actors import works
from tenants.staff.models import Staff

FEW, PAGE = 5, 20
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Wanted:
    """What is looked for; with `group` one group whole, after a key, instead of a few of each."""

    words: tuple[str, ...]
    group: Group | None = None
    after: UUID | None = None
    few: int = FEW


def search(session: Session, actor: Actor, wanted: Wanted) -> dict[Group, Found]:
    if not wanted.words:
        return {group: Found(0, (), None) for group in Group}
    return {group: find(session, actor, wanted) for group, find in FINDS.items()}


def _people(session: Session, actor: Actor, wanted: Wanted) -> Found:
    theirs = (
        beside(Candidate, Staff, Candidate.staff_id == Staff.id),
        visible(actor, Permission.PLACE_READ, Candidate),
    )
    may_open = visible(actor, Permission.STAFF_READ, Staff)
    matched = (
        select(Staff.id, Staff.name, Staff.job_title, Staff.department, may_open.label("page"))
        .where(
            here(session, Staff),
            works(),
            has_words(Staff.__table__, wanted.words),
            or_(may_open, exists().where(*theirs)),
        )
        .cte("matched")
    )
    place = (
        select(Candidate.id)
        .where(
            here(session, Candidate),
            Candidate.staff_id == matched.c.id,
            visible(actor, Permission.PLACE_READ, Candidate),
        )
        .order_by(Candidate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _found(session, wanted, Group.PEOPLE, _by_name(matched, wanted, Group.PEOPLE, place), Person)


def _cohorts(session: Session, actor: Actor, wanted: Wanted) -> Found:
    matched = (
        select(Cohort.id, Cohort.name, Cohort.gateway, Cohort.state)
        .where(
            here(session, Cohort),
            has_words(Cohort.__table__, wanted.words),
            visible(actor, Permission.COHORT_READ, Cohort),
        )
        .cte("matched")
    )
    return _found(session, wanted, Group.COHORTS, _by_name(matched, wanted, Group.COHORTS), FoundCohort)


def _evidence(session: Session, actor: Actor, wanted: Wanted) -> Found:
    mine = or_(
        Evidence.candidate_id.in_(actor.subjects(Appointment.CANDIDATE)),
        Evidence.group_id.in_(actor.subjects(Appointment.MEMBER)),
    )
    whose = func.coalesce(Staff.name, WorkGroup.name)
    matched = (
        select(Evidence.id)
        .where(
            here(session, Evidence),
            has_words(Evidence.__table__, wanted.words),
            visible(actor, Permission.EVIDENCE_READ, Evidence),
            Evidence.removed_at.is_(None),
        )
        .cte("matched")
    )
    # The texts are read of those that are shown only.
    shown = (
        select(_total(matched), Evidence.id, Evidence.title, Evidence.body, Evidence.draft, whose, mine)
        .select_from(matched)
        .join(Evidence, Evidence.id == matched.c.id)
        .outerjoin(Candidate, beside(Candidate, Evidence, Candidate.id == Evidence.candidate_id))
        .outerjoin(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .outerjoin(WorkGroup, beside(WorkGroup, Evidence, WorkGroup.id == Evidence.group_id))
        .where(here(session, Evidence))
    )
    newest = _newest(shown, matched, wanted, Group.EVIDENCE)
    return _found(session, wanted, Group.EVIDENCE, newest, Item)


def _projects(session: Session, actor: Actor, wanted: Wanted) -> Found:
    """Of the library, by what it shows."""
    matched = (
        select(
            Project.id,
            Project.title,
            Project.question,
            func.coalesce(WorkGroup.name, Staff.name).label("name"),
        )
        .join(Candidate, beside(Candidate, Project, Candidate.id == Project.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .outerjoin(WorkGroup, beside(WorkGroup, Project, WorkGroup.id == Project.group_id))
        .where(
            here(session, Project),
            visible(actor, Permission.LIBRARY_READ, Project),
            in_the_library(),
            has_words(Project.__table__, wanted.words),
        )
        .cte("matched")
    )
    newest = _newest(select(_total(matched), *matched.c), matched, wanted, Group.PROJECTS)
    return _found(session, wanted, Group.PROJECTS, newest, SharedProject)


def _plan(session: Session, actor: Actor, wanted: Wanted) -> Found:
    """Of every year, read as it is: a school has a few of them, and some dozens of actions."""
    in_year = (
        select(Priority.id, Priority.title, Priority.reason, AcademicYear.name.label("year"))
        .join(ImprovementPlan, beside(ImprovementPlan, Priority, ImprovementPlan.id == Priority.plan_id))
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(here(session, Priority), visible(actor, Permission.PLAN_READ, Priority))
        .cte("in_year")
    )
    own = in_year.c
    priorities = select(
        own.id, own.title, own.reason.label("body"), own.year, own.id.label("priority_id")
    ).where(says(own.title.concat(" ").concat(own.reason), wanted.words))
    actions = (
        select(PlannedAction.id, PlannedAction.what, literal(""), own.year, own.id)
        .join(in_year, own.id == PlannedAction.priority_id)
        .where(here(session, PlannedAction), says(PlannedAction.what, wanted.words))
    )
    matched = union_all(priorities, actions).cte("matched")
    newest = _newest(select(_total(matched), *matched.c), matched, wanted, Group.PLAN)
    return _found(session, wanted, Group.PLAN, newest, PlanPart)


def _handed_in(session: Session, actor: Actor, wanted: Wanted) -> Found:
    """What lies on an assessor's own desks. Their few portfolios are read as they are, without a stored column:
    the live evidence is no business of theirs."""
    items = (
        func.jsonb_array_elements(cast(Snapshot.content, JSONB)["items"])
        .table_valued("value", name="item")
        .render_derived()
    )
    value = cast(items.c.value, JSONB)
    title, body = value["title"].astext, value["body"].astext
    matched = (
        select(
            cast(value["id"].astext, Uuid).label("id"),
            title.label("title"),
            body.label("body"),
            Staff.name,
            Assignment.id.label("assignment_id"),
        )
        .select_from(Assignment)
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .join(Snapshot, beside(Snapshot, Submission, Snapshot.submission_id == Submission.id))
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .join(items, literal(True))
        .where(
            here(session, Assignment),
            visible(actor, Permission.ASSESSMENT_JUDGE, Assignment),
            readable_seats(),
            says(title.concat(" ").concat(body), wanted.words),
        )
        .cte("matched")
    )
    newest = _newest(select(_total(matched), *matched.c), matched, wanted, Group.HANDED_IN)
    return _found(session, wanted, Group.HANDED_IN, newest, HandedIn)


FINDS: dict[Group, Callable[[Session, Actor, Wanted], Found]] = {
    Group.PEOPLE: _people,
    Group.COHORTS: _cohorts,
    Group.EVIDENCE: _evidence,
    Group.PROJECTS: _projects,
    Group.PLAN: _plan,
    Group.HANDED_IN: _handed_in,
}


def _by_name(
    matched: CTE, wanted: Wanted, group: Group, *more: ColumnElement[Any] | ScalarSelect[Any]
) -> Rows:
    key = tuple_(matched.c.name, matched.c.id)
    rows = select(_total(matched), *matched.c, *more).order_by(matched.c.name, matched.c.id)
    if wanted.group is not group or wanted.after is None:
        return rows
    edge = matched.alias("edge")
    # Only what was found can be the edge of a page, so that an id says nothing about anybody else.
    return rows.where(key > select(edge.c.name, edge.c.id).where(edge.c.id == wanted.after).scalar_subquery())


def _newest(rows: Rows, matched: CTE, wanted: Wanted, group: Group) -> Rows:
    if wanted.group is group and wanted.after is not None:
        rows = rows.where(matched.c.id < wanted.after)
    return rows.order_by(matched.c.id.desc())


def _total(matched: CTE) -> ScalarSelect[int]:
    return select(func.count()).select_from(matched.alias("counted")).scalar_subquery()


def _found(
    session: Session, wanted: Wanted, group: Group, statement: Rows, kind: Callable[..., Any]
) -> Found:
    most = PAGE if wanted.group is group else wanted.few
    rows = session.execute(statement.limit(most + 1)).all()
    shown = [kind(*row[1:]) for row in rows[:most]]
    return Found(rows[0][0] if rows else 0, shown, shown[-1].id if len(rows) > most else None)
