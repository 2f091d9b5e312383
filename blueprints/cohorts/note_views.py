"""Notes about a candidate, for those who run their cohort."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.desk_forms import NoteForm
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.cohorts import queries
from tenants.cohorts.actions.notes import write_note
from tenants.cohorts.models import Candidate
from tenants.cohorts.notes import notes_of


@blueprint.route("/places/<uuid:candidate_id>/notes", methods=["GET", "POST"])
@needs(Permission.NOTE_KEEP, queries.candidate)
def notes(candidate: Candidate) -> ResponseReturnValue:
    form = NoteForm()
    if form.taken(lambda: write_note(current.session, current.actor, candidate, form.body.data)):
        flash("Your note is kept.", "success")
        return redirect(url_for("cohorts.notes", candidate_id=candidate.id), 303)
    return form_page(
        "cohorts/notes.html",
        form,
        place=queries.place(current.session, candidate),
        cohort=queries.cohort(current.session, candidate.cohort_id),
        notes=notes_of(current.session, candidate.id),
    )
