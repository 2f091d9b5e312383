"""How somebody belongs to a group, and how that ends."""

from collections.abc import Mapping
from enum import StrEnum


class MemberState(StrEnum):
    INVITED = "invited"
    MEMBER = "member"
    DECLINED = "declined"
    LEFT = "left"


class Leaving(StrEnum):
    """Why a member is one no more: they left, somebody came in their place, or the invitation was taken back."""

    LEFT = "left"
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"


MOVES: Mapping[MemberState, frozenset[MemberState]] = {
    MemberState.INVITED: frozenset({MemberState.MEMBER, MemberState.DECLINED, MemberState.LEFT}),
    MemberState.MEMBER: frozenset({MemberState.LEFT}),
    MemberState.DECLINED: frozenset({MemberState.INVITED}),
    MemberState.LEFT: frozenset({MemberState.INVITED}),
}


def may_move(now: MemberState, to: MemberState) -> bool:
    return to in MOVES[now]
