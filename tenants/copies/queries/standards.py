"""What somebody wrote to standards, also to those that the version of their cohort no longer has."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.changeovers.queries import kept_aside, views_aside
from tenants.copies.rules.contents import AuditTold, ClaimTold, ItemTold, ViewTold
from tenants.portfolios.queries.audits import Audit, rounds_of
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.standards.models import StandardGuidance
from tenants.standards.queries import Framework, framework

KEPT_ASIDE = "Kept from an earlier version of the standards"


def level_told(number: int | None, whole: Framework) -> str:
    try:
        return f"{number} {whole.level(number).name}" if number else "No level yet"
    except NotFound:
        return str(number)


def self_audit(session: Session, place: Portfolio, whole: Framework) -> Iterable[AuditTold]:
    for audit in rounds_of(session, place).audits:
        if audit.saved_at and audit.entries:
            yield AuditTold(audit.saved_at, tuple(_views(audit, whole)))
    for one in views_aside(session, place.candidate_id):
        before = framework(session, one.from_edition_id)
        yield AuditTold(
            one.entry.saved_at,
            (
                ViewTold(
                    _standard(before, one.entry.standard_number),
                    level_told(one.entry.level, before),
                    one.entry.reflection,
                ),
            ),
        )


def _views(audit: Audit, whole: Framework) -> Iterable[ViewTold]:
    for one in whole.standards:
        if entry := audit.entries.get(one.number):
            aim = f", aiming for {level_told(entry.target, whole)}" if entry.target else ""
            level = f"{level_told(entry.level, whole)}{aim}"
            yield ViewTold(f"{one.number}. {one.title}", level, entry.reflection)


def items_aside(session: Session, candidate_id: UUID) -> Iterable[ItemTold]:
    """A claim that fell away, beside its evidence."""
    for one in kept_aside(session, candidate_id):
        before = framework(session, one.from_edition_id)
        said = one.claim.said
        claim = ClaimTold(
            standard=_standard(before, one.claim.standard_number),
            level=level_told(said.level, before),
            reach=", ".join(
                filter(None, (said.reach_who, said.reach_team, said.reach_school, said.reach_when))
            ),
            justification=said.justification,
        )
        yield ItemTold(
            title=one.title or "Without a title",
            kind=KEPT_ASIDE,
            facts=(),
            body="",
            url="",
            draft=False,
            claims=(claim,),
            files=(),
        )


def _standard(whole: Framework, number: int) -> str:
    return f"{number}. {whole.standard(number).title} ({whole.edition.title})"


def guidance_rows(session: Session) -> tuple[tuple[str, ...], ...]:
    """What the school says to standards, of every version that it had."""
    found = session.scalars(
        select(StandardGuidance)
        .where(here(session, StandardGuidance))
        .order_by(StandardGuidance.edition_id, StandardGuidance.number)
    )
    rows = [
        (
            _standard(framework(session, one.edition_id), one.number),
            one.body,
            "\n".join(
                ": ".join(filter(None, (each["title"], each["text"], each["link"]))) for each in one.exemplars
            ),
        )
        for one in found
    ]
    return (("Standard", "What the school says", "Exemplars"), *rows)
