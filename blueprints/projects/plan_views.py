"""The plan is shown, agreed or sent back; the project is finished."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.projects.blueprint import blueprint
from blueprints.projects.forms import AnswerForm, Press
from blueprints.projects.shared import library_facts
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.projects import shown
from tenants.base.permissions import Permission
from tenants.projects.actions import agreeing, finishing
from tenants.projects.queries import agreement
from tenants.projects.queries.telling import Whole, whole
from tenants.projects.rules.agreement import who_answers
from tenants.projects.rules.ethics import CHECKS
from tenants.projects.rules.states import Decision
from tenants.projects.rules.telling import as_plan
from tenants.projects.rules.way import PARTS, finish_lacks, plan_lacks


@blueprint.route("/projects/<uuid:project_id>/agreement", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def ask(whole: Whole) -> ResponseReturnValue:
    """The plan as others will read it, who they are and what they said; with the button that asks them."""
    form = Press()
    if form.taken(lambda: agreeing.ask_for_agreement(current.session, current.actor, whole)):
        flash("Your plan is with those who have a say in it. You get a notice when they answer.", "success")
        return redirect(url_for("projects.show", project_id=whole.id), 303)
    asked = agreement.partners(current.session, whole.project, whole.place.person.id)
    said = agreement.answers(current.session, whole.id)
    told = as_plan(whole.told)
    return form_page(
        "projects/ask.html",
        form,
        whole=whole,
        told=told,
        measures=shown(told),
        checks=CHECKS,
        asked=asked,
        who_answers=who_answers(
            asked.parties, same_person=asked.same_person, of_group=whole.group is not None
        ),
        said=said,
        latest=agreement.latest(said, whole.project.round),
        missing={PARTS[part]: (part, sentences) for part, sentences in plan_lacks(whole.told).items()},
        press=Press,
    )


@blueprint.post("/projects/<uuid:project_id>/agreement/take-back")
@needs(Permission.PROJECT_WRITE, whole)
def take_back(whole: Whole) -> ResponseReturnValue:
    agreeing.take_back(current.session, current.actor, whole.project)
    flash("You took the request back. Nobody else reads your plan, and you can change it.", "success")
    return redirect(url_for("projects.show", project_id=whole.id), 303)


@blueprint.route("/projects/<uuid:project_id>/answer", methods=["GET", "POST"])
@needs(Permission.PROJECT_AGREE, whole)
def answer(whole: Whole) -> ResponseReturnValue:
    form = AnswerForm()
    if form.taken(lambda: _answer(whole, form)):
        flash(_thanks(Decision(form.decision.data)), "success")
        return redirect(url_for("projects.read", project_id=whole.id), 303)
    return form_page("projects/answer.html", form, whole=whole)


def _answer(whole: Whole, form: AnswerForm) -> None:
    decision, comment = Decision(form.decision.data), (form.comment.data or "").strip()
    agreeing.answer(current.session, current.actor, whole, decision, comment)


def _thanks(decision: Decision) -> str:
    return "You agreed to the plan." if decision is Decision.AGREED else "You sent the plan back."


@blueprint.route("/projects/<uuid:project_id>/finish", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def finish(whole: Whole) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: finishing.finish(current.session, current.actor, whole.project)):
        flash("Your project is finished. Well done.", "success")
        return redirect(url_for("projects.show", project_id=whole.id), 303)
    missing = {PARTS[part]: (part, sentences) for part, sentences in finish_lacks(whole.told).items()}
    return form_page("projects/finish.html", form, whole=whole, missing=missing)


@blueprint.post("/projects/<uuid:project_id>/continue")
@needs(Permission.PROJECT_WRITE, whole)
def continue_work(whole: Whole) -> ResponseReturnValue:
    finishing.continue_work(current.session, current.actor, whole.project)
    flash("The project is open again, and out of the library.", "success")
    return redirect(url_for("projects.show", project_id=whole.id), 303)


@blueprint.route("/projects/<uuid:project_id>/library", methods=["GET", "POST"])
@needs(Permission.PROJECT_WRITE, whole)
def consent(whole: Whole) -> ResponseReturnValue:
    """What colleagues read, before the author agrees that they do."""
    form = Press()
    if form.taken(lambda: finishing.share_in_school(current.session, current.actor, whole.project)):
        flash("Your project is in the library. You can take it out at any time.", "success")
        return redirect(url_for("projects.shared", project_id=whole.id), 303)
    return form_page("projects/consent.html", form, **library_facts(whole), press=Press)


@blueprint.post("/projects/<uuid:project_id>/library/leave")
@needs(Permission.PROJECT_WRITE, whole)
def leave_library(whole: Whole) -> ResponseReturnValue:
    finishing.leave_library(current.session, current.actor, whole.project)
    flash("Your project is out of the library. Nobody else reads it there any more.", "success")
    return redirect(url_for("projects.show", project_id=whole.id), 303)
