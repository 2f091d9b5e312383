"""Two people pressing at once: whatever changes who assesses a submission, or what comes of it, first holds
the submission's row."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import here
from tenants.portfolios.models import Submission


def lock_submission(session: Session, submission_id: UUID) -> Submission:
    return session.scalars(
        select(Submission)
        .where(here(session, Submission), Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
