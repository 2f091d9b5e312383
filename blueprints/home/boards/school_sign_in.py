"""For IT leads: whether staff can sign in with their school accounts."""

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.shared.current import current
from tenants.base.actor import Role
from tenants.sign_in.models import Connection
from tenants.sign_in.queries import linked_accounts, own_connection
from tenants.staff.queries import tally


def boards() -> list[Board]:
    if not current.actor.holds(Role.IT_LEAD):
        return []
    connection = own_connection(current.session)
    facts = {
        "connection": connection,
        "linked": linked_accounts(current.session, connection) if connection else 0,
        "people": tally(current.session).here,
    }
    return [Board("home/school_sign_in.html", facts, _actions(connection))]


def _actions(connection: Connection | None) -> tuple[Action, ...]:
    if connection is not None and connection.enabled_at is not None:
        return ()
    title = "Switch the school sign-in on" if connection else "Set up the school sign-in"
    return (
        Action(
            title,
            "So that staff use their school account and need no link by e-mail.",
            url_for("connections.show"),
            "Go on" if connection else "Set it up",
            icon="lock",
        ),
    )
