from datetime import timedelta
from itertools import count

from sqlalchemy.orm import Session

from tenants.awards.models import Award
from tenants.base import clock
from tenants.recognition.models import AwardClaim
from tenants.recognition.rules import ClaimState
from tenants.staff.models import Staff

_numbers = count(1)


def make_claim_on(session: Session, person: Staff, award: Award) -> AwardClaim:
    """An open claim, in the person's school, on an award that another school made."""
    return _kept(
        session,
        person,
        awarding_school_id=award.school_id,
        code=award.code,
        holder=award.holder,
        award=award.edition,
        awarded_on=award.awarded_on,
        expires_on=award.expires_on,
    )


def make_elsewhere_claim(session: Session, person: Staff, **values: object) -> AwardClaim:
    number = next(_numbers)
    given = {
        "body": "The Northern Teaching Trust",
        "number": f"NTT-{number}",
        "link": "https://awards.northern.example/register",
    }
    return _kept(session, person, **(given | values))


def _kept(session: Session, person: Staff, **values: object) -> AwardClaim:
    today = clock.today()
    given = {
        "award": "Lead Practitioner",
        "awarded_on": today - timedelta(days=300),
        "expires_on": today + timedelta(days=700),
        "state": ClaimState.OPEN.value,
        "claimed_at": clock.now(),
    }
    claim = AwardClaim(school_id=person.school_id, staff_id=person.id, name=person.name, **(given | values))
    session.add(claim)
    session.flush()
    return claim
