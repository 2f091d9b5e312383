"""The project of a group goes by the place of who convenes it, and along with the convening."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.groups.actions.convening import hand_over
from tenants.groups.models import Group
from tenants.projects.actions.following import follow_convener


def hand_over_convening(session: Session, actor: Actor, group: Group, to_id: UUID) -> None:
    hand_over(session, actor, group, to_id)
    follow_convener(session, actor, group)
