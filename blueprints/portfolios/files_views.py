"""Files of an item: uploaded, handed out, removed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.portfolios.blueprint import blueprint
from blueprints.portfolios.forms import Press, UploadForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment, picture
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.permissions import Permission
from tenants.outside.files.content import Checked, check
from tenants.portfolios.actions import files as actions
from tenants.portfolios.actions.opening import open_item
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.evidence import item
from tenants.portfolios.queries.files import HeldFile, held_file
from tenants.portfolios.queries.guarding import opened
from tenants.portfolios.rules.files import PICTURES


@blueprint.route("/evidence/<uuid:evidence_id>/files/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, item)
def new_file(item: Evidence) -> ResponseReturnValue:
    portfolio = open_item(current.session, current.actor, item)
    form = UploadForm().within(portfolio.cohort.limits.files)
    if form.taken(lambda: _add(item, form)):
        flash("The file is in your portfolio.", "success")
        wizard = not item.draft and not claims(current.session, item.id, portfolio.candidate_id)
        return redirect(
            url_for(f"portfolios.{'choose_standards' if wizard else 'item'}", evidence_id=item.id), 303
        )
    return form_page("portfolios/new_file.html", form, item=item)


@blueprint.get("/files/<uuid:file_id>")
@needs(Permission.EVIDENCE_READ, held_file)
def file(held: HeldFile) -> ResponseReturnValue:
    return attachment(opened(current.actor, held.file))


@blueprint.get("/files/<uuid:file_id>/picture")
@needs(Permission.EVIDENCE_READ, held_file)
def file_picture(held: HeldFile) -> ResponseReturnValue:
    if held.file.media_type not in PICTURES:
        raise NotFound
    return picture(opened(current.actor, held.file))


@blueprint.route("/files/<uuid:file_id>/remove", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_WRITE, held_file)
def remove_file(held: HeldFile) -> ResponseReturnValue:
    open_item(current.session, current.actor, held.item)
    form = Press()
    if form.taken(lambda: actions.remove_file(current.session, current.actor, held)):
        flash_deed("The file is removed. It is deleted for good after a day.")
        return redirect(url_for("portfolios.item", evidence_id=held.item.id), 303)
    return form_page("portfolios/remove_file.html", form, held=held)


def _add(item: Evidence, form: UploadForm) -> None:
    with checked_upload(form) as checked:
        actions.add_file(current.session, current.actor, item, checked, form.declared, current.outside.files)


def checked_upload(form: UploadForm) -> Checked:
    upload = form.file.data
    try:
        return check(upload.stream, upload.filename, current.outside.scanner)
    except Refused as refused:
        raise Invalid({"file": refused.reason}) from refused
