"""A group begins: by a candidate, or by who runs the cohort."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.groups.blueprint import blueprint
from blueprints.groups.forms import FormingForForm, FormingForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Candidate, Cohort
from tenants.groups.actions.forming import Beginning, form_for, form_own
from tenants.groups.models import Group
from tenants.groups.queries.groups import belongings, free, group, groups_of, seats
from tenants.groups.rules.states import MemberState


@blueprint.route("/places/<uuid:candidate_id>/group", methods=["GET", "POST"])
@needs(Permission.GROUP_FORM, cohorts.candidate)
def form(place: Candidate) -> ResponseReturnValue:
    held = belongings(current.session, [place.id]).get(place.id, [])
    mine = next((one for one in held if one.state is MemberState.MEMBER), None)
    cohort = cohorts.cohort(current.session, place.cohort_id)
    others = [one for one in free(current.session, cohort.id) if one.candidate.id != place.id]
    asks = FormingForm().offer(others)
    made: list[Group] = []
    if asks.taken(lambda: made.append(form_own(current.session, current.actor, place, _begins(asks)))):
        return _formed(made[0].id)
    return form_page(
        "groups/form.html",
        asks,
        cohort=cohort,
        limits=cohort.limits.groups,
        mine=mine,
        back=url_for("portfolios.show", candidate_id=place.id)
        if place.staff_id == current.actor.staff_id
        else url_for("groups.of_cohort", cohort_id=cohort.id),
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/groups")
@needs(Permission.GROUP_FORM, cohorts.cohort)
def of_cohort(cohort: Cohort) -> ResponseReturnValue:
    return render_template(
        "groups/of_cohort.html",
        cohort=cohort,
        cards=groups_of(current.session, cohort.id),
        limits=cohort.limits.groups,
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/groups/new", methods=["GET", "POST"])
@needs(Permission.GROUP_FORM, cohorts.cohort)
def form_in(cohort: Cohort) -> ResponseReturnValue:
    asks = FormingForForm().offer(free(current.session, cohort.id))
    made: list[Group] = []
    if asks.taken(
        lambda: made.append(
            form_for(current.session, current.actor, cohort, UUID(asks.convener.data), _begins(asks))
        )
    ):
        return _formed(made[0].id)
    return form_page(
        "groups/form.html",
        asks,
        cohort=cohort,
        limits=cohort.limits.groups,
        mine=None,
        back=url_for("groups.of_cohort", cohort_id=cohort.id),
    )


@blueprint.get("/groups/<uuid:group_id>/formed")
@needs(Permission.GROUP_READ, group)
def formed(one: Group) -> ResponseReturnValue:
    return render_template(
        "groups/formed.html",
        group=one,
        seats=seats(current.session, one.id),
        works=allowed(current.actor, Permission.GROUP_WORK, one),
    )


def _begins(asks: FormingForm) -> Beginning:
    return Beginning(asks.name.data, asks.focus.data or "", asks.invited)


def _formed(group_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("groups.formed", group_id=group_id), 303)
