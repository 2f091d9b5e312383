"""Whether staff can sign in with their school accounts: for IT leads, and for heads who are asked to decide."""

from collections.abc import Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from tenants.base.actor import Role
from tenants.sign_in.models import Connection
from tenants.sign_in.queries import connections, linked_share


def boards(seen: Seen) -> list[Board]:
    actor = current.actor
    if not actor.holds(Role.IT_LEAD, Role.HEAD, Role.DEPUTY):
        return []
    known = connections(current.session)
    found = [Board(actions=_decisions(known))] if actor.holds(Role.HEAD, Role.DEPUTY) else []
    return [*found, _for_it_lead(known)] if actor.holds(Role.IT_LEAD) else found


def _decisions(known: Sequence[Connection]) -> tuple[Action, ...]:
    return tuple(
        Action(
            "Switch the school sign-in on?",
            "Your IT lead has set it up and tried it. It is for a headteacher or deputy to switch on.",
            url_for("connections.show", connection_id=one.id),
            "Decide",
            otherwise="Until then staff sign in by a link that comes by email.",
            icon="lock",
        )
        for one in known
        if one.is_asked_for
    )


def _for_it_lead(known: Sequence[Connection]) -> Board:
    on_since = [one.enabled_at for one in known if one.enabled_at is not None]
    facts = {
        "on_since": min(on_since, default=None),
        "share": linked_share(current.session),
    }
    waits = any(one.is_asked_for for one in known)
    actions = () if on_since or waits else (_set_up(known),)
    return Board("home/school_sign_in.html", facts, actions)


def _set_up(known: Sequence[Connection]) -> Action:
    begun = bool(known)
    only = url_for("connections.show", connection_id=known[0].id) if len(known) == 1 else None
    return Action(
        "Continue with the school sign-in" if begun else "Set up the school sign-in",
        "So that staff use their school account and need no link by email.",
        only or url_for("connections.index"),
        "Continue" if begun else "Set it up",
        otherwise="Without it each sign-in takes an email.",
        icon="lock",
    )
