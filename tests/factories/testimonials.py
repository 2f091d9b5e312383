from datetime import timedelta
from itertools import count

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import WAITS, State, address_hash

_numbers = count(1)

WRITTEN = {
    "job": "Head of science at Ash Vale School",
    "knows": "We have planned year 9 together for two years.",
    "standards": [7, 8],
    "body": "Her questions changed how my team plans.",
}


def make_testimonial(
    session: Session, candidate: Candidate, state: State = State.ASKED, **values: object
) -> Testimonial:
    """One that is received says what a writer says."""
    number, now = next(_numbers), clock.now()
    email = str(values.pop("email", f"writer{number}@elsewhere.example"))
    given = {
        "name": f"Ola Berg {number}",
        "email": email,
        "address_hash": address_hash(candidate.school_id, email),
        "message": "Would you say what changed for your team?",
        "asked_for": [7],
        "asked_at": now,
        "open_until": clock.today() + WAITS,
        **({"received_at": now - timedelta(hours=1), **WRITTEN} if state is State.RECEIVED else {}),
    }
    made = Testimonial(
        candidate_id=candidate.id,
        cohort_id=candidate.cohort_id,
        staff_id=candidate.staff_id,
        state=state.value,
        **(given | values),
    )
    session.add(made)
    session.flush()
    return made
