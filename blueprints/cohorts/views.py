from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.asking import approved_first, told_of
from blueprints.cohorts.forms import (
    ConfirmForm,
    DatesForm,
    InvitationForm,
    NameForm,
    PlanForm,
    TeamForm,
    people_choices,
)
from blueprints.cohorts.timelines import look
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.programme_forms import (
    EvidenceForm,
    GroupsForm,
    LimitsForm,
    evidence_form,
    groups_form,
    limits_form,
)
from blueprints.shared.undoing import flash_deed
from tenants.awards.queries import accredited
from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import plans
from tenants.cohorts.focus import focus_on
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState, Part
from tenants.cohorts.years import running_years
from tenants.desk.queries import summary_of
from tenants.desk.rules import STAGES
from tenants.joining.actions import inviting as joining
from tenants.joining.queries.requests import to_invite
from tenants.programmes.queries import Template, template_of, templates
from tenants.programmes.rules.telling import limits_told
from tenants.standards.queries import framework

blueprint = Blueprint("cohorts", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/cohorts")
@needs(Permission.COHORTS_LIST)
def index() -> ResponseReturnValue:
    return render_template(
        "cohorts/index.html",
        cards=queries.cohorts_for(current.session, current.actor),
        plans=allowed(current.actor, Permission.COHORT_OPEN),
        decides=allowed(current.actor, Permission.PLACE_APPROVE),
        press=ConfirmForm,
    )


@blueprint.route("/cohorts/new", methods=["GET", "POST"])
@needs(Permission.COHORT_OPEN)
def plan() -> ResponseReturnValue:
    years, known = running_years(current.session), templates(current.session)
    form = PlanForm().offer(years, known)
    made: list[Cohort] = []
    if form.taken(lambda: made.append(_plan(form, known))):
        return redirect(url_for("cohorts.show", cohort_id=made[0].id), 303)
    sets_up = allowed(current.actor, Permission.SCHOOL_SETUP)
    return form_page("cohorts/plan.html", form, years=years, sets_up=sets_up)


def _plan(form: PlanForm, known: Sequence[Template]) -> Cohort:
    chosen = next(one for one in known if str(one.id) == form.template.data)
    year_id = UUID(form.year.data)
    return plans.plan_cohort(current.session, current.actor, form.name.data, year_id, chosen)


@blueprint.get("/cohorts/<uuid:cohort_id>")
@needs(Permission.COHORT_READ, queries.card)
def show(card: queries.CohortCard) -> ResponseReturnValue:
    cohort = card.cohort
    if cohort.state == CohortState.PLANNED:
        return _planned(cohort, ConfirmForm())
    summary = summary_of(current.session, cohort, current.actor.staff_id)
    return render_template(
        "cohorts/desk.html",
        card=card,
        cohort=cohort,
        team=queries.team(current.session, cohort.id),
        summary=summary,
        focus=focus_on(current.session, current.actor, cohort.id, clock.today()),
        stages=STAGES,
        keeps_order=allowed(current.actor, Permission.ORDER_KEEP, cohort),
        limits=limits_told(cohort.limits),
        edition=framework(current.session, cohort.edition_id).edition,
        coming=[one for one in card.dates if one.day >= clock.today()],
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/dates", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.planned_cohort)
def dates(cohort: Cohort) -> ResponseReturnValue:
    form = DatesForm(obj=cohort)
    if form.taken(
        lambda: plans.change_dates(current.session, current.actor, cohort, form.version.data, form.values())
    ):
        return _saved(cohort, "Dates and places saved")
    return form_page("cohorts/dates.html", form, cohort=cohort)


@blueprint.route("/cohorts/<uuid:cohort_id>/name", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def name(cohort: Cohort) -> ResponseReturnValue:
    form = NameForm(obj=cohort)
    if form.taken(
        lambda: plans.rename(current.session, current.actor, cohort, form.version.data, form.values())
    ):
        return _saved(cohort, "Name and places saved")
    return form_page("cohorts/name.html", form, cohort=cohort)


@blueprint.route("/cohorts/<uuid:cohort_id>/evidence-rules", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def evidence_rules(cohort: Cohort) -> ResponseReturnValue:
    form = evidence_form(cohort.limits, cohort.version)
    if form.taken(lambda: _keep_rules(cohort, form)):
        return _saved(cohort, "Evidence rules saved")
    return form_page("cohorts/evidence_rules.html", form, cohort=cohort)


@blueprint.route("/cohorts/<uuid:cohort_id>/limits", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def limits(cohort: Cohort) -> ResponseReturnValue:
    form = limits_form(cohort.limits, cohort.version)
    if form.taken(lambda: _keep_rules(cohort, form)):
        return _saved(cohort, "Limits saved")
    return form_page("cohorts/limits.html", form, cohort=cohort)


@blueprint.route("/cohorts/<uuid:cohort_id>/group-rules", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def group_rules(cohort: Cohort) -> ResponseReturnValue:
    form = groups_form(cohort.limits, cohort.version)
    if form.taken(lambda: _keep_rules(cohort, form)):
        return _saved(cohort, "Rules for groups saved")
    return form_page("cohorts/group_rules.html", form, cohort=cohort)


def _keep_rules(cohort: Cohort, form: EvidenceForm | LimitsForm | GroupsForm) -> None:
    asked = form.limits(cohort.limits)
    plans.change_rules(current.session, current.actor, cohort, form.version.data, asked)


@blueprint.route("/cohorts/<uuid:cohort_id>/team", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def team(cohort: Cohort) -> ResponseReturnValue:
    able = queries.holders(current.session, list(plans.ROLE_FOR.values()))
    standing = queries.team(current.session, cohort.id)
    form = TeamForm(data={f"{part.value}s": _ids(standing, part) for part in Part})
    for part, role in plans.ROLE_FOR.items():
        field = form[f"{part.value}s"]
        field.choices = people_choices(able[role])
        if not field.choices:
            field.description = "Nobody has this role yet. Give it on a person’s page under Staff"
    if form.taken(lambda: plans.change_team(current.session, current.actor, cohort, form.chosen())):
        return _saved(cohort, "People saved")
    return form_page("cohorts/team.html", form, cohort=cohort, able=able)


def _ids(team: list[queries.TeamMember], part: Part) -> list[str]:
    return [str(member.person.id) for member in team if member.part is part]


@blueprint.post("/cohorts/<uuid:cohort_id>/opening")
@needs(Permission.COHORT_MANAGE, queries.cohort)
def opening(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: plans.open_cohort(current.session, current.actor, cohort, current.school.places)):
        flash(f"{cohort.name} is open. Now invite people.", "success")
        return redirect(url_for("cohorts.invitations", cohort_id=cohort.id), 303)
    return _planned(cohort, form)


def _planned(cohort: Cohort, form: ConfirmForm) -> ResponseReturnValue:
    return form_page(
        "cohorts/planned.html",
        form,
        cohort=cohort,
        team=queries.team(current.session, cohort.id),
        late=cohort.starts_on < clock.today(),
        timeline=look(cohort),
        limits=limits_told(cohort.limits),
        edition=framework(current.session, cohort.edition_id).edition,
        focus=focus_on(current.session, current.actor, cohort.id, clock.today()),
        programme=template_of(current.session, cohort.national_id, cohort.programme_id),
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/closure", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def closure(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: plans.close_cohort(current.session, current.actor, cohort)):
        return _saved(cohort, f"{cohort.name} is closed")
    return form_page("cohorts/closure.html", form, cohort=cohort)


@blueprint.route("/cohorts/<uuid:cohort_id>/invitations", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.cohort)
def invitations(cohort: Cohort) -> ResponseReturnValue:
    asked = to_invite(current.session, cohort.id)
    card = queries.card(current.session, cohort.id)
    form = InvitationForm()
    form.people.choices = people_choices(
        approved_first(inviting.invitable(current.session, cohort.id), asked), _known() | told_of(asked)
    )
    if form.taken(lambda: joining.invite(current.session, current.actor, cohort, form.chosen())):
        return _saved(cohort, "Invitations are on their way")
    return form_page(
        "cohorts/invitations.html", form, cohort=cohort, card=card, asked=asked, press=ConfirmForm
    )


def _known() -> dict[UUID, str]:
    """Of people who could be invited: where they take part already, or until when they are accredited."""
    taking_part = inviting.taking_part(current.session, current.actor)
    holders = accredited(current.session, current.actor)
    known = {staff_id: f"In {name} already" for staff_id, name in taking_part.items()}
    return known | {
        staff_id: f"Lead Practitioner until {day_in_words(until)}" for staff_id, until in holders.items()
    }


def _saved(cohort: Cohort, words: str) -> ResponseReturnValue:
    flash_deed(words)
    return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
