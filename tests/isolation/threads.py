"""The priorities that the matters of a school of the world name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import CohortPriority
from tenants.events.models import Event, EventPriority
from tenants.groups.models import Group, GroupPriority
from tenants.portfolios.models import Evidence, EvidencePriority
from tenants.priorities.models import Priority
from tenants.projects.models import Project, ProjectPriority
from tests.factories.threads import make_small_plan


def name_priorities(session: Session, mark: str, focused: dict[str, object]) -> None:
    """Every item, project, event and group names two; `focused`: the cohort that is focused on one, and by whom."""
    chosen = session.scalars(select(Priority).order_by(Priority.number).limit(2)).all()
    plan = chosen or [(made := make_small_plan(session, mark)).talk, made.reading]
    session.add(CohortPriority(priority_id=plan[0].id, focused_at=clock.now(), **focused))
    for model, link, key in (
        (Evidence, EvidencePriority, "evidence_id"),
        (Project, ProjectPriority, "project_id"),
        (Event, EventPriority, "event_id"),
    ):
        for record in session.scalars(select(model)):
            record.priorities_named_at = clock.now()
            session.add_all(link(priority_id=one.id, **{key: record.id}) for one in plan)
    for group_id in session.scalars(select(Group.id)):
        session.add_all(GroupPriority(group_id=group_id, priority_id=one.id) for one in plan)
    session.flush()
