from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.home.boards import assessor, business, candidate, mentor, programme, school_sign_in
from blueprints.home.boards.board import Action
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission

blueprint = Blueprint("home", __name__, template_folder="templates", url_prefix="/schools/<slug>")

PARTS = (candidate, assessor, mentor, programme, business, school_sign_in)
TITLES = {"Dr", "Mr", "Mrs", "Ms", "Miss", "Mx", "Prof", "Professor", "Sir", "Dame", "Rev"}


@blueprint.get("/")
@needs(Permission.HOME_READ)
def show() -> ResponseReturnValue:
    """One page for all that a person is here: what needs them first, then a picture of each part."""
    boards = [board for part in PARTS for board in part.boards()]
    actions = sorted((action for board in boards for action in board.actions), key=_due)
    return render_template(
        "home/show.html", boards=boards, actions=actions, greeted=greeted(current.actor.name)
    )


def greeted(name: str) -> str:
    """The first name; the whole name of who has none besides a title."""
    words = [word for word in name.split() if word.rstrip(".") not in TITLES]
    return words[0] if len(words) > 1 else name


def _due(action: Action) -> date:
    return action.by or date.max
