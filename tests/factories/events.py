from datetime import timedelta
from hashlib import sha256
from itertools import count

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.events.models import Answer, Attendance, Event, Slides
from tenants.events.rules.events import EventState, Reach
from tenants.events.rules.feedback import Job, Origin, code_hash, device_hash, new_code
from tenants.portfolios.rules.states import People
from tenants.staff.models import Staff

_numbers = count(1)


def make_event(
    session: Session,
    person: Staff,
    candidate: Candidate | None = None,
    *,
    state: EventState = EventState.HELD,
    begins: timedelta = timedelta(hours=-2),
    **values: object,
) -> Event:
    """An hour and a half; held just now unless said otherwise, so that its audience can still answer."""
    starts_at, code = clock.now() + begins, new_code()
    ends_at = starts_at + timedelta(minutes=90)
    held = {"attendance": 24, "summary": "They tried it at once."} if state is EventState.HELD else {}
    given = {
        "title": f"Event {next(_numbers)}",
        "reach": Reach.BEYOND.value,
        "audience": "Science teachers",
        "reach_school": "Four local schools",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "opens_at": starts_at,
        "closes_at": ends_at + timedelta(days=3),
        "planned_at": clock.now(),
        "code": code,
        "code_hash": code_hash(code),
        **held,
    }
    event = Event(
        staff_id=person.id,
        candidate_id=candidate and candidate.id,
        cohort_id=candidate and candidate.cohort_id,
        state=state.value,
        **given | values,
    )
    session.add(event)
    session.flush()
    return event


def make_answer(session: Session, event: Event, useful: int = 4, **values: object) -> Answer:
    given = {
        "will_try": "A quiz without marks",
        "job": Job.TEACHER.value,
        "origin": Origin.ELSEWHERE.value,
        "words": "Clear, and short.",
        "device": device_hash(event.id, str(next(_numbers))),
        "answered_at": clock.now(),
    }
    answer = Answer(event_id=event.id, useful=useful, **given | values)
    session.add(answer)
    session.flush()
    return answer


def make_attendance(
    session: Session, event: Event, person: Staff, *, presented: bool = False, **values: object
) -> Attendance:
    made = Attendance(
        event_id=event.id, staff_id=person.id, presented=presented, named_at=clock.now(), **values
    )
    session.add(made)
    session.flush()
    return made


def make_slides(
    session: Session, event: Event, content: bytes = b"%PDF-1.7", people: People = People.NOBODY
) -> Slides:
    """The bytes are put under its key by who needs them."""
    made = Slides(
        event_id=event.id,
        staff_id=event.staff_id,
        name="slides.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=sha256(content).digest(),
        key="",
        scanned=False,
        people=people.value,
        added_at=clock.now(),
    )
    made.key = f"slides/{made.id}"
    session.add(made)
    session.flush()
    return made
