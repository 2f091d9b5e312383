"""The page on which anybody who may read a file asks to have it looked at."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared import fields
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.actions.guarding import raise_concern
from tenants.portfolios.concern_models import FileConcern
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.rules.guarding import LONGEST


class ConcernForm(LecternForm):
    reason = fields.passage(
        "What worries you about it?",
        hint="For example, a pupil's name on the second page. Please don't repeat the name. "
        "The owner reads this, but not who wrote it.",
        most=LONGEST,
    )


def concern_page(permission: Permission, seen: Any, file: EvidenceFile, back: str) -> ResponseReturnValue:
    """`permission` and `seen`: by what this person may read the file."""
    form, made = ConcernForm(), list[FileConcern]()
    if form.taken(lambda: made.append(_raise(permission, seen, file, form))):
        flash("Thank you. The file is closed while a headteacher or deputy looks at it.", "success")
        guards = allowed(current.actor, Permission.FILE_GUARD, made[0])
        return redirect(url_for("portfolios.review", concern_id=made[0].id) if guards else back, 303)
    return form_page("shared/concern.html", form, file=file, back=back)


def _raise(permission: Permission, seen: Any, file: EvidenceFile, form: ConcernForm) -> FileConcern:
    reason = form.reason.data or ""
    return raise_concern(current.session, current.actor, permission, seen, file, reason)
