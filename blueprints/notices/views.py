"""What somebody was told, and how they want to be told by email."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.notices.forms import MailForm, Press
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.notices import actions, queries
from tenants.notices.models import Notice
from tenants.notices.queries import Wanted
from tenants.notices.rules import KEPT, Pace

blueprint = Blueprint("notices", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/notices")
@needs(Permission.ACCOUNT_OPEN)
def index() -> ResponseReturnValue:
    after = request.args.get("after", type=UUID)
    return render_template(
        "notices/index.html",
        page=queries.page_of(current.session, current.actor.person_id, after),
        after=after,
        days=KEPT.days,
        press=Press(),
    )


@blueprint.get("/notices/<uuid:notice_id>")
@needs(Permission.ACCOUNT_CHANGE, queries.notice)
def follow(notice: Notice) -> ResponseReturnValue:
    """Read, and on to where it leads: always inside this school's space."""
    actions.read(current.session, current.actor, notice)
    return redirect(f"/schools/{current.school.slug}{notice.path}", 303)


@blueprint.post("/notices/read")
@needs(Permission.ACCOUNT_OPEN)
def read_all() -> ResponseReturnValue:
    actions.read_all(current.session, current.actor)
    flash("All your notices are marked as read.", "success")
    return redirect(url_for("notices.index"), 303)


@blueprint.route("/your-account/email", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OPEN)
def mail() -> ResponseReturnValue:
    wanted = queries.wanted_by(current.session, current.actor.person_id)
    quiet_from = str(wanted.quiet_from or "")
    form = MailForm(pace=wanted.pace.value, reminders=wanted.reminders, quiet_from=quiet_from)
    if form.taken(lambda: actions.choose_mail(current.session, current.actor, _chosen(form))):
        flash("Saved. This is how we write to you from now on.", "success")
        return redirect(url_for("account.show"), 303)
    return form_page("notices/mail.html", form)


def _chosen(form: MailForm) -> Wanted:
    quiet_from = form.quiet_from.data
    return Wanted(Pace(form.pace.data), form.reminders.data, int(quiet_from) if quiet_from else None)
