"""One priority: its page with its years, and how it is added, changed, removed and reviewed."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.priorities.blueprint import blueprint
from blueprints.priorities.forms import Press, PriorityForm, ReviewForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.priorities.actions import priorities as actions
from tenants.priorities.models import Priority
from tenants.priorities.queries import plans
from tenants.priorities.queries import priorities as queries
from tenants.priorities.queries.mapping import mapping_of
from tenants.priorities.queries.plans import PlanOfYear
from tenants.priorities.rules.mapping import WORDS, shown_on
from tenants.priorities.rules.reviews import begun
from tenants.priorities.rules.states import Rating
from tenants.priorities.rules.steps import Standing
from tenants.schools.calendar import school_calendar
from tenants.schools.rules import HALF_TERM_NAMES, HALF_TERMS
from tenants.standards.queries import framework


@dataclass(frozen=True)
class InHalfTerm:
    """A priority and the half-term that is asked about."""

    priority: Priority
    half_term: str


def in_half_term(session: Session, priority_id: UUID, half_term: str) -> InHalfTerm:
    return InHalfTerm(queries.priority(session, priority_id), half_term)


@blueprint.get("/improvement-plan/priorities/<uuid:priority_id>")
@needs(Permission.PLAN_READ, queries.priority)
def priority(one: Priority) -> ResponseReturnValue:
    session, today = current.session, clock.today()
    line = queries.through_the_years(session, one.line_id)
    here = next(each for each in line if each.whole.id == one.id)
    year = school_calendar(session).year(here.of.year.id)
    mapped = mapping_of(session, [one.id], shown_on(here.of.span, today))
    standards = framework(session, here.of.plan.edition_id).standards
    return render_template(
        "priorities/priority.html",
        of=here.of,
        one=here.whole,
        other_years=[each for each in line if each.whole.id != one.id],
        half_terms=year.half_terms,
        begun=begun(year.half_terms, today),
        names=HALF_TERM_NAMES,
        standing=Standing,
        mapped=[(each, mapped[one.id, each.number]) for each in standards if (one.id, each.number) in mapped],
        words={strength.value: words for strength, words in WORDS.items()},
        manages=allowed(current.actor, Permission.PLAN_MANAGE, one) and not here.of.archived,
        maps=allowed(current.actor, Permission.MAPPING_SET, one) and not here.of.archived,
        finishes=lambda action: allowed(current.actor, Permission.ACTION_FINISH, action),
    )


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/priorities/new", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, plans.of_year)
def add(of: PlanOfYear) -> ResponseReturnValue:
    form = PriorityForm()
    made: list[Priority] = []
    if form.taken(
        lambda: made.append(
            actions.add_priority(
                current.session, current.actor, of.plan, form.title.data, form.reason.data or ""
            )
        )
    ):
        flash("Added. Now say how you will know that it gets better.", "success")
        return _to(made[0])
    return form_page("priorities/priority_form.html", form, of=of, one=None)


@blueprint.route("/improvement-plan/priorities/<uuid:priority_id>/words", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.priority)
def change(one: Priority) -> ResponseReturnValue:
    form = PriorityForm(data={"title": one.title, "reason": one.reason, "version": one.version})
    if form.taken(
        lambda: actions.change_priority(
            current.session,
            current.actor,
            one,
            form.version.data,
            form.title.data,
            form.reason.data or "",
        )
    ):
        flash("Saved.", "success")
        return _to(one)
    of = plans.of_year(current.session, one.plan_id)
    return form_page("priorities/priority_form.html", form, of=of, one=one)


@blueprint.route("/improvement-plan/priorities/<uuid:priority_id>/removal", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.priority)
def remove(one: Priority) -> ResponseReturnValue:
    form = Press()
    of = plans.of_year(current.session, one.plan_id)
    if form.taken(lambda: actions.remove_priority(current.session, current.actor, one)):
        flash("Removed.", "success")
        return redirect(url_for("priorities.show", plan_id=of.id), 303)
    (found,) = plans.whole(current.session, [one])
    return form_page("priorities/remove.html", form, of=of, one=found)


@blueprint.route(
    f"/improvement-plan/priorities/<uuid:priority_id>/reviews/<any({', '.join(HALF_TERMS)}):half_term>",
    methods=["GET", "POST"],
)
@needs(Permission.PLAN_MANAGE, in_half_term)
def review(asked: InHalfTerm) -> ResponseReturnValue:
    one, half_term = asked.priority, asked.half_term
    standing = queries.review(current.session, one.id, half_term)
    data = (
        {"rating": standing.rating, "note": standing.note, "version": standing.version} if standing else None
    )
    form = ReviewForm(data=data)
    if form.taken(
        lambda: actions.review_priority(
            current.session,
            current.actor,
            one,
            half_term,
            form.version.data,
            Rating(form.rating.data),
            form.note.data,
        )
    ):
        flash(f"Priority {one.number} is reviewed for {HALF_TERM_NAMES[half_term]}.", "success")
        return redirect(url_for("priorities.show", plan_id=one.plan_id), 303)
    of = plans.of_year(current.session, one.plan_id)
    (found,) = plans.whole(current.session, [one])
    return form_page(
        "priorities/review.html",
        form,
        of=of,
        one=found,
        name=HALF_TERM_NAMES[half_term],
        begun=half_term in begun(school_calendar(current.session).year(of.year.id).half_terms, clock.today()),
        standing=Standing,
    )


def _to(one: Priority) -> ResponseReturnValue:
    return redirect(url_for("priorities.priority", priority_id=one.id), 303)
