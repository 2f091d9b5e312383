"""Versions of the standards and what hangs on them. A published one is seen by every school: none is kept."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.changeovers.models import AuditEntryBefore, Changeover, ClaimBefore
from tenants.cohorts.models import Cohort
from tenants.operators.models import Operator
from tenants.operators.sessions import SignedIn
from tenants.portfolios.models import Claim, SelfAudit
from tenants.staff.models import Staff
from tenants.standards.drafts import begin, publish
from tenants.standards.models import Edition, EditionDraft, StandardGuidance
from tenants.standards.queries import newest_edition
from tenants.standards.rules.drafting import Draft, DraftLevel, DraftStandard, stored

_LISTENING = DraftStandard("new", "Listening", "Personal skills", "You listen.", "Whom did you hear?")


def signed_in(operator: Operator) -> SignedIn:
    return SignedIn(operator.id, operator.name, operator.email, operator.id, clock.now(), clock.now(), "")


def make_draft(session: Session, operator: Operator) -> EditionDraft:
    """A copy of the newest version, committed."""
    made = begin(session, signed_in(operator), newest_edition(session), copied=True)
    made.design = stored(replace(made.whole, title="The next version", code="next"))
    session.commit()
    return made


def _next_design(whole: Draft) -> Draft:
    divided = whole.with_standard(_LISTENING, 2)
    first, joined = whole.standards[0].key, whole.standards[1].key
    without = divided.without_standard(11).without_standard(4)
    fewer = replace(without, title="Version 2", code="2", numbers=replace(whole.numbers, pass_count=6))
    return (
        fewer.with_replaced(1, (first, "new"))
        .with_replaced(2, (joined,))
        .with_replaced(3, (joined,))
        .with_replaced(10, ())
    )


def publish_next(operator: Session, by: Operator) -> Edition:
    """After the newest: 1 is divided into 1 and 2; 2 and 3 become 3; 10 falls away; the pass rule asks for one less."""
    who = signed_in(by)
    draft = begin(operator, who, newest_edition(operator), copied=True)
    draft.design = stored(_next_design(draft.whole))
    return publish(operator, who, draft, draft.version)


def a_draft(titles: Sequence[str], **more: object) -> Draft:
    standards = tuple(
        DraftStandard(title, title.capitalize(), "All of them", f"About {title}", f"Which {title}?")
        for title in titles
    )
    levels = tuple(DraftLevel(name, f"Reach of {name}", f"About {name}") for name in ("near", "far"))
    whole = Draft("2", "Version 2", levels=levels, standards=standards)
    numbers = replace(whole.numbers, pass_count=len(titles), pass_level=2)
    return replace(whole, numbers=numbers, **more)  # type: ignore[arg-type]


def make_guidance(
    session: Session, edition_id: UUID, by: Staff, number: int = 1, **values: object
) -> StandardGuidance:
    given = {
        "edition_id": edition_id,
        "number": number,
        "body": "Ask Ruth how she did it.",
        "exemplars": [{"title": "A corridor poster", "text": "It was read.", "link": ""}],
        "saved_by": by.id,
        "saved_at": clock.now(),
    }
    made = StandardGuidance(**(given | values))
    session.add(made)
    session.flush()
    return made


def make_changeover(
    session: Session, cohort: Cohort, by: Staff, claim: Claim, audit: SelfAudit
) -> Changeover:
    """Of long ago, with a claim and a view that fell away. Where one version is published, from that into itself."""
    made = Changeover(
        cohort_id=cohort.id,
        from_edition_id=cohort.edition_id,
        into_edition_id=cohort.edition_id,
        moved_by=by.id,
        moved_at=clock.now(),
    )
    session.add(made)
    session.flush()
    said = {name: getattr(claim, name) for name in ("level", "reach_who", "reach_team", "reach_school")}
    said |= {name: getattr(claim, name) for name in ("reach_count", "reach_when", "justification")}
    session.add(
        ClaimBefore(
            changeover_id=made.id,
            evidence_id=claim.evidence_id,
            standard_number=2,
            candidate_id=claim.candidate_id,
            to_check=False,
            version=1,
            fell_away=True,
            **said,
        )
    )
    session.add(
        AuditEntryBefore(
            changeover_id=made.id,
            self_audit_id=audit.id,
            standard_number=2,
            level=2,
            target=3,
            reflection="I thought so then.",
            saved_at=clock.now(),
            to_check=False,
            version=1,
            fell_away=True,
        )
    )
    session.flush()
    return made
