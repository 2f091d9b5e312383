"""An assessor says once how strong a shared item of a group is."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.assessment.actions.judging import NOT_OPEN
from tenants.assessment.models import SharedJudgement
from tenants.assessment.queries.shared import SharedPage
from tenants.assessment.rules.seats import AssignmentState
from tenants.assessment.rules.shared import STRENGTHS
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock


def say_strength(
    session: Session, actor: Actor, page: SharedPage, strength: int, note: str, version: int
) -> None:
    """It stands beside the claims of each member whom they assess. Said again it is of the item as it stands here."""
    permit(actor, Permission.ASSESSMENT_JUDGE, page)
    assignment = page.desk.assignment
    session.refresh(assignment, with_for_update=True)
    if assignment.state != AssignmentState.ACCEPTED:
        raise Refused(NOT_OPEN)
    if strength not in STRENGTHS:
        raise Invalid({"strength": "Choose how strong it is."})
    values = {
        "strength": strength,
        "note": note.strip(),
        "item_sha256": page.shared.sha256,
        "said_at": clock.now(),
    }
    made = session.scalar(
        insert(SharedJudgement)
        .values(school_id=bound_school(session), **_key(page), version=1, **values)
        .on_conflict_do_nothing()
        .returning(SharedJudgement.version)
    )
    if made is None and not _say_again(session, page, values, version):
        return
    record(session, actor, "assessment:say_strength", assignment, fields=["strength", "note"])


def _key(page: SharedPage) -> dict[str, object]:
    return {"group_id": page.group_id, "evidence_id": page.item.id, "staff_id": page.staff_id}


def _say_again(session: Session, page: SharedPage, values: dict[str, object], version: int) -> bool:
    """False when it says what stands already."""
    standing = session.get_one(
        SharedJudgement, (bound_school(session), page.group_id, page.item.id, page.staff_id)
    )
    lock(session, standing)
    changed = [
        name for name in ("strength", "note", "item_sha256") if getattr(standing, name) != values[name]
    ]
    if not changed:
        return False
    if standing.version != version:
        raise Conflict(_texts(standing, values), version=standing.version)
    for name, value in values.items():
        setattr(standing, name, value)
    standing.version += 1
    return True


def _texts(standing: SharedJudgement, values: dict[str, object]) -> dict[str, tuple[str, str]]:
    both = {
        "How strong it is": (STRENGTHS[standing.strength], STRENGTHS[int(str(values["strength"]))]),
        "Why": (standing.note, str(values["note"])),
    }
    return {label: texts for label, texts in both.items() if texts[0] != texts[1]}
