"""Which standards serve which priorities: the whole as it held at any time, a priority at once, and suggestions."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.priorities.blueprint import blueprint
from blueprints.priorities.mapping_forms import mapping_form, suggested_form
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.words import count
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.priorities.actions import mapping as actions
from tenants.priorities.models import Priority
from tenants.priorities.queries import plans
from tenants.priorities.queries import priorities as queries
from tenants.priorities.queries.mapping import everything_said, mapping_of
from tenants.priorities.queries.plans import PlanOfYear
from tenants.priorities.rules.mapping import MEANING, WORDS, from_day, held, shown_on
from tenants.priorities.rules.reviews import begun
from tenants.priorities.rules.suggesting import Suggestion, Told, suggestions
from tenants.schools.calendar import school_calendar
from tenants.schools.rules import HALF_TERM_NAMES, Span
from tenants.standards.queries import framework

NEXT = "next"


@blueprint.get("/improvement-plan/plans/<uuid:plan_id>/mapping")
@needs(Permission.PLAN_READ, plans.of_year)
def mapping(of: PlanOfYear) -> ResponseReturnValue:
    """`?at=A2`: as it held at the end of that half-term."""
    session, today = current.session, clock.today()
    half_terms = school_calendar(session).year(of.year.id).half_terms
    asked = request.args.get("at", "")
    at = asked if asked in begun(half_terms, today) else ""
    day = _day(of, half_terms, at, today)
    priorities = plans.priorities_of(session, of.id)
    said = everything_said(session, [one.id for one in priorities])
    return render_template(
        "priorities/mapping.html",
        of=of,
        priorities=priorities,
        standards=framework(session, of.plan.edition_id).standards,
        mapped=held(said, day),
        at=at,
        day=day,
        half_terms=begun(half_terms, today),
        names=HALF_TERM_NAMES,
        words={one.value: words for one, words in WORDS.items()},
        meaning=MEANING,
        maps=allowed(current.actor, Permission.MAPPING_SET, of) and _goes_on(of, today),
    )


def _day(of: PlanOfYear, half_terms: Mapping[str, Span], at: str, today: date) -> date:
    """The last day of the half-term as far as it has come; without one, how it stands now."""
    if at:
        return min(half_terms[at].ends_on, today)
    return shown_on(of.span, today)


def _goes_on(of: PlanOfYear, today: date) -> bool:
    return not of.archived and today <= of.span.ends_on


@blueprint.route("/improvement-plan/priorities/<uuid:priority_id>/mapping", methods=["GET", "POST"])
@needs(Permission.MAPPING_SET, queries.priority)
def map_priority(one: Priority) -> ResponseReturnValue:
    session = current.session
    of = plans.of_year(session, one.plan_id)
    standards = framework(session, of.plan.edition_id).standards
    standing = mapping_of(session, [one.id], from_day(of.span, clock.today()))
    form = mapping_form(standards, {number: said for (_, number), said in standing.items()})
    siblings = plans.priorities_of(session, of.id)
    if form.taken(
        lambda: actions.set_mapping(session, current.actor, one, form.wanted(standards), form.seen(standards))
    ):
        flash("The mapping is saved.", "success")
        following = next((each for each in siblings if each.number > one.number), None)
        if request.form.get("and_then") == NEXT and following is not None:
            return redirect(url_for("priorities.map_priority", priority_id=following.id), 303)
        return redirect(url_for("priorities.mapping", plan_id=of.id), 303)
    return form_page(
        "priorities/map_priority.html",
        form,
        of=of,
        one=one,
        standards=standards,
        last=one.id == siblings[-1].id,
        over=not _goes_on(of, clock.today()),
        meaning=MEANING,
        words=WORDS,
    )


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/mapping/suggestions", methods=["GET", "POST"])
@needs(Permission.MAPPING_SET, plans.of_year)
def suggest(of: PlanOfYear) -> ResponseReturnValue:
    session = current.session
    priorities = plans.priorities_of(session, of.id)
    offered = _suggested(of, priorities)
    standards = {one.number: one for one in framework(session, of.plan.edition_id).standards}
    form = suggested_form(offered, priorities, standards)
    taken: list[int] = []
    if form.taken(
        lambda: taken.append(
            actions.take_suggestions(session, current.actor, priorities, form.chosen(offered))
        )
    ):
        flash(f"{count(taken[0], 'suggestion')} taken. You can change each of them.", "success")
        return redirect(url_for("priorities.mapping", plan_id=of.id), 303)
    return form_page("priorities/suggest.html", form, of=of, offered=offered)


def _suggested(of: PlanOfYear, priorities: Sequence[Priority]) -> list[Suggestion]:
    if not _goes_on(of, clock.today()):
        return []
    day = from_day(of.span, clock.today())
    mapped = mapping_of(current.session, [one.id for one in priorities], day)
    standards = framework(current.session, of.plan.edition_id).standards
    return suggestions(
        {one.number: Told(one.title, f"{one.prompt} {one.about}") for one in standards},
        {one.id: _told(one) for one in plans.whole(current.session, priorities)},
        mapped,
    )


def _told(one: plans.WholePriority) -> Told:
    parts = [one.priority.reason, *(each.measure.name for each in one.measures)]
    return Told(one.priority.title, " ".join([*parts, *(step.action.what for step in one.steps)]))
