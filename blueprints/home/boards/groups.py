"""For candidates: an invitation to a group, a charter that changed, and what others wait for one's word on."""

from collections.abc import Iterator

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.shared.words import count
from tenants.base import clock
from tenants.groups.rules.states import MemberState
from tenants.portfolios.queries.group_waiting import InGroup


def boards(seen: Seen) -> list[Board]:
    found = tuple(action for one in seen.today.groups for action in _actions(one))
    return [Board(actions=found)] if found else []


def _actions(one: InGroup) -> Iterator[Action]:
    if one.state is MemberState.INVITED:
        yield Action(
            f"{one.name} invites you",
            "A group would like to work with you: one project, shared evidence, and an award of your own.",
            url_for("groups.answer", group_id=one.group_id, member_id=one.member_id),
            "Answer the invitation",
            since=clock.school_date(one.asked_at),
            otherwise="You can say no, and lose nothing.",
            icon="mail",
        )
        return
    if one.unheard:
        yield Action(
            f"{count(one.unheard, 'contribution')} of others to confirm",
            f"In {one.name}. What they did counts for them once somebody who was there confirms it.",
            url_for("groups.show", group_id=one.group_id),
            "Read and answer",
            otherwise="Until then it does not count for them.",
            icon="people",
        )
    if not one.agrees:
        yield Action(
            "The charter of your group has changed",
            f"Read how {one.name} works now, and say whether you agree.",
            url_for("groups.agreement", group_id=one.group_id),
            "Read the charter",
            icon="check",
        )
