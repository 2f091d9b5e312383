from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.delegation.forms import GuestForm, HandOverForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_key, form_page
from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.errors import Invalid
from tenants.base.permissions import Permission
from tenants.cohorts.leading import led_by
from tenants.staff import finding, standing_in
from tenants.staff.actions import standing_in as actions
from tenants.staff.finding import Search, Show
from tenants.staff.models import Staff
from tenants.staff.queries import called, staff_member
from tenants.staff.rules.roles import FORTNIGHT

blueprint = Blueprint("delegation", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.route("/hand-over", methods=["GET", "POST"])
@needs(Permission.HAND_OVER)
def hand_over() -> ResponseReturnValue:
    form = HandOverForm(data={"since": clock.today(), "until": clock.today() + FORTNIGHT})
    form.offer(standing_in.offered(current.session))
    if form.taken(lambda: _hand_over(form)):
        flash(f"Handed over until {day_in_words(form.until.data)}. You both get an email.", "success")
        return redirect(url_for("delegation.hand_over"), 303)
    return form_page(
        "delegation/hand_over.html",
        form,
        deputies=standing_in.deputies(current.session),
        led=led_by(current.session),
    )


def _hand_over(form: HandOverForm) -> None:
    actions.hand_over(current.session, current.actor, _chosen(form), *form.days)


def _chosen(form: HandOverForm) -> Staff:
    if form.chosen is not None:
        return staff_member(current.session, form.chosen)
    found = called(current.session, form.other.data or "")
    if len(found) == 1:
        return found[0]
    told = form.other.data or "that"
    many = f"{len(found)} people here are called {told}. Type the work email address."
    raise Invalid(
        {"other": many if found else f"Nobody here is called {told}. Type their work email address."}
    )


@blueprint.get("/guests")
@needs(Permission.STAFF_MANAGE)
def guests() -> ResponseReturnValue:
    after, before = (form_key(request.args.get(name)) for name in ("after", "before"))
    page = finding.staff_page(current.session, Search(show=Show.GUESTS, after=after, before=before))
    return render_template("delegation/guests.html", page=page, soon=clock.today() + timedelta(days=7))


@blueprint.route("/guests/<uuid:staff_id>", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, standing_in.guest)
def guest(person: Staff) -> ResponseReturnValue:
    form = GuestForm(data={"until": person.ends_on, "version": person.version})
    if form.taken(lambda: _keep(form, person)):
        flash(f"{person.name} can come in until {day_in_words(person.ends_on)}.", "success")
        return redirect(url_for("delegation.guests"), 303)
    return form_page("delegation/guest.html", form, person=person)


def _keep(form: GuestForm, person: Staff) -> None:
    actions.keep_guest_until(current.session, current.actor, person, form.day, form.version.data or 0)
