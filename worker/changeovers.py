"""What is told when a cohort moves to another version of the standards."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.changeovers.jobs import TellVersionMoved
from tenants.cohorts import queries
from tenants.cohorts.rules import CohortState
from tenants.staff import actors
from tenants.standards.queries import framework
from worker.telling import Tells, Word


def _version_moved(session: Session, actor: Actor, message: TellVersionMoved) -> Word | None:
    """None when it has moved on since: then another letter says where to."""
    reader, cohort = actors.working(session, message.reader_id), queries.cohort(session, message.cohort_id)
    if reader is None or cohort.edition_id != message.edition_id or cohort.state != CohortState.OPEN:
        return None
    title = framework(session, cohort.edition_id).edition.title
    return Word(reader, "version_moved", "/", {"cohort": cohort.name, "version": title})


tell_version_moved = Tells(_version_moved)
