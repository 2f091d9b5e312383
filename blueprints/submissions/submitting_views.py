"""What is left to do, and handing in."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.fields import count_words
from blueprints.shared.forms import form_page
from blueprints.submissions.blueprint import blueprint
from blueprints.submissions.forms import GroupSubmitForm, SubmitForm
from tenants.base.permissions import Permission
from tenants.groups.queries.members import group_named
from tenants.portfolios.actions.submissions import submit as hand_in
from tenants.portfolios.queries.group_work import GroupWork, group_work
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.portfolios.queries.readiness import Checked, checked
from tenants.portfolios.queries.submissions import submissions_of
from tenants.portfolios.rules.readiness import Blocker, Leads, Readiness

MANY = 4

PLACES: Mapping[Leads, Callable[[Portfolio, Blocker], str]] = {
    Leads.MAP: lambda mine, _: url_for("submissions.evidence_map", candidate_id=mine.candidate_id),
    Leads.STANDARD: lambda mine, blocker: url_for(
        "submissions.standard", candidate_id=mine.candidate_id, number=blocker.standard
    ),
    Leads.EVIDENCE: lambda mine, _: url_for("portfolios.evidence", candidate_id=mine.candidate_id),
    Leads.ITEM: lambda _, blocker: url_for("portfolios.item", evidence_id=blocker.item_id),
    Leads.CLAIM: lambda _, blocker: url_for(
        "portfolios.edit_claim", evidence_id=blocker.item_id, number=blocker.standard
    ),
    Leads.PROJECT: lambda mine, _: url_for("projects.of_place", candidate_id=mine.candidate_id),
    Leads.SELF_AUDIT: lambda mine, _: url_for("portfolios.self_audit", candidate_id=mine.candidate_id),
}


@blueprint.get("/portfolios/<uuid:candidate_id>/readiness")
@needs(Permission.PORTFOLIO_READ, portfolio)
def readiness(portfolio: Portfolio) -> ResponseReturnValue:
    found = checked(current.session, portfolio)
    handed_in = submissions_of(current.session, portfolio.candidate_id)
    return render_template(
        "portfolios/readiness.html",
        portfolio=portfolio,
        checked=found,
        readiness=found.readiness,
        blockers=_with_links(portfolio, _folded(found.readiness)),
        advice=_with_links(portfolio, found.readiness.advice),
        submissions=handed_in,
        work=_work(portfolio, found),
        group=group_named(current.session, portfolio.candidate_id),
    )


def _work(portfolio: Portfolio, found: Checked) -> GroupWork | None:
    """The group in which they work, in numbers."""
    if found.group_id is None:
        return None
    asked = portfolio.cohort.limits.groups
    return group_work(current.session, found.group_id, found.framework, asked)


@blueprint.route("/portfolios/<uuid:candidate_id>/submit", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, portfolio)
def submit(portfolio: Portfolio) -> ResponseReturnValue:
    group = group_named(current.session, portfolio.candidate_id)
    form = GroupSubmitForm() if group else SubmitForm()
    count_words(form.ai_use, portfolio.cohort.limits.words.ai_use)
    if form.taken(lambda: hand_in(current.session, current.actor, portfolio, form.declared)):
        newest = submissions_of(current.session, portfolio.candidate_id)[0]
        flash("Your portfolio is submitted.", "success")
        return redirect(url_for("submissions.receipt", submission_id=newest.id), 303)
    found = checked(current.session, portfolio)
    if not form.is_submitted() and not found.readiness.ready:
        return redirect(url_for("submissions.readiness", candidate_id=portfolio.candidate_id), 303)
    return form_page("submissions/submit.html", form, portfolio=portfolio, checked=found, group=group)


def _folded(found: Readiness) -> Sequence[Blocker]:
    """A beginner's ten empty standards are one thing to do, not ten."""
    covered = found.coverage.levels
    empty = [one for one in found.blockers if one.leads_to is Leads.STANDARD and one.standard not in covered]
    if len(empty) < MANY:
        return found.blockers
    numbers = ", ".join(str(one.standard) for one in empty)
    words = f"{len(empty)} standards have no evidence yet: {numbers}."
    rest = [one for one in found.blockers if one not in empty]
    return [Blocker(words, "Look at your evidence map", Leads.MAP), *rest]


def _with_links(portfolio: Portfolio, found: Sequence[Blocker]) -> list[dict[str, str]]:
    return [
        {"text": one.words, "link": one.link, "href": PLACES[one.leads_to](portfolio, one)} for one in found
    ]
