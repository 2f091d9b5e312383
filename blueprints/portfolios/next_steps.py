"""The words and the door of a candidate's next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.evidence import Listed
from tenants.portfolios.queries.portfolios import Portfolio
from tenants.portfolios.rules.way import Facts, Next, next_step


@dataclass(frozen=True)
class Words:
    title: str
    text: str
    button: str
    icon: str


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    button: str
    icon: str
    href: str


WORDS: Mapping[Next, Words] = {
    Next.MEND: Words(
        "Your portfolio has come back",
        "Read the reason, change what is asked for, and submit it again.",
        "See what is left to do",
        "warning",
    ),
    Next.BEGIN_AUDIT: Words(
        "Begin with the self-audit",
        "Ten short pages: where do you stand today? Only you see it, until you share it.",
        "Begin the self-audit",
        "star",
    ),
    Next.GO_ON_AUDIT: Words(
        "Continue the self-audit", "{facts.audited} of {facts.standards} standards done.", "Continue", "star"
    ),
    Next.FINISH_DRAFT: Words("Finish your draft", "‘{title}’ does not count yet.", "Open the draft", "text"),
    Next.CLAIM: Words(
        "Say which standards it serves",
        "‘{title}’ does not count towards a standard yet, or not fully.",
        "Open the evidence",
        "check",
    ),
    Next.FIRST_EVIDENCE: Words(
        "Add your first piece of evidence",
        "Something you wrote, presented, made or were told. One piece can serve several standards.",
        "Add evidence",
        "upload",
    ),
    Next.MORE_EVIDENCE: Words(
        "See what is left before you submit",
        "Or add more evidence where the map still has gaps.",
        "See what is left to do",
        "check",
    ),
}


def next_step_for(portfolio: Portfolio, facts: Facts, items: Sequence[Listed]) -> NextStep | None:
    """None while there is nothing for the candidate to do."""
    step = next_step(facts)
    if portfolio.closed or step is Next.WAIT:
        return None
    words, item = WORDS[step], _item(step, items)
    text = words.text.format(facts=facts, title=item.title or "Untitled" if item else "")
    return NextStep(words.title, text, words.button, words.icon, _door(step, portfolio.candidate_id, item))


def _item(step: Next, items: Sequence[Listed]) -> Evidence | None:
    """The item the step is about."""
    match step:
        case Next.FINISH_DRAFT:
            return next(one.item for one in items if one.item.draft)
        case Next.CLAIM:
            return next(one.item for one in items if _unclaimed(one))
    return None


def _unclaimed(one: Listed) -> bool:
    return not one.item.draft and (not one.standards or bool(one.unfinished))


def _door(step: Next, candidate_id: UUID, item: Evidence | None) -> str:
    if item is not None:
        page = "edit_item" if step is Next.FINISH_DRAFT else "item"
        return url_for(f"portfolios.{page}", evidence_id=item.id)
    match step:
        case Next.BEGIN_AUDIT | Next.GO_ON_AUDIT:
            return url_for("portfolios.self_audit", candidate_id=candidate_id)
        case Next.FIRST_EVIDENCE:
            return url_for("portfolios.new_item", candidate_id=candidate_id)
    return url_for("submissions.readiness", candidate_id=candidate_id)
