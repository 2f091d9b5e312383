"""What a group shares, judged once for all of its members that an assessor assesses."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.assessment.forms import StrengthForm
from blueprints.assessment.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.assessment.actions.sharing import say_strength
from tenants.assessment.queries import desk as queries
from tenants.assessment.queries.desk import Desk
from tenants.assessment.queries.shared import SharedPage, said_of_shared, shared_page
from tenants.assessment.rules.shared import STRENGTHS
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission
from tenants.portfolios.queries.guarding import not_open


@blueprint.get("/assessing/<uuid:assignment_id>/shared")
@needs(Permission.ASSESSMENT_JUDGE, queries.desk)
def shared_items(desk: Desk) -> ResponseReturnValue:
    if desk.portfolio.group is None:
        raise NotFound
    said = said_of_shared(current.session, desk)
    return render_template("assessment/shared_items.html", desk=desk, said=said, strengths=STRENGTHS)


@blueprint.route("/assessing/<uuid:assignment_id>/shared/<uuid:shared_id>", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_JUDGE, shared_page)
def shared_item(page: SharedPage) -> ResponseReturnValue:
    desk, mine = page.desk, page.said.mine
    form = StrengthForm(obj=mine)
    if mine and not form.is_submitted():
        form.strength.data = str(mine.strength)
    if desk.open and form.taken(lambda: _say(page, form)):
        flash("Noted. It stands beside the claims of each member you assess.", "success")
        return redirect(url_for("assessment.shared_items", assignment_id=desk.seat.id), 303)
    hidden = not_open(current.session, desk.seat.submission_id)
    return form_page(
        "assessment/shared_item.html", form, page=page, desk=desk, not_open=hidden, strengths=STRENGTHS
    )


def _say(page: SharedPage, form: StrengthForm) -> None:
    strength, note = int(form.strength.data), form.note.data or ""
    say_strength(current.session, current.actor, page, strength, note, form.version.data or 0)
