from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import here
from tenants.staff.models import StaffImport
from tenants.staff.rules.states import KEPT, WAITING


def forget_lists(session: Session) -> None:
    """Lists that nobody confirmed go; of those that were brought in a while ago only how many people is kept."""
    before = clock.now() - KEPT
    session.execute(
        delete(StaffImport).where(
            here(session, StaffImport), StaffImport.state.in_(WAITING), StaffImport.uploaded_at < before
        )
    )
    session.execute(
        update(StaffImport)
        .where(here(session, StaffImport), StaffImport.done_at < before)
        .values(as_read={}, rows=[], left_out=[], deeds=[])
    )
