"""The self-audit: one standard a page, and the whole as a picture."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import AuditForm, Press
from blueprints.shared.access import needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.charts import Series, dot_plot
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.maps import map_rows
from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission, allowed
from tenants.mentoring.queries.comments import on_self_audit
from tenants.portfolios.actions import audits as actions
from tenants.portfolios.actions.opening import open_portfolio
from tenants.portfolios.queries.audits import (
    Audit,
    Rounds,
    Step,
    audit,
    audit_round,
    rounds,
    rounds_of,
    step,
)
from tenants.portfolios.rules.audits import change, worth_looking_again
from tenants.standards.queries import Framework, framework, guidance_to

ROUND = "/portfolios/<uuid:candidate_id>/self-audit/rounds/<int(max=999):number>"


@blueprint.get("/portfolios/<uuid:candidate_id>/self-audit")
@needs(Permission.SELF_AUDIT_READ, audit)
def self_audit(audit: Audit) -> ResponseReturnValue:
    return _page(audit)


@blueprint.get(ROUND)
@needs(Permission.SELF_AUDIT_READ, audit_round)
def self_audit_round(audit: Audit) -> ResponseReturnValue:
    return _page(audit)


def _page(audit: Audit) -> ResponseReturnValue:
    whole = framework(current.session, audit.portfolio.cohort.edition_id)
    mine = allowed(current.actor, Permission.PORTFOLIO_WRITE, audit)
    every = rounds_of(current.session, audit.portfolio)
    return render_template(
        "portfolios/self_audit.html",
        audit=audit,
        rounds=(every if mine else every.shared).audits,
        look_again=worth_looking_again(audit.saved_at, audit.done, clock.now()),
        portfolio=audit.portfolio,
        framework=whole,
        rows=map_rows(whole.standards, audit.levels, href=partial(_door, audit, mine), targets=audit.targets),
        mine=mine,
        threads=on_self_audit(current.session, current.actor, audit.candidate_id, audit.round),
        press=Press,
    )


@blueprint.get("/portfolios/<uuid:candidate_id>/self-audit/compare")
@needs(Permission.SELF_AUDIT_READ, rounds)
def compare_audits(rounds: Rounds) -> ResponseReturnValue:
    mine = allowed(current.actor, Permission.PORTFOLIO_WRITE, rounds)
    seen = rounds.audits if mine else rounds.shared.audits
    whole = framework(current.session, rounds.portfolio.cohort.edition_id)
    return render_template(
        "portfolios/compare_audits.html",
        portfolio=rounds.portfolio,
        framework=whole,
        rounds=seen,
        drawing=_drawing(seen, whole) if len(seen) > 1 else None,
        change=change,
        mine=mine,
    )


def _drawing(seen: Sequence[Audit], whole: Framework) -> Markup:
    """The first round and the last: those between stand in the table."""
    numbers = [one.number for one in whole.standards]
    first, last = seen[0], seen[-1]
    return dot_plot(
        "Where you stood, where you stand",
        [f"{one.number}. {one.title}" for one in whole.standards],
        [
            Series(
                f"Now ({day_in_words(last.saved_at)})", [last.levels.get(number, 0) for number in numbers]
            ),
            Series(
                f"At first ({day_in_words(first.saved_at)})",
                [first.levels.get(number, 0) for number in numbers],
            ),
        ],
        steps=[str(level.number) for level in whole.levels],
    )


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/again", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, audit)
def look_again(audit: Audit) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, audit.candidate_id)
    form = Press()
    if form.taken(lambda: actions.look_again(current.session, current.actor, audit)):
        return redirect(url_for("portfolios.audit_standard", candidate_id=audit.candidate_id, number=1), 303)
    return form_page("portfolios/look_again.html", form, audit=audit)


@blueprint.post("/portfolios/<uuid:candidate_id>/self-audit/leave")
@needs(Permission.PORTFOLIO_WRITE, audit)
def leave_audit(audit: Audit) -> ResponseReturnValue:
    actions.leave_round(current.session, current.actor, audit)
    flash("The empty self-audit is gone. The one before is yours to write in again.", "success")
    return redirect(url_for("portfolios.self_audit", candidate_id=audit.candidate_id), 303)


@blueprint.route("/portfolios/<uuid:candidate_id>/self-audit/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, step)
def audit_standard(step: Step) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, step.candidate_id)
    whole = framework(current.session, step.portfolio.cohort.edition_id)
    form = AuditForm(obj=step.entry).offer(whole.levels)
    every = rounds_of(current.session, step.portfolio).audits
    if form.taken(lambda: _save(step, form, form.typed_on, finished=True)):
        return redirect(_after(step, whole), 303)
    return form_page(
        "portfolios/audit_standard.html",
        form,
        step=step,
        framework=whole,
        standard=whole.standard(step.number),
        audit=every[-1] if every else Audit(step.portfolio, None, {}),
        before=every[-2].entries.get(step.number) if len(every) > 1 else None,
        guidance=guidance_to(current.session, step.portfolio.cohort.edition_id, step.number),
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


@blueprint.route(f"{ROUND}/share", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, audit_round)
def share_audit(audit: Audit) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.share_audit(current.session, current.actor, audit)):
        flash("Your mentor can see your self-audit now.", "success")
        return redirect(_round(audit), 303)
    return form_page("portfolios/share_audit.html", form, audit=audit)


@blueprint.route(f"{ROUND}/stop-sharing", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, audit_round)
def stop_sharing_audit(audit: Audit) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.stop_sharing_audit(current.session, current.actor, audit)):
        flash("Only you can see your self-audit now.", "success")
        return redirect(_round(audit), 303)
    return form_page("portfolios/stop_sharing_audit.html", form, audit=audit)


def _round(audit: Audit) -> str:
    return url_for("portfolios.self_audit_round", candidate_id=audit.candidate_id, number=audit.round)


def _door(audit: Audit, mine: bool, number: int) -> str:
    """Where a standard of the picture leads: to its page while it can be written, else to what was written."""
    if mine and audit.latest and not audit.portfolio.closed:
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
