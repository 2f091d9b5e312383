from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.actions import allocation, judging, seats
from tenants.assessment.queries.desk import desk, page
from tenants.assessment.queries.seats import Seat, seat, seats_of
from tenants.assessment.rules.complete import Word
from tenants.assessment.rules.verdict import result
from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.models import Candidate, Cohort
from tenants.groups.models import Group
from tenants.portfolios.actions.handing_in import Joined, freeze_group
from tenants.portfolios.joint_models import JointSubmission
from tenants.portfolios.models import EvidenceFile, Snapshot, Submission, SubmittedFile
from tenants.portfolios.queries.freezing import frozen
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.snapshots import canonical, digest
from tenants.portfolios.rules.states import EvidenceKind, SubmissionState
from tenants.staff.models import Staff, Standing, StandingSource
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.portfolios import make_claim, make_file, make_item
from tests.factories.staff import acting, make_staff

_numbers = count(1)
ALL = range(1, 11)
PASSING = {number: 3 if number <= 7 else 2 for number in ALL}
FAILING = {number: 3 if number <= 5 else 2 for number in ALL}


@dataclass(frozen=True)
class Matter:
    """An endorsed submission in a cohort with a head, a lead and two people able to assess it."""

    head: Staff
    lead: Staff
    cohort: Cohort
    person: Staff
    candidate: Candidate
    submission: Submission
    file: EvidenceFile
    assessors: tuple[Staff, ...]


def make_assessor(
    session: Session,
    *,
    manager: Staff | None = None,
    status: bool = True,
    role: bool = True,
    **values: object,
) -> Staff:
    given = {"line_manager_id": manager.id} if manager else {}
    person = make_staff(session, *([Role.ASSESSOR] if role else []), **(given | values))
    if status:
        make_standing(session, person)
    return person


def make_standing(
    session: Session, person: Staff, *, source: StandingSource = StandingSource.AWARD, confirmed: bool = False
) -> Standing:
    today = clock.today()
    standing = Standing(
        staff_id=person.id,
        source=source.value,
        proof="Award of another scheme",
        valid_from=today - timedelta(days=400),
        valid_until=today + timedelta(days=400),
        confirmed_at=clock.now() if confirmed else None,
    )
    session.add(standing)
    session.flush()
    return standing


def make_submission(
    session: Session,
    candidate: Candidate,
    *,
    attempt: int = 1,
    state: SubmissionState = SubmissionState.ENDORSED,
    banked: dict[int, int] | None = None,
    group: Group | None = None,
) -> Submission:
    """Frozen from the live portfolio as submitting does it."""
    now = clock.now()
    joined = _joined(session, candidate, group) if group else None
    made = Submission(
        candidate_id=candidate.id,
        cohort_id=candidate.cohort_id,
        staff_id=candidate.staff_id,
        attempt=attempt,
        serial=1,
        state=state.value,
        receipt=f"RCPT-{next(_numbers)}",
        authorship_declared=True,
        consent_declared=True,
        ai_use="",
        submitted_at=now,
        endorsed_at=now,
        joint_submission_id=joined.joint_id if joined else None,
    )
    session.add(made)
    session.flush()
    taken = frozen(
        session,
        portfolio(session, candidate.id),
        made,
        with_self_audit=False,
        part=joined.part if joined else None,
    )
    told = [{"standard": number, "level": level} for number, level in (banked or {}).items()]
    content = canonical({**taken.content, "banked": told})
    session.add(Snapshot(submission_id=made.id, content=content, sha256=digest(content)))
    session.add_all(SubmittedFile(submission_id=made.id, file_id=file_id) for file_id in taken.file_ids)
    session.flush()
    return made


def _joined(session: Session, candidate: Candidate, group: Group) -> Joined:
    now = clock.now()
    joint = JointSubmission(group_id=group.id, opened_by=candidate.id, opened_at=now, handed_in_at=now)
    session.add(joint)
    session.flush()
    return freeze_group(session, joint)


def make_matter(
    session: Session,
    *,
    cohort: Cohort | None = None,
    attempt: int = 1,
    banked: dict[int, int] | None = None,
    name: str | None = None,
) -> Matter:
    head = make_staff(session, Role.HEAD)
    lead = make_staff(session, Role.PROGRAMME_LEAD, line_manager_id=head.id)
    cohort = cohort or make_cohort(session, lead=lead)
    person = make_staff(session, name=name, line_manager_id=head.id)
    candidate = make_candidate(session, cohort, person)
    file = _fill(session, candidate)
    return Matter(
        head=head,
        lead=lead,
        cohort=cohort,
        person=person,
        candidate=candidate,
        submission=make_submission(session, candidate, attempt=attempt, banked=banked),
        file=file,
        assessors=(make_assessor(session, manager=head), make_assessor(session, manager=head)),
    )


def _fill(session: Session, candidate: Candidate) -> EvidenceFile:
    """Text for all ten standards, and a presentation and a file for some."""
    text = make_item(session, candidate, title="Peer coaching in the science team")
    for number in ALL:
        make_claim(session, text, number)
    talk = make_item(session, candidate, EvidenceKind.PRESENTATION, title="Talk to four local schools")
    make_claim(session, talk, 7, level=4)
    notes = make_item(session, candidate, EvidenceKind.FILE, title="Reading notes")
    make_claim(session, notes, 5)
    return make_file(session, notes, name="reading notes.pdf")


def allocate(session: Session, matter: Matter, *assessors: Staff) -> list[Seat]:
    chosen = [one.id for one in assessors or matter.assessors]
    allocation.offer(session, acting(session, matter.lead), matter.submission, chosen)
    return held(session, matter)


def held(session: Session, matter: Matter) -> list[Seat]:
    session.flush()
    found = seats_of(session, [matter.submission.id])
    return [one for one in found if one.assignment.state not in ("declined", "withdrawn")]


def accept(session: Session, seat: Seat) -> None:
    seats.accept(session, acting(session, seat.person), seat)
    session.flush()


def judge(session: Session, seat_id: UUID, levels: dict[int, int]) -> None:
    """Everything that locking asks for, on every standard that this seat judges."""
    opened = desk(session, seat_id)
    actor = acting(session, opened.seat.person)
    evidence = opened.portfolio.items[0].id
    for number in opened.numbers:
        at = page(session, seat_id, number)
        word = Word(levels[number], f"Seen in item one, {number}.", f"Go on with {number}.", evidence)
        judging.judge(session, actor, at, word, at.judgement.version)
    final = result(opened.framework.rule, desk(session, seat_id).levels, opened.portfolio.attempt)
    opened = desk(session, seat_id)
    judging.sum_up(session, actor, opened, final.value, "A rich portfolio.", opened.assignment.version)


def lock(session: Session, seat_id: UUID, levels: dict[int, int]) -> None:
    judge(session, seat_id, levels)
    opened = desk(session, seat_id)
    judging.lock(session, acting(session, opened.seat.person), opened)
    session.flush()


def assess(session: Session, matter: Matter, *judged: dict[int, int]) -> list[Seat]:
    """Two assessors accept, judge and lock."""
    taken = allocate(session, matter)
    for one, levels in zip(taken, judged, strict=True):
        accept(session, one)
        lock(session, one.id, levels)
    return [seat(session, one.id) for one in taken]
