"""The self-audit: one standard a page, and the whole as a picture."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import AuditForm, Press
from blueprints.shared.access import needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.maps import map_rows
from tenants.base.permissions import Permission, allowed
from tenants.mentoring.queries.comments import on_self_audit
from tenants.portfolios.actions import audits as actions
from tenants.portfolios.actions.opening import open_portfolio
from tenants.portfolios.queries.audits import Audit, Step, audit, audit_of, step
from tenants.standards.queries import Framework, framework


@blueprint.get("/portfolios/<uuid:candidate_id>/self-audit")
@needs(Permission.SELF_AUDIT_READ, audit)
def self_audit(audit: Audit) -> ResponseReturnValue:
    whole = framework(current.session, audit.portfolio.cohort.edition_id)
    mine = allowed(current.actor, Permission.PORTFOLIO_WRITE, audit)
    levels = {number: entry.level or 0 for number, entry in audit.entries.items()}
    return render_template(
        "portfolios/self_audit.html",
        audit=audit,
        portfolio=audit.portfolio,
        framework=whole,
        rows=map_rows(whole.standards, levels, href=partial(_door, audit, mine)),
        mine=mine,
        threads=on_self_audit(current.session, current.actor, audit.candidate_id),
        press=Press,
    )


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, step)
def audit_standard(step: Step) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, step.candidate_id)
    whole = framework(current.session, step.portfolio.cohort.edition_id)
    form = AuditForm(obj=step.entry).offer(whole.levels)
    if form.taken(lambda: _save(step, form, form.typed_on, finished=True)):
        return redirect(_after(step, whole), 303)
    return form_page(
        "portfolios/audit_standard.html",
        form,
        step=step,
        framework=whole,
        standard=whole.standard(step.number),
        audit=audit_of(current.session, step.portfolio),
    )


@blueprint.post("/portfolios/<uuid:candidate_id>/self-audit/<int(max=99):number>/autosave")
@needs(Permission.PORTFOLIO_WRITE, step)
def autosave_audit(asked: Step) -> ResponseReturnValue:
    whole = framework(current.session, asked.portfolio.cohort.edition_id)
    return autosaved(
        lambda **given: AuditForm(**given).offer(whole.levels),
        lambda form, version: _save(asked, form, version),
        lambda: step(current.session, asked.candidate_id, asked.number).entry,
    )


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/share", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, audit)
def share_audit(audit: Audit) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.share_audit(current.session, current.actor, audit)):
        flash("Your mentor can see your self-audit now.", "success")
        return redirect(url_for("portfolios.self_audit", candidate_id=audit.candidate_id), 303)
    return form_page("portfolios/share_audit.html", form, audit=audit)


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/stop-sharing", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, audit)
def stop_sharing_audit(audit: Audit) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.stop_sharing_audit(current.session, current.actor, audit)):
        flash("Only you can see your self-audit now.", "success")
        return redirect(url_for("portfolios.self_audit", candidate_id=audit.candidate_id), 303)
    return form_page("portfolios/stop_sharing_audit.html", form, audit=audit)


def _door(audit: Audit, mine: bool, number: int) -> str:
    """Where a standard of the picture leads: to its page while it can be written, else to what was written."""
    if mine and not audit.portfolio.closed:
        return url_for("portfolios.audit_standard", candidate_id=audit.candidate_id, number=number)
    return f"#standard-{number}" if number in audit.entries else ""


def _save(step: Step, form: Any, version: int, *, finished: bool = False) -> int:
    return actions.save_view(
        current.session,
        current.actor,
        step.candidate_id,
        step.number,
        form.view(),
        version,
        finished=finished,
    )


def _after(step: Step, whole: Framework) -> str:
    later = [one.number for one in whole.standards if one.number > step.number]
    if later:
        return url_for("portfolios.audit_standard", candidate_id=step.candidate_id, number=later[0])
    flash("That was the last standard. Here is your self-audit as a whole.", "success")
    return url_for("portfolios.self_audit", candidate_id=step.candidate_id)
