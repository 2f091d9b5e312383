"""A meeting: when it was, and what each of the two wrote about it."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.forms import MeetingForm, NoteForm, Press
from blueprints.shared.access import needs
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.mentoring.actions import log as actions
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.models import Meeting, MeetingNote
from tenants.mentoring.queries.log import About, meeting, note_about, own_note
from tenants.mentoring.queries.pairs import Pair, pair
from tenants.mentoring.rules.log import NoteKind


@blueprint.route("/portfolios/<uuid:candidate_id>/mentoring/meetings/new", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, pair)
def new_meeting(pair: Pair) -> ResponseReturnValue:
    open_pair(current.session, current.actor, pair)
    form = MeetingForm(data={"met_on": clock.today()})
    made: list[Meeting] = []
    if form.taken(
        lambda: made.append(
            actions.note_meeting(current.session, current.actor, pair, form.met_on.data, form.minutes.data)
        )
    ):
        return redirect(url_for("mentoring.note", meeting_id=made[0].id, kind=NoteKind.SHARED), 303)
    return form_page("mentoring/new_meeting.html", form, pair=pair)


@blueprint.route("/meetings/<uuid:meeting_id>", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, meeting)
def edit_meeting(meeting: Meeting) -> ResponseReturnValue:
    found = open_pair(current.session, current.actor, meeting)
    form = MeetingForm(obj=meeting)
    if form.taken(
        lambda: actions.change_meeting(
            current.session, current.actor, meeting, form.typed_on, form.met_on.data, form.minutes.data
        )
    ):
        flash("Saved.", "success")
        return _back(meeting)
    return form_page("mentoring/edit_meeting.html", form, meeting=meeting, pair=found)


@blueprint.route("/meetings/<uuid:meeting_id>/removal", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, meeting)
def remove_meeting(meeting: Meeting) -> ResponseReturnValue:
    open_pair(current.session, current.actor, meeting)
    form = Press()
    if form.taken(lambda: actions.remove_meeting(current.session, current.actor, meeting)):
        flash("The meeting is taken out of the log.", "success")
        return _back(meeting)
    return form_page("mentoring/remove_meeting.html", form, meeting=meeting)


@blueprint.route("/meetings/<uuid:meeting_id>/notes/<any(shared, private):kind>", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, note_about)
def note(about: About) -> ResponseReturnValue:
    found = open_pair(current.session, current.actor, about.meeting)
    form = NoteForm(obj=_own(about))
    if form.taken(lambda: _save(about, form, form.typed_on, finished=True)):
        private = about.kind is NoteKind.PRIVATE
        flash("Saved. Only you can read it." if private else "Saved. Both of you can read it.", "success")
        return _back(about.meeting)
    return form_page("mentoring/note.html", form, about=about, own=_own(about), pair=found)


@blueprint.post("/meetings/<uuid:meeting_id>/notes/<any(shared, private):kind>/autosave")
@needs(Permission.MENTORING_WRITE, note_about)
def autosave_note(about: About) -> ResponseReturnValue:
    return autosaved(NoteForm, lambda form, version: _save(about, form, version), lambda: _own(about))


def _own(about: About) -> MeetingNote | None:
    return own_note(current.session, about.meeting, current.actor.person_id, about.kind)


def _save(about: About, form: Any, version: int, *, finished: bool = False) -> int:
    body = form.body.data or ""
    return actions.save_note(
        current.session, current.actor, about.meeting, about.kind, body, version, finished=finished
    )


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("mentoring.show", candidate_id=meeting.candidate_id, _anchor="meetings"), 303)
