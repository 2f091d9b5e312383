"""Which priorities of the improvement plan a project serves."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.projects.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import NamingForm, named, naming_form
from tenants.base.permissions import Permission
from tenants.projects.actions import priorities as actions
from tenants.projects.actions.opening import open_place, writing_place
from tenants.projects.models import Project
from tenants.projects.queries.priorities import threads_of
from tenants.projects.queries.telling import Whole, whole


@blueprint.route("/projects/<uuid:project_id>/priorities", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def priorities(whole: Whole) -> ResponseReturnValue:
    open_place(current.session, current.actor, writing_place(current.session, current.actor, whole))
    threads = threads_of(current.session, current.actor, whole.project)
    form = naming_form(threads, whole.project.priorities_named_at)
    if named(form, lambda: _name(whole.project, form), lambda: _follow(whole.project)):
        flash("Saved.", "success")
        return redirect(url_for("projects.show", project_id=whole.id), 303)
    return form_page("projects/priorities.html", form, whole=whole, threads=threads)


def _name(project: Project, form: NamingForm) -> None:
    actions.name_priorities(current.session, current.actor, project, form.wanted, form.seen_at)


def _follow(project: Project) -> None:
    actions.follow_focus(current.session, current.actor, project)
