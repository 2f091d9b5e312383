from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.home.boards import (
    assessor,
    business,
    candidate,
    events,
    groups,
    guest,
    improvement,
    joining,
    mentor,
    programme,
    projects,
    school_sign_in,
    together,
)
from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.seen import look
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.assessment.queries.progress import Progress
from tenants.base import clock
from tenants.base.permissions import Permission

blueprint = Blueprint("home", __name__, template_folder="templates", url_prefix="/schools/<slug>")

PARTS = (
    candidate,
    groups,
    projects,
    events,
    assessor,
    mentor,
    together,
    programme,
    improvement,
    business,
    school_sign_in,
    guest,
    joining,
)
TITLES = {"Dr", "Mr", "Mrs", "Ms", "Miss", "Mx", "Prof", "Professor", "Sir", "Dame", "Rev"}
MOMENTS_SHOWN = 6


@blueprint.get("/")
@needs(Permission.HOME_READ)
def show() -> ResponseReturnValue:
    """One page for all that a person is here: what needs them first, how it goes, what is next."""
    seen = look()
    boards = [board for part in PARTS for board in part.boards(seen)]
    return render_template(
        "home/show.html",
        boards=boards,
        takes_part=any((board.template and not board.offers) or board.actions for board in boards),
        actions=sorted((action for board in boards for action in board.actions), key=due),
        moments=to_come(boards),
        greeted=greeted(current.actor.name),
        own_places=[one.candidate_id for one in seen.progress if _is_own(one)][:1],
    )


def _is_own(one: Progress) -> bool:
    return one.staff_id == current.actor.staff_id and one.portfolio.approved


def greeted(name: str) -> str:
    """The first name; the whole name of who has none besides a title."""
    words = [word for word in name.split() if word.rstrip(".") not in TITLES]
    return words[0] if len(words) > 1 else name


def due(action: Action) -> tuple[date, date]:
    """What has no day of its own has waited since some day, and stands before what is due later than today."""
    today = clock.today()
    return action.by or today, action.since or today


def to_come(boards: list[Board]) -> list[Moment]:
    """The next days of all boards, each once; a board that knows where it leads wins."""
    known: dict[tuple[date, str], Moment] = {}
    for moment in (moment for board in boards for moment in board.moments if moment.day >= clock.today()):
        key = (moment.day, moment.title)
        if key not in known or known[key].href is None:
            known[key] = moment
    return sorted(known.values(), key=lambda moment: (moment.day, moment.title))[:MOMENTS_SHOWN]
