"""The waiting list of a cohort."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.asking import approved_first, told_of
from blueprints.cohorts.forms import ConfirmForm, OfferingForm, QueueForm, people_choices
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from tenants.base.permissions import Permission
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import waiting as actions
from tenants.cohorts.models import Candidate, Cohort
from tenants.joining.actions import inviting as joining
from tenants.joining.queries.requests import to_invite

HAND, ITSELF = "by_hand", "by_itself"


@blueprint.route("/cohorts/<uuid:cohort_id>/waiting-list", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.cohort)
def waiting_list(cohort: Cohort) -> ResponseReturnValue:
    form = QueueForm()
    asked = to_invite(current.session, cohort.id)
    form.people.choices = people_choices(
        approved_first(inviting.invitable(current.session, cohort.id), asked), told_of(asked)
    )
    if form.taken(lambda: joining.queue(current.session, current.actor, cohort, form.chosen())):
        return _back(cohort, "On the waiting list. We have told them.")
    return _page(cohort, form, form)


@blueprint.post("/cohorts/<uuid:cohort_id>/waiting-list/offer")
@needs(Permission.PLACE_MANAGE, queries.cohort)
def offer_place(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.offer_next(current.session, current.actor, cohort)):
        return _back(cohort, "The place is offered. The invitation is on its way.")
    return _page(cohort, form)


@blueprint.route("/cohorts/<uuid:cohort_id>/waiting-list/offering", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, queries.cohort)
def offering(cohort: Cohort) -> ResponseReturnValue:
    form = OfferingForm(data={"offers": ITSELF if cohort.offers_by_itself else HAND})
    if form.taken(
        lambda: actions.choose_offering(
            current.session, current.actor, cohort, by_itself=form.offers.data == ITSELF
        )
    ):
        return _back(cohort, "Saved.")
    return form_page("cohorts/offering.html", form, cohort=cohort)


@blueprint.post("/places/<uuid:candidate_id>/waiting/end")
@needs(Permission.PLACE_MANAGE, queries.candidate)
def stop_waiting(candidate: Candidate) -> ResponseReturnValue:
    form, cohort = ConfirmForm(), queries.cohort(current.session, candidate.cohort_id)
    if form.taken(lambda: actions.stop_waiting(current.session, current.actor, candidate)):
        return _back(cohort, "Taken off the waiting list.")
    return _page(cohort, form)


def _page(cohort: Cohort, refused: LecternForm, form: QueueForm | None = None) -> ResponseReturnValue:
    if form is None:
        form = QueueForm(formdata=None)
        form.people.choices = people_choices(inviting.invitable(current.session, cohort.id))
    return form_page(
        "cohorts/waiting_list.html",
        refused,
        queue=form,
        press=ConfirmForm,
        cohort=cohort,
        card=queries.card(current.session, cohort.id),
        waiting=inviting.waiting(current.session, cohort.id),
    )


def _back(cohort: Cohort, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("cohorts.waiting_list", cohort_id=cohort.id), 303)
