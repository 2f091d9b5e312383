"""Comments on drafts: the mentor writes them by standard, the candidate answers and settles them."""

from collections.abc import Container

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.forms import WHOLE, AnswerForm, CommentForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.mentoring.actions import comments as actions
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.models import DraftComment
from tenants.mentoring.queries.comments import Commented, commented, self_audit
from tenants.mentoring.queries.pairs import pair
from tenants.portfolios.models import Evidence, SelfAudit
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.evidence import item
from tenants.portfolios.queries.parts import place_of
from tenants.standards.models import Standard
from tenants.standards.queries import framework

ALL = range(100)
WHOLE_ITEM, WHOLE_AUDIT = "The piece as a whole", "The self-audit as a whole"


@blueprint.route("/evidence/<uuid:evidence_id>/comments/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_WRITE, item)
def comment(item: Evidence) -> ResponseReturnValue:
    place = place_of(current.session, current.actor, item)
    served = {one.standard_number for one in claims(current.session, item.id, place)}
    return _new(item, WHOLE_ITEM, item.title or "Untitled", served)


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/comments/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_WRITE, self_audit)
def comment_audit(audit: SelfAudit) -> ResponseReturnValue:
    return _new(audit, WHOLE_AUDIT, "Self-audit", ALL)


def _new(about: Evidence | SelfAudit, whole: str, title: str, served: Container[int]) -> ResponseReturnValue:
    form = CommentForm(data={"standard": request.args.get("standard", WHOLE)})
    form.offer(_standards(about, served), whole)
    made: list[DraftComment] = []
    if form.taken(
        lambda: made.append(
            actions.comment(current.session, current.actor, about, form.body.data, form.number)
        )
    ):
        flash("Your comment is there. Only the two of you can read it.", "success")
        return redirect(door(made[0]), 303)
    back = door(about)
    return form_page("mentoring/comment.html", form, title=title, back=back, submit="Save the comment")


@blueprint.route("/comments/<uuid:comment_id>", methods=["GET", "POST"])
@needs(Permission.COMMENT_CHANGE, commented)
def change_comment(one: Commented) -> ResponseReturnValue:
    open_pair(current.session, current.actor, one, Permission.COMMENT_CHANGE)
    standing = one.comment.standard_number
    form = CommentForm(obj=one.comment, data={"standard": str(standing or WHOLE)})
    if one.comment.evidence_id is None:
        form.offer(_standards(one, ALL), WHOLE_AUDIT)
    else:
        claimed = claims(current.session, one.comment.evidence_id, one.candidate_id)
        form.offer(_standards(one, [*(claim.standard_number for claim in claimed), standing]), WHOLE_ITEM)
    if form.taken(
        lambda: actions.change_comment(
            current.session, current.actor, one, form.typed_on, form.body.data, form.number
        )
    ):
        flash("Saved.", "success")
        return redirect(door(one.comment), 303)
    return form_page("mentoring/comment.html", form, title=one.draft, back=door(one.comment), submit="Save")


@blueprint.route("/comments/<uuid:comment_id>/answers/new", methods=["GET", "POST"])
@needs(Permission.COMMENT_ANSWER, commented)
def answer(one: Commented) -> ResponseReturnValue:
    open_pair(current.session, current.actor, one, Permission.COMMENT_ANSWER)
    form = AnswerForm()
    if form.taken(lambda: actions.answer(current.session, current.actor, one, form.body.data)):
        flash("Your answer is there.", "success")
        return redirect(door(one.comment), 303)
    return form_page("mentoring/answer.html", form, one=one, back=door(one.comment))


@blueprint.post("/comments/<uuid:comment_id>/settled")
@needs(Permission.COMMENT_SETTLE, commented)
def settle(one: Commented) -> ResponseReturnValue:
    actions.settle(current.session, current.actor, one)
    flash("Settled.", "success")
    return redirect(door(one.comment), 303)


@blueprint.post("/comments/<uuid:comment_id>/reopened")
@needs(Permission.COMMENT_SETTLE, commented)
def reopen(one: Commented) -> ResponseReturnValue:
    actions.reopen(current.session, current.actor, one)
    flash("Taken up again.", "success")
    return redirect(door(one.comment), 303)


def door(about: DraftComment | Evidence | SelfAudit) -> str:
    """To the comments on the draft."""
    evidence_id = about.id if isinstance(about, Evidence) else getattr(about, "evidence_id", None)
    if evidence_id is None:
        return url_for("portfolios.self_audit", candidate_id=about.candidate_id, _anchor="comments")
    return url_for("portfolios.item", evidence_id=evidence_id, _anchor="comments")


def _standards(about: Evidence | SelfAudit | Commented, served: Container[int | None]) -> list[Standard]:
    """Those that the draft is about."""
    if isinstance(about, Evidence):
        found = pair(current.session, place_of(current.session, current.actor, about))
    else:
        found = pair(current.session, about.candidate_id)
    whole = framework(current.session, found.portfolio.cohort.edition_id)
    return [one for one in whole.standards if one.number in served]
