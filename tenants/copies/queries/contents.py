"""What goes into a copy, gathered as plain values."""

from collections import defaultdict
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
from tenants.base.days import day_in_words
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.copies.models import Copy
from tenants.copies.queries.desk import notes_told, sessions_told
from tenants.copies.queries.events import attended, presented
from tenants.copies.queries.joining import requests_of, time_told
from tenants.copies.queries.mentoring import as_candidate, as_mentor
from tenants.copies.queries.messages import got, sent
from tenants.copies.queries.paths import Paths
from tenants.copies.queries.projects import project_told
from tenants.copies.queries.standards import items_aside, level_told, self_audit
from tenants.copies.queries.testimonials import testimonials_by, testimonials_for
from tenants.copies.rules.contents import (
    AwardTold,
    Chapter,
    ClaimTold,
    Contents,
    ItemTold,
    Mentoring,
    OutcomeTold,
    ProjectTold,
    TimeTold,
    ViewTold,
)
from tenants.copies.rules.copies import Scope
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, Submission, SubmittedFile
from tenants.portfolios.queries.portfolios import Portfolio, portfolios
from tenants.portfolios.queries.submissions import read, submissions_of
from tenants.portfolios.rules import reading
from tenants.portfolios.rules.states import EvidenceKind, People
from tenants.projects.queries.telling import whole_of
from tenants.schools.queries import this_school
from tenants.staff.queries import staff_member
from tenants.standards.queries import Framework, framework

KINDS = {
    EvidenceKind.TEXT: "Reflection",
    EvidenceKind.LINK: "Link",
    EvidenceKind.PRESENTATION: "Presentation",
    EvidenceKind.FILE: "File",
    EvidenceKind.TESTIMONIAL: "Testimonial",
}
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
        items = _live_items(session, place.candidate_id, whole, scope, paths)
    else:
        items = _submitted_items(session, handed_in[:1], scope, paths)
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
    )


def _project(
    session: Session, candidate_id: UUID, latest: Iterable[Submission], scope: Scope
) -> ProjectTold | None:
    """As it stands; for who may not have private work, as it was handed in the last time."""
    if scope.holds_private_work:
        found = whole_of(session, candidate_id)
        return project_told(found.told) if found else None
    handed_in = next((read(session, one).portfolio.project for one in latest), None)
    return project_told(handed_in) if handed_in else None


def _live_items(
    session: Session, candidate_id: UUID, whole: Framework, scope: Scope, paths: Paths
) -> Iterable[ItemTold]:
    """Drafts too; what was removed is gone."""
    claims, files = defaultdict(list), defaultdict(list)
    for claim in session.scalars(
        select(Claim)
        .where(here(session, Claim), Claim.candidate_id == candidate_id)
        .order_by(Claim.standard_number)
    ):
        claims[claim.evidence_id].append(claim)
    for file in session.scalars(
        select(EvidenceFile)
        .where(
            here(session, EvidenceFile),
            EvidenceFile.candidate_id == candidate_id,
            EvidenceFile.removed_at.is_(None),
        )
        .order_by(EvidenceFile.id)
    ):
        files[file.evidence_id].append(file)
    for item in session.scalars(
        select(Evidence)
        .where(here(session, Evidence), Evidence.candidate_id == candidate_id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id)
    ):
        told = [_claim(one, whole) for one in claims[item.id]]
        yield _item(item, told, files[item.id], scope, paths, draft=item.draft)


def _submitted_items(
    session: Session, latest: Iterable[Submission], scope: Scope, paths: Paths
) -> Iterable[ItemTold]:
    """As they were handed in the last time."""
    for submission in latest:
        portfolio = read(session, submission).portfolio
        kept = session.scalars(
            select(EvidenceFile)
            .join(
                SubmittedFile, beside(SubmittedFile, EvidenceFile, SubmittedFile.file_id == EvidenceFile.id)
            )
            .where(here(session, EvidenceFile), SubmittedFile.submission_id == submission.id)
            .order_by(EvidenceFile.id)
        ).all()
        for item in portfolio.items:
            told = [_handed_in_claim(one, portfolio) for one in item.claims]
            own = [file for file in kept if file.evidence_id == item.id]
            yield _item(item, told, own, scope, paths)


def _item(
    item: Evidence | reading.Item,
    claims: list[ClaimTold],
    files: list[EvidenceFile],
    scope: Scope,
    paths: Paths,
    *,
    draft: bool = False,
) -> ItemTold:
    packed = [one for one in files if _may_go(one, scope)]
    return ItemTold(
        title=item.title or "Without a title",
        kind=KINDS[EvidenceKind(item.kind)],
        facts=tuple(_facts(item)),
        body=item.body,
        url=item.url or "",
        draft=draft,
        claims=tuple(claims),
        files=tuple(paths.packed("files", one.key, one.name) for one in packed),
        left_out=len(files) - len(packed),
    )


def _may_go(file: EvidenceFile, scope: Scope) -> bool:
    """Out of the school goes nothing in which others can be recognised, or that somebody looks at just now."""
    may = scope.holds_people or (file.people == People.NOBODY and file.closed_at is None)
    return may and file.taken_down_at is None


def _facts(item: Evidence | reading.Item) -> Iterable[tuple[str, str]]:
    told = (
        ("Audience", item.audience),
        ("From", item.audience_from),
        ("How many", str(item.audience_size or "")),
        ("On", day_in_words(item.happened_on)),
        ("What the audience said", item.told),
    )
    return ((label, value) for label, value in told if value)


def _claim(claim: Claim, whole: Framework) -> ClaimTold:
    said = (claim.reach_who, claim.reach_team, claim.reach_school, claim.reach_when)
    standard = whole.standard(claim.standard_number)
    return ClaimTold(
        standard=f"{standard.number}. {standard.title}",
        level=level_told(claim.level, whole),
        reach=", ".join(filter(None, said)),
        justification=claim.justification,
    )


def _handed_in_claim(claim: reading.Claim, portfolio: reading.HandedIn) -> ClaimTold:
    said = (claim.reach_who, claim.reach_team, claim.reach_school, claim.reach_when)
    standard, level = portfolio.standard(claim.standard), portfolio.level(claim.level)
    return ClaimTold(
        standard=f"{standard.number}. {standard.title}",
        level=f"{level.number} {level.name}",
        reach=", ".join(filter(None, said)),
        justification=claim.justification,
    )


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
