from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import AnnouncementForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.operators.actions import announcements as actions
from tenants.operators.models import Announcement
from tenants.operators.queries import announcements


@blueprint.get("/announcements")
@for_operators()
def announcements_list() -> ResponseReturnValue:
    return render_template("operator/announcements.html", known=announcements.announcements(current.platform))


@blueprint.route("/announcements/new", methods=["GET", "POST"])
@for_operators()
def new_announcement() -> ResponseReturnValue:
    form = AnnouncementForm(begins_on=clock.today())
    if form.taken(lambda: actions.announce(current.platform, current.operator, form.text.data, *form.days)):
        return _saved()
    return form_page("operator/announcement.html", form, announcement=None)


@blueprint.route("/announcements/<uuid:announcement_id>", methods=["GET", "POST"])
@for_operators(announcements.announcement)
def announcement(announcement: Announcement) -> ResponseReturnValue:
    form = AnnouncementForm(obj=announcement)
    if form.taken(lambda: _change(announcement, form)):
        return _saved()
    return form_page("operator/announcement.html", form, announcement=announcement)


def _change(announcement: Announcement, form: AnnouncementForm) -> None:
    actions.change(
        current.platform, current.operator, announcement, form.text.data, *form.days, form.version.data
    )


def _saved() -> ResponseReturnValue:
    flash("Saved. Schools see it within half a minute, on the days you chose.", "success")
    return redirect(url_for("operator.announcements_list"), 303)
