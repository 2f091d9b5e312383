"""Comments on drafts: the mentor writes them by standard, the candidate answers and settles them."""

from collections.abc import Container
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.forms import WHOLE, AnswerForm, CommentForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.mentoring.actions import comments as actions
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.queries.comments import Commented, commented, self_audit
from tenants.mentoring.queries.pairs import pair
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.evidence import item
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.queries.pool import part
from tenants.standards.models import Standard
from tenants.standards.queries import framework

ALL = range(100)
WHOLE_ITEM, WHOLE_AUDIT = "The piece as a whole", "The self-audit as a whole"
WHOLE_PART = "Their part as a whole"


@blueprint.route("/evidence/<uuid:evidence_id>/comments/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_WRITE, item)
def comment(item: Evidence) -> ResponseReturnValue:
    place = place_of(current.session, current.actor, item)
    served = {one.standard_number for one in claims(current.session, item.id, place)}
    return _new(item, WHOLE_ITEM, item.title or "Untitled", served)


def _part(session: Session, candidate_id: UUID, evidence_id: UUID) -> Contribution:
    return part(session, candidate_id, evidence_id).contribution


@blueprint.route(
    "/portfolios/<uuid:candidate_id>/parts/<uuid:evidence_id>/comments/new", methods=["GET", "POST"]
)
@needs(Permission.COMMENT_WRITE, _part)
def comment_part(one: Contribution) -> ResponseReturnValue:
    """On what a candidate did for a piece of their group, and on their claims for it."""
    served = {claim.standard_number for claim in claims(current.session, one.evidence_id, one.candidate_id)}
    return _new(one, WHOLE_PART, item(current.session, one.evidence_id).title or "Untitled", served)


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/comments/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_WRITE, self_audit)
def comment_audit(audit: SelfAudit) -> ResponseReturnValue:
    return _new(audit, WHOLE_AUDIT, "Self-audit", ALL)


def _new(
    about: Evidence | SelfAudit | Contribution, whole: str, title: str, served: Container[int]
) -> ResponseReturnValue:
    form = CommentForm(data={"standard": request.args.get("standard", WHOLE)})
    form.offer(_standards(about, served), whole)
    if form.taken(
        lambda: actions.comment(current.session, current.actor, about, form.body.data, form.number)
    ):
        flash("Your comment is there. Only the two of you can read it.", "success")
        return redirect(door(about), 303)
    back = door(about)
    return form_page("mentoring/comment.html", form, title=title, back=back, submit="Save the comment")


@blueprint.route("/comments/<uuid:comment_id>", methods=["GET", "POST"])
@needs(Permission.COMMENT_CHANGE, commented)
def change_comment(one: Commented) -> ResponseReturnValue:
    open_pair(current.session, current.actor, one, Permission.COMMENT_CHANGE)
    standing = one.comment.standard_number
    form = CommentForm(obj=one.comment, data={"standard": str(standing or WHOLE)})
    if one.evidence_id is None:
        form.offer(_standards(one, ALL), WHOLE_AUDIT)
    else:
        claimed = claims(current.session, one.evidence_id, one.candidate_id)
        whole = WHOLE_PART if one.pooled else WHOLE_ITEM
        form.offer(_standards(one, [*(claim.standard_number for claim in claimed), standing]), whole)
    if form.taken(
        lambda: actions.change_comment(
            current.session, current.actor, one, form.typed_on, form.body.data, form.number
        )
    ):
        flash("Saved.", "success")
        return redirect(door(one), 303)
    return form_page("mentoring/comment.html", form, title=one.draft, back=door(one), submit="Save")


@blueprint.route("/comments/<uuid:comment_id>/answers/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_ANSWER, commented)
def answer(one: Commented) -> ResponseReturnValue:
    open_pair(current.session, current.actor, one, Permission.COMMENT_ANSWER)
    form = AnswerForm()
    if form.taken(lambda: actions.answer(current.session, current.actor, one, form.body.data)):
        flash("Your answer is there.", "success")
        return redirect(door(one), 303)
    return form_page("mentoring/answer.html", form, one=one, back=door(one))


@blueprint.post("/comments/<uuid:comment_id>/settled")
@needs(Permission.COMMENT_SETTLE, commented)
def settle(one: Commented) -> ResponseReturnValue:
    actions.settle(current.session, current.actor, one)
    flash("Settled.", "success")
    return redirect(door(one), 303)


@blueprint.post("/comments/<uuid:comment_id>/reopened")
@needs(Permission.COMMENT_SETTLE, commented)
def reopen(one: Commented) -> ResponseReturnValue:
    actions.reopen(current.session, current.actor, one)
    flash("Taken up again.", "success")
    return redirect(door(one), 303)


def door(about: Evidence | SelfAudit | Contribution | Commented, anchor: str = "comments") -> str:
    """To the comments on the draft."""
    match about:
        case Evidence():
            return url_for("portfolios.item", evidence_id=about.id, _anchor=anchor)
        case Contribution() | Commented(pooled=True):
            of, on = about.candidate_id, about.evidence_id
            return url_for("portfolios.shared_part", candidate_id=of, evidence_id=on, _anchor=anchor)
        case Commented(evidence_id=UUID()):
            return url_for("portfolios.item", evidence_id=about.evidence_id, _anchor=anchor)
    return url_for("portfolios.self_audit", candidate_id=about.candidate_id, _anchor=anchor)


def _standards(
    about: Evidence | SelfAudit | Contribution | Commented, served: Container[int | None]
) -> list[Standard]:
    """Those that the draft is about."""
    if isinstance(about, Evidence):
        found = pair(current.session, place_of(current.session, current.actor, about))
    else:
        found = pair(current.session, about.candidate_id)
    whole = framework(current.session, found.portfolio.cohort.edition_id)
    return [one for one in whole.standards if one.number in served]
