"""A project as a whole, and its parts as they are written."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.projects.blueprint import blueprint
from blueprints.projects.forms import PART_FORMS, PartForm, Press
from blueprints.projects.next_steps import next_step_for, tasks, track_of
from blueprints.shared.access import needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import naming_form
from blueprints.shared.projects import shown
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission, allowed
from tenants.groups.models import Group
from tenants.groups.queries.members import group_named, one_group, own_place
from tenants.projects.actions import writing as actions
from tenants.projects.actions.opening import open_place, writing_place
from tenants.projects.queries import agreement
from tenants.projects.queries import projects as queries
from tenants.projects.queries.priorities import threads_of
from tenants.projects.queries.telling import Page, Place, Whole, page, place, whole, whole_of
from tenants.projects.queries.whose import own_begun
from tenants.projects.rules.agreement import PLAN, who_answers
from tenants.projects.rules.ethics import CHECKS, asked_for
from tenants.projects.rules.states import Part, PlanState
from tenants.projects.rules.telling import as_plan
from tenants.projects.rules.way import PARTS, lacks

PARTS_OF_ADDRESS = "any(choice,question,reading,method,ethics,measures,milestones,findings,'next-steps')"


@blueprint.route("/portfolios/<uuid:candidate_id>/project", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, place)
def of_place(place: Place) -> ResponseReturnValue:
    """Leads to the project, or invites to begin it."""
    found = whole_of(current.session, place.candidate_id)
    if found is not None:
        return redirect(url_for("projects.show", project_id=found.id))
    form = Press()
    if form.validate_on_submit():
        return _begun(actions.start_project(current.session, current.actor, place.candidate_id))
    group = group_named(current.session, place.candidate_id)
    return form_page("projects/begin.html", form, place=place, group=group)


@blueprint.route("/groups/<uuid:group_id>/project", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, one_group)
def of_group(group: Group) -> ResponseReturnValue:
    """The same for the project of a group."""
    own = own_place(current.session, current.actor, group.id)
    found = whole_of(current.session, own)
    if found is not None and found.group_id == group.id:
        return redirect(url_for("projects.show", project_id=found.id))
    form = Press()
    if form.validate_on_submit():
        return _begun(actions.start_group_project(current.session, current.actor, group))
    return form_page("projects/begin_group.html", form, group=group, place=place(current.session, own))


def _begun(project_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("projects.part", project_id=project_id, part=Part.CHOICE.value), 303)


@blueprint.get("/projects/<uuid:project_id>")
@needs(Permission.PROJECT_WRITE, whole)
def show(whole: Whole) -> ResponseReturnValue:
    asked = agreement.partners(current.session, whole.project, whole.place.person.id)
    said = agreement.answers(current.session, whole.id)
    threads = threads_of(current.session, current.actor, whole.project)
    return render_template(
        "projects/show.html",
        whole=whole,
        told=whole.told,
        track=track_of(whole),
        step=None if whole.place.closed and not whole.project.finished_at else next_step_for(whole),
        groups=tasks(whole),
        measures=shown(whole.told),
        asked=asked,
        who_answers=who_answers(
            asked.parties, same_person=asked.same_person, of_group=whole.group is not None
        ),
        said=said,
        threads=threads,
        naming=naming_form(threads, whole.project.priorities_named_at),
        press=Press,
        **_of_one(whole),
    )


def _of_one(whole: Whole) -> dict[str, Any]:
    """For whom of the group the page is: their own place, and the project they began alone, if any."""
    mine = writing_place(current.session, current.actor, whole.project)
    alone = own_begun(current.session, mine) if whole.group else None
    return {"mine": mine, "alone": alone}


@blueprint.get("/projects/<uuid:project_id>/plan")
@needs(Permission.PROJECT_READ, whole)
def read(whole: Whole) -> ResponseReturnValue:
    """For who is asked about the plan, or the mentor with whom all of it is shared."""
    mentors = (Appointment.MENTOR, whole.candidate_id) in current.actor.appointed
    everything = mentors and whole.project.shared_at is not None
    told = whole.told if everything else as_plan(whole.told)
    said = agreement.answers(current.session, whole.id)
    return render_template(
        "projects/read.html",
        whole=whole,
        told=told,
        everything=everything,
        measures=shown(told),
        checks=CHECKS,
        asked_for=asked_for(told.words.ethics),
        said=said,
        may_answer=whole.plan is PlanState.ASKED and allowed(current.actor, Permission.PROJECT_AGREE, whole),
        mentors=mentors,
        threads=threads_of(current.session, current.actor, whole.project),
        mine=allowed(current.actor, Permission.PROJECT_WRITE, whole),
    )


@blueprint.route(f"/projects/<uuid:project_id>/<{PARTS_OF_ADDRESS}:part>", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, page)
def part(page: Page) -> ResponseReturnValue:
    open_place(current.session, current.actor, writing_place(current.session, current.actor, page.whole))
    form = _form(page)
    preview = "preview" in request.form
    if form.taken(lambda: _save(page, form, form.typed_on, pressed=True)):
        return redirect(_preview(page) if preview else _after(page), 303)
    return form_page(
        "projects/part.html",
        form,
        page=page,
        whole=page.whole,
        told=page.whole.told,
        title=PARTS[page.part],
        fixed=page.part in PLAN and page.whole.plan is PlanState.ASKED,
        agreed=page.part in PLAN and page.whole.plan is PlanState.AGREED,
        preview="preview" in request.args,
        checks=CHECKS,
        asked_for=asked_for(page.whole.told.words.ethics),
        measures=shown(page.whole.told) if page.part is Part.MEASURES else [],
    )


@blueprint.post(f"/projects/<uuid:project_id>/<{PARTS_OF_ADDRESS}:part>/autosave")
@needs(Permission.PROJECT_WRITE, page)
def autosave_part(page: Page) -> ResponseReturnValue:
    return autosaved(
        PART_FORMS[page.part],
        lambda form, version: _save(page, form, version, pressed=False),
        lambda: whole(current.session, page.whole.id).project,
    )


@blueprint.post("/projects/<uuid:project_id>/share")
@needs(Permission.PROJECT_WRITE, whole)
def share(whole: Whole) -> ResponseReturnValue:
    actions.share_with_mentor(current.session, current.actor, whole.project)
    flash("Your mentor can read your whole project now.", "success")
    return redirect(url_for("projects.show", project_id=whole.id), 303)


@blueprint.post("/projects/<uuid:project_id>/stop-sharing")
@needs(Permission.PROJECT_WRITE, whole)
def stop_sharing(whole: Whole) -> ResponseReturnValue:
    actions.stop_sharing_with_mentor(current.session, current.actor, whole.project)
    flash("Your mentor no longer reads more than your plan.", "success")
    return redirect(url_for("projects.show", project_id=whole.id), 303)


@blueprint.get("/projects/<uuid:project_id>/versions")
@needs(Permission.PROJECT_WRITE, whole)
def versions(whole: Whole) -> ResponseReturnValue:
    kept = queries.versions(current.session, whole.id)
    return render_template("projects/versions.html", whole=whole, versions=kept)


@blueprint.get("/projects/<uuid:project_id>/versions/<int(max=999999999):number>")
@needs(Permission.PROJECT_WRITE, queries.version)
def version(earlier: queries.Earlier) -> ResponseReturnValue:
    return render_template(
        "projects/version.html", earlier=earlier, measures=shown(earlier.told), checks=CHECKS
    )


def _form(page: Page) -> PartForm:
    form = PART_FORMS[page.part](obj=page.whole.project)
    if not form.is_submitted():
        form.version.data = page.version
    return form


def _save(page: Page, form: Any, version: int, *, pressed: bool) -> int:
    words = form.words(page.part, page.whole.told.words)
    project = page.whole.project
    return actions.save_part(
        current.session, current.actor, project, page.part, words, version, pressed=pressed
    )


def _preview(page: Page) -> str:
    return url_for(
        "projects.part", project_id=page.whole.id, part=page.part.value, preview="yes", _anchor="preview"
    )


def _after(page: Page) -> str:
    """The project's page, but the same one while its list still wants something."""
    if page.part in (Part.READING, Part.MEASURES) and lacks(
        page.part, whole(current.session, page.whole.id).told
    ):
        return url_for("projects.part", project_id=page.whole.id, part=page.part.value)
    return url_for("projects.show", project_id=page.whole.id)
