"""What goes into a copy, gathered as plain values."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Outcome
from tenants.assessment.queries.outcomes import standards_of
from tenants.assessment.rules.verdict import Result
from tenants.awards.models import Award
from tenants.awards.queries import awards_of
from tenants.awards.rules import AWARD_TITLE
from tenants.base import clock
from tenants.base.codes import in_groups
from tenants.base.isolation import here
from tenants.cohorts.models import Candidate
from tenants.copies.models import Copy
from tenants.copies.queries.desk import notes_told, sessions_told
from tenants.copies.queries.events import attended, presented
from tenants.copies.queries.groups import groups_told
from tenants.copies.queries.items import live_items, submitted_items
from tenants.copies.queries.joining import requests_of, time_told
from tenants.copies.queries.mentoring import as_candidate, as_mentor
from tenants.copies.queries.messages import got, sent
from tenants.copies.queries.paths import Paths
from tenants.copies.queries.priorities import project_named
from tenants.copies.queries.projects import project_told
from tenants.copies.queries.standards import items_aside, level_told, self_audit
from tenants.copies.queries.testimonials import testimonials_by, testimonials_for
from tenants.copies.rules.contents import (
    AwardTold,
    Chapter,
    Contents,
    Mentoring,
    OutcomeTold,
    ProjectTold,
    TimeTold,
    ViewTold,
)
from tenants.copies.rules.copies import Scope
from tenants.portfolios.models import (
    Submission,
)
from tenants.portfolios.queries.portfolios import Portfolio, portfolios
from tenants.portfolios.queries.submissions import read, submissions_of
from tenants.projects.queries.telling import whole_of
from tenants.schools.queries import this_school
from tenants.staff.queries import staff_member
from tenants.standards.queries import Framework, framework

RESULTS = {
    Result.ACCREDITED: "Accredited",
    Result.REFERRED: "More evidence needed",
    Result.NOT_ACCREDITED: "Not accredited",
}


def contents(session: Session, copy: Copy) -> Contents:
    return contents_of(session, copy.staff_id, Scope(copy.scope))


def contents_of(session: Session, staff_id: UUID, scope: Scope) -> Contents:
    """Of a leaver too."""
    paths = Paths()
    places = session.scalars(
        select(Candidate.id).where(here(session, Candidate), Candidate.staff_id == staff_id)
    ).all()
    found = sorted(portfolios(session, places), key=lambda one: one.cohort.starts_on)
    return Contents(
        name=staff_member(session, staff_id).name,
        school=this_school(session).name,
        made_at=clock.now(),
        scope=scope,
        chapters=tuple(_chapter(session, one, scope, paths) for one in found),
        awards=tuple(_award(one, paths) for one in awards_of(session, staff_id)),
        got=tuple(got(session, staff_id)) if scope.holds_private_work else (),
        sent=tuple(sent(session, staff_id)) if scope.holds_private_work else (),
        written=tuple(testimonials_by(session, staff_id)) if scope.holds_private_work else (),
        events=tuple(presented(session, staff_id, scope, paths)) if scope.holds_private_work else (),
        attended=tuple(attended(session, staff_id)) if scope.holds_private_work else (),
        mentored=tuple(as_mentor(session, staff_id)) if scope.holds_private_work else (),
        requests=tuple(requests_of(session, staff_id)) if scope.holds_private_work else (),
    )


def _chapter(session: Session, place: Portfolio, scope: Scope, paths: Paths) -> Chapter:
    whole = framework(session, place.cohort.edition_id)
    handed_in = submissions_of(session, place.candidate_id)
    if scope.holds_private_work:
        items = live_items(session, place.candidate_id, whole, scope, paths)
    else:
        items = submitted_items(session, handed_in[:1], scope, paths)
    return Chapter(
        cohort=place.cohort.name,
        standards=whole.edition.title,
        submissions=tuple((one.submitted_at, one.receipt) for one in reversed(handed_in)),
        items=(*items, *(items_aside(session, place.candidate_id) if scope.holds_private_work else ())),
        self_audit=tuple(self_audit(session, place, whole)) if scope.holds_private_work else (),
        outcomes=tuple(_outcomes(session, place.candidate_id, whole)),
        testimonials=tuple(testimonials_for(session, place.candidate_id)) if scope.holds_private_work else (),
        mentoring=as_candidate(session, place) if scope.holds_private_work else Mentoring("Mentoring"),
        project=_project(session, place.candidate_id, handed_in[:1], scope),
        time=time_told(session, place.candidate_id) if scope.holds_private_work else TimeTold(),
        sessions=tuple(sessions_told(session, place.candidate_id)),
        notes=tuple(notes_told(session, place.candidate_id)) if scope.holds_notes else (),
        groups=tuple(groups_told(session, place.candidate_id)) if scope.holds_private_work else (),
    )


def _project(
    session: Session, candidate_id: UUID, latest: Iterable[Submission], scope: Scope
) -> ProjectTold | None:
    """As it stands; for who may not have private work, as it was handed in the last time."""
    if scope.holds_private_work:
        found = whole_of(session, candidate_id)
        return project_told(found.told, project_named(session, found.id)) if found else None
    handed_in = next((read(session, one).portfolio.project for one in latest), None)
    return project_told(handed_in) if handed_in else None


def _outcomes(session: Session, candidate_id: UUID, whole: Framework) -> Iterable[OutcomeTold]:
    """Released ones, as their page shows them to the candidate."""
    released = session.scalars(
        select(Outcome)
        .where(here(session, Outcome), Outcome.candidate_id == candidate_id, Outcome.released_at.is_not(None))
        .order_by(Outcome.released_at)
    ).all()
    for outcome in released:
        settled = standards_of(session, outcome.id)
        yield OutcomeTold(
            result=RESULTS[Result(outcome.result)],
            released_at=outcome.released_at or outcome.decided_at,
            feedback=outcome.feedback,
            standards=tuple(
                ViewTold(
                    f"{one.number}. {one.title}",
                    level_told(settled[one.number].level, whole),
                    settled[one.number].feedback,
                )
                for one in whole.standards
                if one.number in settled
            ),
        )


def _award(award: Award, paths: Paths) -> AwardTold:
    key = award.certificate_key
    return AwardTold(
        number=award.number,
        code=in_groups(award.code),
        title=f"{AWARD_TITLE}, {award.edition}",
        awarded_on=award.awarded_on,
        expires_on=award.expires_on,
        state=award.state.value,
        certificate=paths.packed("certificates", key, f"{award.number}.pdf") if key else None,
    )
