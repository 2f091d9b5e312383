from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.cohorts.models import Cohort


def note_board_export(session: Session, actor: Actor, cohort: Cohort) -> None:
    """Who may download it was asked by its page."""
    record(session, actor, "cohort:export", cohort, fields=["board"])
