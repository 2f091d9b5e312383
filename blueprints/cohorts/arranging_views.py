"""What is arranged for one person alone, by whoever runs their cohort."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.forms import (
    BreakForm,
    DeferralForm,
    ExtensionForm,
    SubstitutionForm,
    people_choices,
)
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.undoing import flash_deed
from tenants.base.permissions import Permission
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import arrangements as actions
from tenants.cohorts.arrangements import closes_on, latest_extension
from tenants.cohorts.models import Candidate
from tenants.cohorts.places import later_windows
from tenants.joining.actions import inviting as joining
from tenants.portfolios.actions.stepping_out import put_off
from tenants.schools.calendar import calendar


@blueprint.route("/places/<uuid:candidate_id>/extension", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def extension(candidate: Candidate) -> ResponseReturnValue:
    form = ExtensionForm()

    def act() -> None:
        actions.extend(current.session, current.actor, candidate, form.day.given, form.grounds.data)

    cohort = queries.cohort(current.session, candidate.cohort_id)
    latest = latest_extension(cohort, candidate, calendar(current.session))
    return _arranging(
        "extension", candidate, form, act, "They have more time. We have told them", latest=latest
    )


@blueprint.route("/places/<uuid:candidate_id>/deferral", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def deferral(candidate: Candidate) -> ResponseReturnValue:
    windows = later_windows(current.session, candidate)
    form = DeferralForm().offer(windows)

    def act() -> None:
        other = queries.cohort(current.session, UUID(form.window.data))
        put_off(current.session, current.actor, candidate, other, form.grounds.data)

    told = "They hand in later. We have told them"
    return _arranging("deferral", candidate, form, act, told, windows=windows)


@blueprint.route("/places/<uuid:candidate_id>/break", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def take_break(candidate: Candidate) -> ResponseReturnValue:
    form = BreakForm()

    def act() -> None:
        actions.pause(
            current.session,
            current.actor,
            candidate,
            form.begins.given,
            form.ends.given,
            form.grounds.data,
        )

    return _arranging("break", candidate, form, act, "The break is arranged. We have told them")


@blueprint.route("/places/<uuid:candidate_id>/return", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def come_back(candidate: Candidate) -> ResponseReturnValue:
    form = LecternForm()

    def act() -> None:
        actions.come_back(current.session, current.actor, candidate)

    return _arranging("back", candidate, form, act, "The break is over. We have told them")


@blueprint.route("/places/<uuid:candidate_id>/substitution", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.candidate)
def substitution(candidate: Candidate) -> ResponseReturnValue:
    form = SubstitutionForm()
    form.person.choices = people_choices(inviting.invitable(current.session, candidate.cohort_id))

    def act() -> None:
        chosen = UUID(form.person.data)
        joining.substitute(current.session, current.actor, candidate, chosen, form.grounds.data)

    return _arranging("substitution", candidate, form, act, "The place is offered to somebody else")


def _arranging(
    page: str, candidate: Candidate, form: LecternForm, act: Callable[[], None], told: str, **facts: object
) -> ResponseReturnValue:
    if form.taken(act):
        flash_deed(told)
        return redirect(url_for("cohorts.place", candidate_id=candidate.id), 303)
    cohort = queries.cohort(current.session, candidate.cohort_id)
    return form_page(
        f"cohorts/{page}.html",
        form,
        place=queries.place(current.session, candidate),
        cohort=cohort,
        closes=closes_on(candidate, cohort),
        **facts,
    )
