from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import InvitationForm, PlacesForm, SchoolForm, ToldReasonForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.enquiries import actions as enquiries
from tenants.enquiries.models import Interest
from tenants.enquiries.queries import interest
from tenants.enquiries.rules import leads_a_school
from tenants.operators.actions import schools as actions
from tenants.operators.history import note
from tenants.operators.queries import jobs, schools
from tenants.operators.queries.schools import Search, Show
from tenants.schools.actions import DEFAULT_PLACES
from tenants.schools.models import School


@blueprint.get("/schools")
@for_operators()
def schools_list() -> ResponseReturnValue:
    args = request.args
    search = Search(
        words=args.get("words", "").strip()[:200].replace("\0", ""),
        show=args.get("show", Show.ALL, type=Show),
        after=args.get("after", type=UUID),
    )
    asked = {name: value for name, value in args.items() if name != "after"}
    page = schools.schools(current.platform, search)
    return render_template("operator/schools.html", page=page, search=search, asked=asked)


@blueprint.route("/schools/new", methods=["GET", "POST"])
@for_operators()
def new_school() -> ResponseReturnValue:
    return _new_school(SchoolForm(places=DEFAULT_PLACES), None)


@blueprint.route("/interests/<uuid:interest_id>/school", methods=["GET", "POST"])
@for_operators(interest)
def school_of_interest(told: Interest) -> ResponseReturnValue:
    head = {"head_name": told.name, "head_email": told.email} if leads_a_school(told.job) else {}
    form = SchoolForm(name=told.school_name, places=DEFAULT_PLACES, **head)
    return _new_school(form, told)


def _new_school(form: SchoolForm, told: Interest | None) -> ResponseReturnValue:
    made: list[School] = []
    if form.taken(lambda: made.append(_made(form, told))):
        flash(f"{made[0].name} is made, and {form.head_email.data} is being invited.", "success")
        return redirect(url_for("operator.school", school_id=made[0].id), 303)
    leads = told is not None and leads_a_school(told.job)
    return form_page("operator/new_school.html", form, interest=told, leads=leads)


def _made(form: SchoolForm, told: Interest | None) -> School:
    school = actions.create_school(current.platform, current.operator, form.given)
    if told is not None:
        enquiries.became_school(told, school.id)
        note(current.platform, current.operator.id, "interest:school", told, school_id=school.id)
    return school


@blueprint.get("/schools/<uuid:school_id>")
@for_operators(schools.school)
def school(school: School) -> ResponseReturnValue:
    return render_template(
        "operator/school.html",
        school_shown=school,
        invitations=schools.invitations(current.platform, school.id),
        suspension=schools.suspension(current.platform, school.id) if school.suspended_at else None,
        dead=jobs.dead_of(current.platform, school.id),
    )


@blueprint.route("/schools/<uuid:school_id>/invitation", methods=["GET", "POST"])
@for_operators(schools.school)
def invitation(school: School) -> ResponseReturnValue:
    form = InvitationForm(obj=next(iter(schools.invitations(current.platform, school.id)), None))
    if form.taken(lambda: _invite(school, form)):
        flash(f"{form.head_email.data} is being invited.", "success")
        return redirect(url_for("operator.school", school_id=school.id), 303)
    return form_page("operator/invitation.html", form, school_shown=school)


def _invite(school: School, form: InvitationForm) -> None:
    actions.invite_head(current.platform, current.operator, school, form.head_name.data, form.head_email.data)


@blueprint.route("/schools/<uuid:school_id>/places", methods=["GET", "POST"])
@for_operators(schools.school)
def places(school: School) -> ResponseReturnValue:
    form = PlacesForm(obj=school)
    if form.taken(
        lambda: actions.set_places(current.platform, current.operator, school, form.places.data or 0)
    ):
        flash("The places are saved.", "success")
        return redirect(url_for("operator.school", school_id=school.id), 303)
    return form_page("operator/places.html", form, school_shown=school)


@blueprint.route("/schools/<uuid:school_id>/suspension", methods=["GET", "POST"])
@for_operators(schools.school)
def suspension(school: School) -> ResponseReturnValue:
    form = ToldReasonForm()
    if form.taken(lambda: actions.suspend(current.platform, current.operator, school, form.reason.data)):
        flash(f"{school.name} is suspended. Everybody there is being signed out.", "success")
        return redirect(url_for("operator.school", school_id=school.id), 303)
    return form_page("operator/suspension.html", form, school_shown=school)


@blueprint.route("/schools/<uuid:school_id>/reopening", methods=["GET", "POST"])
@for_operators(schools.school)
def reopening(school: School) -> ResponseReturnValue:
    form = ToldReasonForm()
    if form.taken(lambda: actions.resume(current.platform, current.operator, school, form.reason.data)):
        flash(f"{school.name} is open again.", "success")
        return redirect(url_for("operator.school", school_id=school.id), 303)
    return form_page("operator/reopening.html", form, school_shown=school)
