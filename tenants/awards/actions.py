"""Outcomes are released as a batch; whoever is accredited gets an award in the same transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.assessment.actions.releasing import release_outcome
from tenants.assessment.models import Outcome
from tenants.assessment.rules.verdict import Result
from tenants.awards import queries
from tenants.awards.jobs import DrawCertificate
from tenants.awards.models import Award, AwardCounter
from tenants.awards.rules import expires, new_code, number
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.directory import DirectoryKind, register
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import beside, bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.models import Candidate, Cohort
from tenants.schools.queries import this_school
from tenants.staff.models import Staff, Standing, StandingSource
from tenants.standards.models import Edition


def release(session: Session, actor: Actor, outcomes: Sequence[Outcome]) -> list[Award]:
    """Releases the outcomes and grants what they earn; all of them or none."""
    if not outcomes:
        raise Invalid({"outcomes": "Choose at least one outcome to release"})
    for outcome in sorted(outcomes, key=lambda one: one.submission_id):
        release_outcome(session, actor, outcome)
    accredited = [outcome for outcome in outcomes if outcome.result == Result.ACCREDITED]
    return [_grant(session, actor, outcome) for outcome in accredited]


def _grant(session: Session, actor: Actor, outcome: Outcome) -> Award:
    person, edition = session.execute(
        select(Staff, Edition)
        .select_from(Candidate)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .join(Edition, Edition.id == Cohort.edition_id)
        .where(here(session, Candidate), Candidate.id == outcome.candidate_id)
    ).one()
    today = clock.today()
    award = Award(
        candidate_id=outcome.candidate_id,
        cohort_id=outcome.cohort_id,
        staff_id=person.id,
        outcome_id=outcome.id,
        number=_next_number(session, today),
        code=new_code(),
        holder=person.name,
        edition=edition.title,
        group_name=queries.group_to_name(session, outcome.submission_id),
        signatory=queries.signatory(session),
        awarded_on=today,
        expires_on=expires(today, edition.years_valid),
    )
    session.add(award)
    session.flush()
    _write_down(session, award)
    record(session, actor, "award:grant", award)
    ask(session, DrawCertificate(award_id=award.id), unique_key=str(award.id))
    return award


def _next_number(session: Session, today: date) -> str:
    """The counter's row is locked until the award is kept, so numbers have no gaps and no doubles."""
    first = insert(AwardCounter).values(school_id=bound_school(session), year=today.year, last=1)
    taken = session.scalars(
        first.on_conflict_do_update(
            index_elements=[AwardCounter.school_id, AwardCounter.year], set_={"last": AwardCounter.last + 1}
        ).returning(AwardCounter.last)
    ).one()
    return number(this_school(session).slug, today.year, taken)


def _write_down(session: Session, award: Award) -> None:
    """For the public check, which knows the code alone, and for assessing, which asks for current status."""
    register(session, DirectoryKind.AWARD, award.code, award.school_id)
    session.add(
        Standing(
            staff_id=award.staff_id,
            source=StandingSource.AWARD.value,
            proof=award.number,
            valid_from=award.awarded_on,
            valid_until=award.expires_on,
            confirmed_at=clock.now(),
        )
    )


def revoke(session: Session, actor: Actor, award: Award, reason: str) -> None:
    """The reason stays in the school; the public reads that the award is revoked, not why."""
    permit(actor, Permission.AWARD_REVOKE, award)
    if not reason.strip():
        raise Invalid({"reason": "Say why the award is revoked"})
    lock(session, award)
    if award.revoked_at is not None:
        raise Refused("This award was revoked already.")
    award.revoked_at, award.revoked_reason = clock.now(), reason.strip()
    session.execute(
        update(Standing)
        .where(here(session, Standing), Standing.staff_id == award.staff_id, Standing.proof == award.number)
        .values(ended_at=clock.now())
    )
    record(session, actor, Permission.AWARD_REVOKE, award)


def keep_certificate(session: Session, award: Award, key: str, sha256: bytes) -> None:
    award.certificate_key, award.certificate_sha256 = key, sha256
