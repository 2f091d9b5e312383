"""The operator of the demonstration, and what waits for them."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demonstration.told import Platform
from app.demonstration.versions import make_versions
from tenants.base import clock
from tenants.enquiries.models import Interest
from tenants.enquiries.rules import InterestState
from tenants.operators.actions.accounts import create_operator
from tenants.operators.actions.announcements import announce
from tenants.operators.models import Operator
from tenants.operators.sessions import SignedIn


def make_platform(session: Session, told: Platform) -> None:
    """Once; somebody may have changed it since."""
    if session.scalar(select(Operator.id).where(Operator.email == told.operator_email)):
        return
    operator = create_operator(session, told.operator, told.operator_email)
    who = SignedIn(operator.id, operator.name, operator.email, operator.id, clock.now(), clock.now(), "")
    today = clock.today()
    make_versions(session, who, told.version)
    announce(session, who, told.announcement, today, today + timedelta(days=21))
    for one in told.interests:
        at = clock.now() - timedelta(days=one["ago"])
        words = {name: one[name] for name in ("school_name", "asks_for", "name", "job", "email", "message")}
        session.add(Interest(**words, asked_at=at, confirmed_at=at, state=InterestState.NEW.value))
