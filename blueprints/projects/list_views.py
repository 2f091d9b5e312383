"""What hangs on a project: references, measures with their figures, milestones."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.projects.blueprint import blueprint
from blueprints.projects.forms import (
    MeasureForm,
    MilestoneForm,
    PointForm,
    Press,
    ReachedForm,
    ReferenceForm,
    Versioned,
)
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.projects import shown_measure
from tenants.base.permissions import Permission
from tenants.projects.actions import parts as actions
from tenants.projects.actions.opening import open_place, writing_place
from tenants.projects.models import ProjectMeasure, ProjectMilestone, ProjectReference
from tenants.projects.queries import projects as queries
from tenants.projects.queries.telling import Whole, whole
from tenants.projects.rules.agreement import PLAN
from tenants.projects.rules.states import Better, Part, PlanState

Listed = ProjectReference | ProjectMeasure | ProjectMilestone


@blueprint.route("/projects/<uuid:project_id>/references/new", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def new_reference(whole: Whole) -> ResponseReturnValue:
    _open(whole)
    form = ReferenceForm()
    if form.taken(lambda: actions.add_reference(current.session, current.actor, whole.project, form.cited())):
        return _back(whole, Part.READING)
    return _page(whole, form, Part.READING, "Something you read")


@blueprint.route("/references/<uuid:reference_id>", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.reference)
def reference(held: queries.Held[ProjectReference]) -> ResponseReturnValue:
    one = held.one
    found = _opened(one)
    form = ReferenceForm(obj=one)
    if form.taken(
        lambda: actions.change_reference(current.session, current.actor, one, form.cited(), form.typed_on)
    ):
        return _back(found, Part.READING)
    remove = url_for("projects.remove_reference", reference_id=one.id)
    return _page(found, form, Part.READING, "Something you read", remove)


@blueprint.route("/references/<uuid:reference_id>/remove", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.reference)
def remove_reference(held: queries.Held[ProjectReference]) -> ResponseReturnValue:
    one = held.one
    return _remove(
        one, Part.READING, one.title, lambda: actions.remove_reference(current.session, current.actor, one)
    )


@blueprint.route("/projects/<uuid:project_id>/measures/new", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def new_measure(whole: Whole) -> ResponseReturnValue:
    _open(whole)
    form = MeasureForm()
    if form.taken(lambda: _add_measure(whole, form)):
        return _back(whole, Part.MEASURES)
    return _page(whole, form, Part.MEASURES, "What you measure")


def _add_measure(whole: Whole, form: MeasureForm) -> None:
    values = form.values()
    better = Better(values["better"])
    actions.add_measure(current.session, current.actor, whole.project, values["name"], values["unit"], better)


@blueprint.route("/measures/<uuid:measure_id>", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.measure)
def measure(held: queries.Held[ProjectMeasure]) -> ResponseReturnValue:
    """Its figures so far, and one more."""
    one = held.one
    found = _opened(one)
    form = PointForm()
    if form.taken(lambda: actions.add_point(current.session, current.actor, one, *form.figure())):
        flash("Added. This is how the figures stand now.", "success")
        return redirect(url_for("projects.measure", measure_id=one.id), 303)
    told = next(each for each in found.told.measures if each.id == one.id)
    return form_page(
        "projects/measure.html",
        form,
        whole=found,
        measure=told,
        shown=shown_measure(told),
        press=Press,
        fixed=found.plan is PlanState.ASKED,
    )


@blueprint.route("/measures/<uuid:measure_id>/change", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.measure)
def change_measure(held: queries.Held[ProjectMeasure]) -> ResponseReturnValue:
    one = held.one
    found = _opened(one)
    form = MeasureForm(obj=one)
    if form.taken(
        lambda: actions.change_measure(current.session, current.actor, one, form.values(), form.typed_on)
    ):
        return _back(found, Part.MEASURES)
    remove = url_for("projects.remove_measure", measure_id=one.id)
    return _page(found, form, Part.MEASURES, "What you measure", remove)


@blueprint.route("/measures/<uuid:measure_id>/remove", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.measure)
def remove_measure(held: queries.Held[ProjectMeasure]) -> ResponseReturnValue:
    one = held.one
    return _remove(
        one, Part.MEASURES, one.name, lambda: actions.remove_measure(current.session, current.actor, one)
    )


@blueprint.post("/points/<uuid:point_id>/remove")
@needs(Permission.PROJECT_WRITE, queries.point)
def remove_point(held: queries.HeldPoint) -> ResponseReturnValue:
    actions.remove_point(current.session, current.actor, held.one)
    flash("The figure is gone. You can add it again.", "success")
    return redirect(url_for("projects.measure", measure_id=held.measure.id), 303)


@blueprint.route("/projects/<uuid:project_id>/milestones/new", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def new_milestone(whole: Whole) -> ResponseReturnValue:
    _open(whole)
    form = MilestoneForm().offer(queries.half_terms(current.session, whole.id))
    if form.taken(
        lambda: actions.add_milestone(
            current.session, current.actor, whole.project, form.half_term.data, form.words.data
        )
    ):
        return _back(whole, Part.MILESTONES)
    return _page(whole, form, Part.MILESTONES, "A milestone")


@blueprint.route("/milestones/<uuid:milestone_id>", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.milestone)
def milestone(held: queries.Held[ProjectMilestone]) -> ResponseReturnValue:
    one = held.one
    found = _opened(one)
    form = MilestoneForm(obj=one, half_term=f"{one.year_id}:{one.code}")
    form.offer(queries.half_terms(current.session, found.id))
    if form.taken(
        lambda: actions.change_milestone(
            current.session, current.actor, one, form.half_term.data, form.words.data, form.typed_on
        )
    ):
        return _back(found, Part.MILESTONES)
    remove = url_for("projects.remove_milestone", milestone_id=one.id)
    return _page(found, form, Part.MILESTONES, "A milestone", remove)


@blueprint.route("/milestones/<uuid:milestone_id>/done", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.milestone)
def reach_milestone(held: queries.Held[ProjectMilestone]) -> ResponseReturnValue:
    one = held.one
    found = _opened(one)
    form = ReachedForm(obj=one)
    if form.taken(lambda: actions.reach_milestone(current.session, current.actor, one, form.done_on.data)):
        return _back(found, Part.MILESTONES)
    return form_page("projects/reached.html", form, whole=found, milestone=one)


@blueprint.route("/milestones/<uuid:milestone_id>/remove", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, queries.milestone)
def remove_milestone(held: queries.Held[ProjectMilestone]) -> ResponseReturnValue:
    one = held.one
    return _remove(
        one, Part.MILESTONES, one.words, lambda: actions.remove_milestone(current.session, current.actor, one)
    )


def _open(whole: Whole) -> None:
    open_place(current.session, current.actor, writing_place(current.session, current.actor, whole))


def _opened(one: Listed) -> Whole:
    """The project that it hangs on, while it may be worked on."""
    found = whole(current.session, one.project_id)
    _open(found)
    return found


def _page(whole: Whole, form: Versioned, part: Part, title: str, remove: str = "") -> ResponseReturnValue:
    agreed = part in PLAN and whole.plan is PlanState.AGREED
    return form_page(
        "projects/entry.html", form, whole=whole, part=part, title=title, remove=remove, agreed=agreed
    )


def _remove(one: Listed, part: Part, name: str, act: Callable[[], None]) -> ResponseReturnValue:
    found = _opened(one)
    form = Press()
    if form.taken(act):
        return _back(found, part)
    agreed = part in PLAN and found.plan is PlanState.AGREED
    figures = isinstance(one, ProjectMeasure)
    return form_page(
        "projects/remove.html", form, whole=found, part=part, name=name, figures=figures, agreed=agreed
    )


def _back(whole: Whole, part: Part) -> ResponseReturnValue:
    return redirect(url_for("projects.part", project_id=whole.id, part=part.value), 303)
