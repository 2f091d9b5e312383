"""Versions of the standards: the operator has published the second and writes the third; a school says what it thinks
of some standards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.demonstration.stage import Stage
from app.demonstration.told import Version
from tenants.operators.sessions import SignedIn
from tenants.standards import drafts
from tenants.standards.actions import keep_guidance
from tenants.standards.models import EditionDraft
from tenants.standards.queries import guided, newest_edition
from tenants.standards.rules.drafting import DraftStandard
from tenants.standards.rules.guiding import Exemplar


def make_versions(session: Session, who: SignedIn, told: Version) -> None:
    draft = drafts.begin(session, who, newest_edition(session), copied=True)
    drafts.describe(session, who, draft, draft.version, told.title, told.code)
    for change in told.changes:
        _change(session, who, draft, change)
    for new in told.added:
        standard = DraftStandard(key=new["key"], **_texts(new))
        drafts.keep_standard(session, who, draft, draft.version, standard, new["number"])
    for number in sorted(told.dropped, reverse=True):
        drafts.drop_standard(session, who, draft, draft.version, number)
    for old, keys in told.replaced:
        drafts.replace_standard(session, who, draft, draft.version, old, tuple(keys))
    drafts.publish(session, who, draft, draft.version)
    _begin_the_next(session, who, told.next_title)


def _change(session: Session, who: SignedIn, draft: EditionDraft, told: Mapping[str, Any]) -> None:
    number = told["number"]
    standard = replace(draft.whole.standards[number - 1], **_texts(told))
    drafts.keep_standard(session, who, draft, draft.version, standard, number)


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: told[name] for name in ("title", "category", "about", "prompt") if name in told}


def _begin_the_next(session: Session, who: SignedIn, title: str) -> None:
    """With some of its work still to do."""
    draft = drafts.begin(session, who, newest_edition(session), copied=True)
    drafts.describe(session, who, draft, draft.version, title, "3")
    drafts.drop_standard(session, who, draft, draft.version, len(draft.whole.standards))


def plan_guidance(stage: Stage) -> None:
    for told in stage.school.guidance:
        stage.plan(told["ago"], "guidance", lambda told=told: _guide(stage, told))  # type: ignore[misc]


def _guide(stage: Stage, told: Mapping[str, Any]) -> None:
    exemplars = [Exemplar(**one) for one in told.get("exemplars", ())]
    standard = guided(stage.session, told["number"])
    keep_guidance(stage.session, stage.acting(told["by"]), standard, 0, told["body"], exemplars)
