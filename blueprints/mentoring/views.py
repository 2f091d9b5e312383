"""Mentoring: the list of those whom somebody mentors, and the log of a pair."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.comment_views import door
from blueprints.mentoring.forms import Press
from blueprints.mentoring.helped import helped
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.assessment.queries.progress import progress_of
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission
from tenants.mentoring.actions import log as actions
from tenants.mentoring.queries.comments import open_comments
from tenants.mentoring.queries.log import agreed, log
from tenants.mentoring.queries.pairs import Pair, pair
from tenants.mentoring.queries.waiting import waiting_for
from tenants.mentoring.rules.log import time_spent

__all__ = ["blueprint"]


@blueprint.get("/mentoring")
@needs(Permission.HOME_READ)
def index() -> ResponseReturnValue:
    subjects = current.actor.subjects(Appointment.MENTOR)
    people = progress_of(current.session, candidate_ids=subjects) if subjects else []
    found = helped(people, waiting_for(current.session, current.actor)) if people else []
    return render_template("mentoring/index.html", helped=found)


@blueprint.get("/portfolios/<uuid:candidate_id>/mentoring")
@needs(Permission.MENTORING_READ, pair)
def show(pair: Pair) -> ResponseReturnValue:
    met = log(current.session, current.actor, pair.candidate_id)
    together = [one for one in met if one.meeting.mentor_id == pair.mentor_id]
    return render_template(
        "mentoring/show.html",
        pair=pair,
        mine=current.actor.staff_id == pair.staff_id,
        together=together,
        before=[one for one in met if one.meeting.mentor_id != pair.mentor_id],
        days={one.meeting.id: one.meeting.met_on for one in met},
        spent=time_spent(one.meeting.minutes for one in together),
        agreed=agreed(current.session, current.actor, pair.candidate_id),
        door=door,
        comments=open_comments(current.session, current.actor, pair.candidate_id),
        press=Press,
    )


@blueprint.post("/portfolios/<uuid:candidate_id>/mentoring/earlier-log")
@needs(Permission.MENTORING_OPEN, pair)
def open_earlier(pair: Pair) -> ResponseReturnValue:
    actions.open_earlier(current.session, current.actor, pair)
    flash("Your mentor can read the earlier log now, but no private notes.", "success")
    return _log(pair)


@blueprint.post("/portfolios/<uuid:candidate_id>/mentoring/earlier-log/close")
@needs(Permission.MENTORING_OPEN, pair)
def close_earlier(pair: Pair) -> ResponseReturnValue:
    actions.close_earlier(current.session, current.actor, pair)
    flash("Only you can read the earlier log now.", "success")
    return _log(pair)


def _log(pair: Pair) -> ResponseReturnValue:
    return redirect(url_for("mentoring.show", candidate_id=pair.candidate_id, _anchor="before"), 303)
