"""Evidence as a copy tells it, live or as it was handed in."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tenants.base.days import day_in_words
from tenants.base.isolation import beside, here
from tenants.copies.queries.paths import Paths
from tenants.copies.queries.priorities import named_of, with_priorities
from tenants.copies.queries.standards import level_told
from tenants.copies.rules.contents import (
    ClaimTold,
    ItemTold,
)
from tenants.copies.rules.copies import Scope
from tenants.portfolios.models import (
    Claim,
    Evidence,
    EvidenceFile,
    EvidencePriority,
    Submission,
    SubmittedFile,
)
from tenants.portfolios.queries.parts import parts
from tenants.portfolios.queries.submissions import read
from tenants.portfolios.rules import reading
from tenants.portfolios.rules.states import EvidenceKind, People
from tenants.standards.queries import Framework

KINDS = {
    EvidenceKind.TEXT: "Reflection",
    EvidenceKind.LINK: "Link",
    EvidenceKind.PRESENTATION: "Presentation",
    EvidenceKind.FILE: "File",
    EvidenceKind.TESTIMONIAL: "Testimonial",
}


def live_items(
    session: Session, candidate_id: UUID, whole: Framework, scope: Scope, paths: Paths
) -> Iterable[ItemTold]:
    """Drafts too; what was removed is gone."""
    claims, files, part = defaultdict(list), defaultdict(list), parts(unconfirmed=True)
    item = aliased(Evidence, part)
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
            EvidenceFile.evidence_id.in_(select(part.c.id).where(part.c.whose == candidate_id)),
            EvidenceFile.removed_at.is_(None),
        )
        .order_by(EvidenceFile.id)
    ):
        files[file.evidence_id].append(file)
    items = session.scalars(
        select(item)
        .where(here(session, item), part.c.whose == candidate_id, item.removed_at.is_(None))
        .order_by(item.id)
    ).all()
    named = named_of(session, EvidencePriority, EvidencePriority.evidence_id, [one.id for one in items])
    for found in items:
        told = [_claim(one, whole) for one in claims[found.id]]
        made = _item(found, told, files[found.id], scope, paths, draft=found.draft)
        yield with_priorities(made, named.get(found.id))


def submitted_items(
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
