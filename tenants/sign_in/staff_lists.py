"""Lists of staff that reach into signing in: who leaves by one, or has another address, is signed out everywhere
in the same transaction."""

from sqlalchemy.orm import Session

from tenants.sign_in.staff_changes import shut_out
from tenants.staff.actions import bringing, taking_back
from tenants.staff.models import StaffImport


def bring_in(session: Session, kept: StaffImport, report: bringing.Report) -> None:
    shut_out(session, bringing.bring_in(session, kept, report))
    session.flush()


def undo(session: Session, kept: StaffImport, report: bringing.Report) -> None:
    """Who left by the list signs in anew: what was shut stays shut."""
    shut_out(session, taking_back.undo(session, kept, report))
    session.flush()
