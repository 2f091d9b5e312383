"""One door for every undo: it finds what was done, asks the aggregate to take it back, and leads to it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.errors import NotFound, Refused
from tenants.base.permissions import Permission
from tenants.base.undoing import Deed, Kind, Undone, deed
from tenants.changeovers.actions import undo_version
from tenants.cohorts.actions.arrangements import undo_arrangement
from tenants.cohorts.actions.timetable import undo_move
from tenants.cohorts.actions.undoing import undo_mentor, undo_team
from tenants.desk.actions.moves import undo_moves
from tenants.mentoring.actions.pairing import undo_pairing
from tenants.portfolios.actions.undoing import undo_claim, undo_file, undo_item, undo_place_unless_begun

blueprint = Blueprint("undoing", __name__, template_folder="templates", url_prefix="/schools/<slug>")

UNDO: Mapping[Kind, Callable[..., Any]] = {
    Kind.ITEM: undo_item,
    Kind.FILE: undo_file,
    Kind.CLAIM: undo_claim,
    Kind.PLACE: undo_place_unless_begun,
    Kind.MENTOR: undo_mentor,
    Kind.TEAM: undo_team,
    Kind.TIMETABLE: undo_move,
    Kind.PAIRING: undo_pairing,
    Kind.ARRANGEMENT: undo_arrangement,
    Kind.MOVES: undo_moves,
    Kind.VERSION: undo_version,
}
WHOLE = "Undone. It is as it was before."
PAGES: Mapping[str, tuple[str, str]] = {
    "evidence": ("portfolios.item", "evidence_id"),
    "candidates": ("cohorts.place", "candidate_id"),
    "cohorts": ("cohorts.show", "cohort_id"),
}


@blueprint.post("/undo/<uuid:undo_id>")
@needs(Permission.UNDO, deed)
def undo(done: Deed) -> ResponseReturnValue:
    try:
        found = UNDO[Kind(done.kind)](current.session, current.actor, done)
    except (Refused, NotFound) as why:
        reason = why.reason if isinstance(why, Refused) else "What it was about is no longer yours to change."
        return render_template("undoing/refused.html", reason=reason), 409
    told = found if isinstance(found, Undone) else Undone(found, WHOLE)
    page, name = PAGES[told.record.__tablename__]
    flash(told.words, "success")
    return redirect(url_for(page, **{name: told.record.id}), 303)
