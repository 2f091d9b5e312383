"""Reading somebody's evidence leaves a line in the history."""

from sqlalchemy.orm import Session

from tenants.assessment.queries.desk import Desk
from tenants.assessment.queries.files import SealedFile
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.permissions import Permission, permit


def note_reading(session: Session, actor: Actor, desk: Desk) -> None:
    permit(actor, Permission.ASSESSMENT_JUDGE, desk)
    record(session, actor, "assessment:read", desk.assignment)


def note_download(session: Session, actor: Actor, file: SealedFile) -> None:
    permit(actor, Permission.ASSESSMENT_JUDGE, file)
    record(session, actor, "assessment:download", file)
