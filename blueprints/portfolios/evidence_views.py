"""Evidence: a kind is chosen, then a draft is written, saved as it is typed."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.contribution_views import look_in
from blueprints.portfolios.forms import DRAWN_FORMS, ITEM_FORMS, ItemForm, KindForm, Press
from blueprints.shared.access import OwnOf, needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.fields import count_words
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import naming_form
from blueprints.shared.undoing import flash_deed
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, allowed
from tenants.events.queries.events import may_open
from tenants.groups.queries.members import group_of
from tenants.mentoring.queries.comments import on_evidence
from tenants.portfolios.actions import evidence as actions
from tenants.portfolios.actions.contributions import visit
from tenants.portfolios.actions.opening import open_item, open_portfolio
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries import evidence as queries
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.contributions import here_now, said_part
from tenants.portfolios.queries.files import files
from tenants.portfolios.queries.parts import place_of
from tenants.portfolios.queries.pool import in_pool, pooled_items
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.portfolios.queries.priorities import threads_of
from tenants.portfolios.rules.evidence import DRAWN_FROM, missing
from tenants.portfolios.rules.files import PICTURES
from tenants.portfolios.rules.states import EvidenceKind, Source
from tenants.standards.queries import framework


def _placed(session: Session, actor: Actor, evidence_id: UUID) -> queries.Placed:
    """With the portfolio it is part of; one of a pool with that of whoever looks."""
    found = queries.placed(session, evidence_id)
    return found or in_pool(session, evidence_id, actor.staff_id)


@blueprint.get("/portfolios/<uuid:candidate_id>/evidence")
@needs(Permission.PORTFOLIO_READ, portfolio)
def evidence(portfolio: Portfolio) -> ResponseReturnValue:
    return render_template(
        "portfolios/evidence.html",
        portfolio=portfolio,
        items=queries.items(current.session, portfolio.candidate_id),
        pooled=pooled_items(current.session, portfolio.candidate_id),
        group=group_of(current.session, portfolio.candidate_id),
        removed=queries.removed_items(current.session, portfolio.candidate_id),
        press=Press,
    )


@blueprint.route("/portfolios/<uuid:candidate_id>/evidence/new", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, portfolio)
def new_item(portfolio: Portfolio) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, portfolio.candidate_id)
    form = KindForm(kind=request.args.get("kind"))
    if form.validate_on_submit():
        kind = EvidenceKind(form.kind.data)
        item = actions.start_item(current.session, current.actor, portfolio.candidate_id, kind)
        return redirect(url_for("portfolios.edit_item", evidence_id=item.id), 303)
    return form_page("portfolios/new_item.html", form, portfolio=portfolio)


@blueprint.get("/evidence/<uuid:evidence_id>")
@needs(Permission.EVIDENCE_READ, OwnOf(_placed))
def item(placed: queries.Placed) -> ResponseReturnValue:
    item, whole = placed.item, placed.portfolio
    mine = allowed(current.actor, Permission.EVIDENCE_WRITE, item)
    pool = look_in(placed)
    claimed = claims(current.session, item.id, whole.candidate_id)
    threads = threads_of(current.session, current.actor, item, claimed, whole.cohort.edition_id)
    return render_template(
        "portfolios/item.html",
        item=item,
        portfolio=whole,
        mine=mine,
        opens_event=item.source == Source.EVENT and (mine or _opens_event(item)),
        framework=framework(current.session, whole.cohort.edition_id),
        claims=claimed,
        files=files(current.session, item.id),
        pictures=PICTURES,
        missing=missing(EvidenceKind(item.kind), item.words),
        press=Press,
        priorities=threads,
        naming=naming_form(threads, item.priorities_named_at),
        threads=on_evidence(current.session, current.actor, item, whole.candidate_id) if pool is None else (),
        pool=pool,
    )


@blueprint.route("/evidence/<uuid:evidence_id>/edit", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, queries.item)
def edit_item(item: Evidence) -> ResponseReturnValue:
    whole = open_item(current.session, current.actor, item)
    visit(current.session, current.actor, item)
    form = _form(item)(obj=item)
    count_words(form.body, whole.cohort.limits.words.body)
    preview = "preview" in request.form
    if form.taken(lambda: _save(item, form, form.typed_on, finished=not preview)):
        return redirect(_preview(item) if preview else _after_writing(item), 303)
    return form_page(
        "portfolios/edit_item.html",
        form,
        item=item,
        preview="preview" in request.args,
        here=here_now(current.session, item, current.actor.staff_id),
    )


@blueprint.post("/evidence/<uuid:evidence_id>/autosave")
@needs(Permission.EVIDENCE_WRITE, queries.item)
def autosave_item(item: Evidence) -> ResponseReturnValue:
    visit(current.session, current.actor, item)
    return autosaved(_form(item), lambda form, version: _save(item, form, version), lambda: item)


@blueprint.post("/evidence/<uuid:evidence_id>/share")
@needs(Permission.PORTFOLIO_WRITE, queries.item)
def share_item(item: Evidence) -> ResponseReturnValue:
    actions.share_item(current.session, current.actor, item)
    flash("Your mentor can see this evidence now.", "success")
    return redirect(url_for("portfolios.item", evidence_id=item.id), 303)


@blueprint.post("/evidence/<uuid:evidence_id>/stop-sharing")
@needs(Permission.PORTFOLIO_WRITE, queries.item)
def stop_sharing_item(item: Evidence) -> ResponseReturnValue:
    actions.stop_sharing_item(current.session, current.actor, item)
    flash("Only you can see this evidence now.", "success")
    return redirect(url_for("portfolios.item", evidence_id=item.id), 303)


@blueprint.route("/evidence/<uuid:evidence_id>/remove", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, queries.item)
def remove_item(item: Evidence) -> ResponseReturnValue:
    whole = open_item(current.session, current.actor, item)
    form = Press()
    if form.taken(lambda: actions.remove_item(current.session, current.actor, item)):
        flash_deed("Removed. You can put it back from the foot of My evidence.")
        return redirect(url_for("portfolios.evidence", candidate_id=whole.candidate_id), 303)
    return form_page("portfolios/remove_item.html", form, item=item)


@blueprint.post("/evidence/<uuid:evidence_id>/put-back")
@needs(Permission.EVIDENCE_WRITE, queries.removed_item)
def put_back_item(item: Evidence) -> ResponseReturnValue:
    actions.put_back_item(current.session, current.actor, item)
    flash(
        "It is back in the pool of your group."
        if item.group_id
        else "It is back in your portfolio. Only you can see it.",
        "success",
    )
    return redirect(url_for("portfolios.item", evidence_id=item.id), 303)


def _opens_event(item: Evidence) -> bool:
    """Its event is shared by itself: who reads the item may read no more than the item."""
    return item.source_id is not None and may_open(current.session, current.actor, item.source_id)


def _form(item: Evidence) -> type[ItemForm]:
    if item.source in (None, Source.GROUP):
        return ITEM_FORMS[EvidenceKind(item.kind)]
    if item.source not in DRAWN_FORMS:
        raise Refused(f"This comes from {DRAWN_FROM[Source(item.source)]}: nobody can change its words.")
    return DRAWN_FORMS[Source(item.source)]


def _save(item: Evidence, form: Any, version: int, *, finished: bool = False) -> int:
    words = form.words(item)
    actions.save_item(current.session, current.actor, item, words, version, finished=finished)
    return item.version


def _preview(item: Evidence) -> str:
    return url_for("portfolios.edit_item", evidence_id=item.id, preview="yes", _anchor="preview")


def _after_writing(item: Evidence) -> str:
    """The next page of the way through a new item; back to the item once it has been gone."""
    if item.kind == EvidenceKind.FILE and item.draft:
        return url_for("portfolios.new_file", evidence_id=item.id)
    place = place_of(current.session, current.actor, item)
    if item.group_id and not said_part(current.session, item.id, place):
        return url_for("portfolios.say_part", evidence_id=item.id)
    if not claims(current.session, item.id, place):
        return url_for("portfolios.choose_standards", evidence_id=item.id)
    flash("Saved.", "success")
    return url_for("portfolios.item", evidence_id=item.id)
