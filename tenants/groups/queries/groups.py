from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.groups.models import Group


def group(session: Session, group_id: UUID) -> Group:
    found = session.scalar(select(Group).where(here(session, Group), Group.id == group_id))
    if found is None:
        raise NotFound
    return found
