"""Which standards an item serves, at which level, and why."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import ClaimForm, Press, StandardsForm
from blueprints.shared.access import OwnOf, needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.fields import count_words
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from tenants.base.actor import Actor
from tenants.base.permissions import Permission
from tenants.portfolios.actions import claims as actions
from tenants.portfolios.actions.opening import open_item, open_portfolio
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries import claims as queries
from tenants.portfolios.queries.attempts import banked
from tenants.portfolios.queries.evidence import item
from tenants.portfolios.queries.parts import place_of
from tenants.standards.queries import Framework, framework, guidance_to


def _own_claim(session: Session, actor: Actor, evidence_id: UUID, number: int) -> Claim:
    """Of whoever asks: on an item of a pool each member claims for themselves."""
    place = place_of(session, actor, item(session, evidence_id))
    return queries.claim(session, evidence_id, number, place)


@blueprint.route("/evidence/<uuid:evidence_id>/standards", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, item)
def choose_standards(item: Evidence) -> ResponseReturnValue:
    whole, place = _framework(item), place_of(current.session, current.actor, item)
    chosen = queries.claims(current.session, item.id, place)
    form = StandardsForm(standards=[str(claim.standard_number) for claim in chosen]).offer(whole.standards)
    if form.taken(lambda: actions.choose_standards(current.session, current.actor, item, form.numbers)):
        return redirect(_next(item), 303)
    return form_page(
        "portfolios/standards.html",
        form,
        item=item,
        framework=whole,
        banked=banked(current.session, place),
    )


@blueprint.route("/evidence/<uuid:evidence_id>/standards/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, OwnOf(_own_claim))
def edit_claim(claim: Claim) -> ResponseReturnValue:
    portfolio = open_portfolio(current.session, current.actor, claim.candidate_id)
    whole = framework(current.session, portfolio.cohort.edition_id)
    served = item(current.session, claim.evidence_id)
    form = ClaimForm(obj=claim).offer(whole.levels)
    count_words(form.justification, portfolio.cohort.limits.words.justification)
    if form.taken(lambda: _save(claim, form, form.typed_on, finished=True)):
        return redirect(_next(served), 303)
    return form_page(
        "portfolios/claim.html",
        form,
        claim=claim,
        item=served,
        framework=whole,
        standard=whole.standard(claim.standard_number),
        guidance=guidance_to(current.session, portfolio.cohort.edition_id, claim.standard_number),
    )


@blueprint.post("/evidence/<uuid:evidence_id>/standards/<int(max=99):number>/autosave")
@needs(Permission.PORTFOLIO_WRITE, OwnOf(_own_claim))
def autosave_claim(claim: Claim) -> ResponseReturnValue:
    levels = _framework(claim).levels
    return autosaved(
        lambda **given: ClaimForm(**given).offer(levels),
        lambda form, version: _save(claim, form, version),
        lambda: claim,
    )


@blueprint.route(
    "/evidence/<uuid:evidence_id>/standards/<int(max=99):number>/remove", methods=["GET", "POST"]
)
@needs(Permission.PORTFOLIO_WRITE, OwnOf(_own_claim))
def remove_claim(claim: Claim) -> ResponseReturnValue:
    standard = _framework(claim).standard(claim.standard_number)
    form = Press()
    if form.taken(lambda: actions.remove_claim(current.session, current.actor, claim)):
        flash_deed(f"This evidence no longer serves standard {standard.number}.")
        return redirect(url_for("portfolios.item", evidence_id=claim.evidence_id), 303)
    return form_page("portfolios/remove_claim.html", form, claim=claim, standard=standard)


def _framework(record: Evidence | Claim) -> Framework:
    """Of a portfolio that may be written in now."""
    session, actor = current.session, current.actor
    if isinstance(record, Evidence):
        portfolio = open_item(session, actor, record)
    else:
        portfolio = open_portfolio(session, actor, record.candidate_id)
    return framework(session, portfolio.cohort.edition_id)


def _save(claim: Claim, form: Any, version: int, *, finished: bool = False) -> int:
    actions.save_claim(current.session, current.actor, claim, form.said(), version, finished=finished)
    return claim.version


def _next(item: Evidence) -> str:
    """The first claim that is still to be written; then the item."""
    for claim in queries.claims(current.session, item.id, place_of(current.session, current.actor, item)):
        if not claim.complete:
            return url_for("portfolios.edit_claim", evidence_id=item.id, number=claim.standard_number)
    flash("Saved. This is how the evidence stands in your portfolio.", "success")
    return url_for("portfolios.item", evidence_id=item.id)
