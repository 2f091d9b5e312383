"""The project of a group goes by the place of who convenes it, and along with the convening."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.isolation import here
from tenants.groups.actions.convening import hand_over
from tenants.groups.models import Group
from tenants.projects.models import Project


def hand_over_convening(session: Session, actor: Actor, group: Group, to_id: UUID) -> None:
    hand_over(session, actor, group, to_id)
    session.execute(
        update(Project).where(here(session, Project), Project.group_id == group.id).values(candidate_id=to_id)
    )
