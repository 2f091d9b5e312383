"""Several people of a cohort are moved at once: chosen on the board, shown what would happen, and done by one press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.desk_forms import MoveForm, move_form
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from blueprints.shared.words import count
from tenants.base.actor import Role
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission
from tenants.cohorts import queries
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.desk.actions.moves import move_all, preview, told
from tenants.desk.moves import AskedMove, Move, Outcome, asked_move, later_windows, now
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Words:
    """Of one kind of move: its title, what it is, and the press that does it."""

    title: str
    lead: str
    press: str


WORDS: Mapping[Move, Words] = {
    Move.MENTOR: Words(
        "Change mentor", "Each of them gets this mentor, and both are told.", "Change the mentor of {}"
    ),
    Move.TIME: Words(
        "Give more time", "They hand in later, in the same window. Each of them is told.", "Give {} more time"
    ),
    Move.WINDOW: Words(
        "Put off to a later window",
        "They stay in this cohort and keep all they have made. Each of them is told.",
        "Put {} off",
    ),
    Move.WITHDRAWAL: Words(
        "Take out of the cohort",
        "Their places become free. What they have made stays theirs.",
        "Take {} out",
    ),
    Move.APPROVAL: Words("Approve places", "Who said yes can begin. Each of them is told.", "Approve {}"),
}


@blueprint.route(
    "/cohorts/<uuid:cohort_id>/moves/<any(mentor, time, window, withdrawal):move>", methods=["GET", "POST"]
)
@needs(Permission.PLACE_MANAGE, asked_move)
def moves(asked: AskedMove) -> ResponseReturnValue:
    return _moving(asked)


@blueprint.route("/cohorts/<uuid:cohort_id>/moves/approval", methods=["GET", "POST"])
@needs(Permission.PLACE_APPROVE, queries.cohort)
def approve_several(cohort: Cohort) -> ResponseReturnValue:
    return _moving(AskedMove(cohort, Move.APPROVAL))


def _moving(asked: AskedMove) -> ResponseReturnValue:
    """From the board come people alone; then what is asked is answered, its consequences are shown, and it is done."""
    if asked.cohort.state != CohortState.OPEN:
        raise NotFound
    places = queries.desk(current.session, asked.cohort_id)
    form, shown = _form(asked, places), dict[UUID, Outcome]()
    stands = {one.candidate.id: now(asked, one) for one in places}
    people = [(one.candidate.id, one.person, one.candidate.state) for one in places]
    if _answered(form):
        if form.was_seen and (done := _done(asked, form)):
            flash_deed(told(done))
            return redirect(url_for("cohorts.board", cohort_id=asked.cohort_id), 303)
        found = preview(current.session, current.actor, asked, form.chosen, form.details)
        shown = {one.candidate_id: one for one in found}
    form.seen.data = form.gist if shown else ""
    able = [one for one in shown.values() if not one.why_not]
    return form_page(
        "cohorts/moves.html",
        form,
        cohort=asked.cohort,
        words=WORDS[asked.move],
        people=_people(people, form.chosen),
        stands=stands,
        shown=shown,
        able=able,
        press=WORDS[asked.move].press.format(count(len(able), "person", "people")),
        dangerous=asked.move is Move.WITHDRAWAL,
    )


def _form(asked: AskedMove, places: list[queries.Place]) -> MoveForm:
    match asked.move:
        case Move.MENTOR:
            able = queries.holders(current.session, (Role.MENTOR,))[Role.MENTOR]
            return move_form(asked.move, places, mentors=able)
        case Move.WINDOW:
            return move_form(asked.move, places, windows=later_windows(current.session, asked.cohort))
    return move_form(asked.move, places)


def _answered(form: MoveForm) -> bool:
    """Who comes from the board has chosen people, and was asked nothing yet."""
    if form.is_submitted() and form.asked and "seen" not in request.form:
        form.place.validate(form)
        return False
    return bool(form.validate_on_submit())


def _done(asked: AskedMove, form: MoveForm) -> list[Outcome]:
    """Nothing when it can be done for nobody."""
    done: list[Outcome] = []
    form.taken(
        lambda: done.extend(move_all(current.session, current.actor, asked, form.chosen, form.details))
    )
    return done


def _people(people: Sequence[tuple[UUID, Staff, str]], chosen: set[UUID]) -> list[tuple[UUID, Staff]]:
    """Who is chosen; everybody who holds a place or waits for one, while nobody is."""
    gone = (PlaceState.DECLINED, PlaceState.NOT_APPROVED, PlaceState.WITHDRAWN)
    return [
        (key, person) for key, person, state in people if (key in chosen if chosen else state not in gone)
    ]
