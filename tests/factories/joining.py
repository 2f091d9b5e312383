from datetime import date

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.joining.models import JoiningRequest, TimeGrant, TimeUse
from tenants.joining.rules.requests import RequestState
from tenants.joining.rules.time import Purpose
from tenants.staff.models import Staff

REASON = "Three colleagues ask for my seating plans already, and their classes argue better for it."


def make_request(
    session: Session,
    person: Staff,
    state: RequestState = RequestState.ASKED,
    *,
    manager: Staff | None = None,
    by: Staff | None = None,
    **values: object,
) -> JoiningRequest:
    """`by`: who decided, if anybody has."""
    now = clock.now()
    decided = {"decided_by": by.id, "decided_at": now, "decided_reason": "As we said."} if by else {}
    made = JoiningRequest(
        staff_id=person.id,
        manager_id=manager.id if manager else None,
        state=state.value,
        **({"reason": REASON, "asked_at": now} | decided | values),
    )
    session.add(made)
    session.flush()
    return made


def make_grant(
    session: Session,
    candidate: Candidate,
    by: Staff,
    hours: int = 15,
    how: str = "Cover on Thursdays, period 3",
) -> TimeGrant:
    made = TimeGrant(
        candidate_id=candidate.id,
        hours=hours,
        from_on=clock.today(),
        how=how,
        granted_by=by.id,
        granted_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def make_use(
    session: Session,
    candidate: Candidate,
    minutes: int = 45,
    purpose: Purpose = Purpose.PROJECT,
    *,
    note: str = "",
    used_on: date | None = None,
) -> TimeUse:
    made = TimeUse(
        candidate_id=candidate.id,
        used_on=used_on or clock.today(),
        minutes=minutes,
        purpose=purpose.value,
        note=note,
        noted_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made
