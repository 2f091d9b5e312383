"""The plan that holds now, those of other years, and how one is begun, carried forward, archived and printed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.priorities.blueprint import blueprint
from blueprints.priorities.forms import AboutForm, BeginForm, CarryForm, Press, order_form
from blueprints.priorities.telling import late, next_step
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.priorities.actions import plans as actions
from tenants.priorities.actions.priorities import order_priorities
from tenants.priorities.models import ImprovementPlan
from tenants.priorities.queries import plans as queries
from tenants.priorities.queries.mapping import mapping_of
from tenants.priorities.queries.plans import PlanOfYear
from tenants.priorities.rules import plans as rules
from tenants.priorities.rules.mapping import shown_on
from tenants.priorities.rules.steps import Standing
from tenants.schools.calendar import school_calendar
from tenants.schools.rules import HALF_TERM_NAMES
from tenants.standards.queries import framework

NO_YEARS = "Every academic year of the school has a plan. Add the next year in the school’s calendar first."


@blueprint.get("/improvement-plan")
@needs(Permission.PLANS_OPEN)
def index() -> ResponseReturnValue:
    every = queries.plans(current.session)
    found = rules.current(every, clock.today())
    if found is None:
        return render_template(
            "priorities/empty.html",
            manages=allowed(current.actor, Permission.PLAN_MANAGE),
            latest=every[0] if every else None,
        )
    return _plan(found)


@blueprint.get("/improvement-plan/plans/<uuid:plan_id>")
@needs(Permission.PLAN_READ, queries.of_year)
def show(of: PlanOfYear) -> ResponseReturnValue:
    return _plan(of)


def _plan(of: PlanOfYear) -> ResponseReturnValue:
    session, today = current.session, clock.today()
    manages = allowed(current.actor, Permission.PLAN_MANAGE, of)
    year = school_calendar(session).year(of.year.id)
    priorities = queries.whole(session, queries.priorities_of(session, of.id))
    ids = [one.id for one in priorities]
    mapped = mapping_of(session, ids, shown_on(of.span, today)) if manages else {}
    mine = [
        (one, step)
        for one in priorities
        for step in one.steps
        if step.action.staff_id == current.actor.staff_id and step.action.done_on is None
    ]
    return render_template(
        "priorities/show.html",
        of=of,
        priorities=priorities,
        half_terms=year.half_terms,
        names=HALF_TERM_NAMES,
        manages=manages and not of.archived,
        head=manages,
        maps=allowed(current.actor, Permission.MAPPING_SET, of),
        covers=allowed(current.actor, Permission.COVERAGE_OPEN),
        mine=mine,
        late=late(priorities, today),
        standing=Standing,
        size_words=rules.size_words(len(priorities)) if manages else None,
        step=next_step(of, priorities, year.half_terms, len(mapped), today) if manages else None,
    )


@blueprint.get("/improvement-plan/years")
@needs(Permission.PLANS_OPEN)
def years() -> ResponseReturnValue:
    every = queries.plans(current.session)
    manages = allowed(current.actor, Permission.PLAN_MANAGE)
    return render_template(
        "priorities/years.html",
        plans=[one for one in every if not one.archived],
        archived=[one for one in every if one.archived],
        now=rules.current(every, clock.today()),
        manages=manages,
        free=queries.years_without(current.session) if manages else [],
    )


@blueprint.route("/improvement-plan/new", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE)
def begin() -> ResponseReturnValue:
    """`?then=file`: a table is brought in next."""
    free = queries.years_without(current.session)
    now = next((one for one in free if one.starts_on <= clock.today() <= one.ends_on), None)
    form = BeginForm(data={"year": str(now.id)} if now else None).offer(free)
    made: list[ImprovementPlan] = []
    if form.taken(
        lambda: made.append(
            actions.begin_plan(current.session, current.actor, form.year_id, form.about.data or "")
        )
    ):
        flash("The plan is begun.", "success")
        by_file = request.args.get("then") == "file"
        onward = "priorities.bring" if by_file else "priorities.add"
        return redirect(url_for(onward, plan_id=made[0].id), 303)
    return form_page("priorities/begin.html", form, free=free, no_years=NO_YEARS)


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/carrying-forward", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.of_year)
def carry(of: PlanOfYear) -> ResponseReturnValue:
    later = [one for one in queries.years_without(current.session) if one.starts_on > of.span.starts_on]
    priorities = queries.priorities_of(current.session, of.id)
    standing = {
        "year": str(later[-1].id) if later else "",
        "priorities": [str(one.id) for one in priorities],
        "mapped": True,
    }
    form: CarryForm = CarryForm(data=standing).offer(later).offer_priorities(priorities)
    made: list[ImprovementPlan] = []
    if form.taken(
        lambda: made.append(
            actions.carry_forward(
                current.session,
                current.actor,
                of.plan,
                form.year_id,
                form.chosen,
                mapped=form.mapped.data,
            )
        )
    ):
        flash("Carried forward. Look the actions and their dates over.", "success")
        return redirect(url_for("priorities.show", plan_id=made[0].id), 303)
    return form_page("priorities/carry.html", form, of=of, later=later, priorities=priorities)


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/about", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.of_year)
def about(of: PlanOfYear) -> ResponseReturnValue:
    one = of.plan
    form = AboutForm(data={"about": one.about, "agreed_on": one.agreed_on, "version": one.version})
    if form.taken(
        lambda: actions.change_plan(
            current.session,
            current.actor,
            one,
            form.version.data,
            form.about.data or "",
            form.agreed_on.data,
        )
    ):
        flash("Saved.", "success")
        return _to(of)
    return form_page("priorities/about.html", form, of=of)


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/order", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.of_year)
def order(of: PlanOfYear) -> ResponseReturnValue:
    form = order_form(queries.priorities_of(current.session, of.id))
    if form.taken(lambda: order_priorities(current.session, current.actor, of.plan, form.places())):
        flash("Saved.", "success")
        return _to(of)
    return form_page("priorities/order.html", form, of=of)


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/archive", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.of_year)
def archive(of: PlanOfYear) -> ResponseReturnValue:
    """Into the archive, or out of it again."""
    form, back = Press(), of.archived
    act = actions.bring_back_plan if back else actions.archive_plan
    if form.taken(lambda: act(current.session, current.actor, of.plan)):
        flash("Brought back." if back else "Archived. It can still be read.", "success")
        return redirect(url_for("priorities.years"), 303)
    return form_page("priorities/archive.html", form, of=of, back=back)


@blueprint.get("/improvement-plan/plans/<uuid:plan_id>/print")
@needs(Permission.PLAN_READ, queries.of_year)
def paper(of: PlanOfYear) -> ResponseReturnValue:
    priorities = queries.whole(current.session, queries.priorities_of(current.session, of.id))
    day = shown_on(of.span, clock.today())
    return render_template(
        "priorities/paper.html",
        of=of,
        priorities=priorities,
        mapped=mapping_of(current.session, [one.id for one in priorities], day),
        standards=framework(current.session, of.plan.edition_id).standards,
        names=HALF_TERM_NAMES,
        half_terms=school_calendar(current.session).year(of.year.id).half_terms,
        standing=Standing,
    )


def _to(of: PlanOfYear) -> ResponseReturnValue:
    return redirect(url_for("priorities.show", plan_id=of.id), 303)
