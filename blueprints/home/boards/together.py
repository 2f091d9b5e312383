"""For a mentor and a candidate alike: what they agreed to do, and comments that wait for their word."""

from collections.abc import Iterator, Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.base.actor import Appointment
from tenants.mentoring.queries.waiting import Waiting, What

SHOWN = 3
LONGEST = 90


def boards(seen: Seen) -> list[Board]:
    agreed = [one for one in seen.today.together if one.what is What.ACTION and one.own]
    comments = [one for one in seen.today.together if one.what is What.COMMENT]
    actions = [*map(_agreed, agreed[:SHOWN]), *_comments(comments)]
    theirs = [_of_the_other(one) for one in seen.today.together if one.what is What.ACTION and not one.own]
    return [Board(actions=tuple(actions), moments=tuple(theirs))] if actions or theirs else []


def _of_the_other(one: Waiting) -> Moment:
    who = "Your mentor" if _own(one) else one.candidate
    return Moment(one.day, _short(one.words or ""), f"{who} does it, as you agreed.", _door(one))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


def _door(one: Waiting) -> str:
    return url_for("mentoring.show", candidate_id=one.candidate_id, _anchor="agreed")


def _agreed(one: Waiting) -> Action:
    return Action(
        _short(one.words or ""),
        "You agreed on it with your mentor." if _own(one) else f"You agreed on it with {one.candidate}.",
        _door(one),
        "Say that it is done, or move it",
        by=one.day,
        otherwise="Then both of you see that it is overdue, and nobody else does.",
        icon="check",
    )


def _comments(waiting: Sequence[Waiting]) -> Iterator[Action]:
    """One thing to do for each pair, however many comments wait."""
    for candidate_id in dict.fromkeys(one.candidate_id for one in waiting):
        theirs = [one for one in waiting if one.candidate_id == candidate_id]
        first = theirs[0]
        yield Action(
            f"{count(len(theirs), 'comment')} from your mentor"
            if _own(first)
            else f"{first.candidate} answered {count(len(theirs), 'comment')}",
            "On what you shared. Answer, or mark as settled."
            if _own(first)
            else "On drafts that they shared.",
            url_for("mentoring.show", candidate_id=candidate_id, _anchor="comments"),
            "Read and answer",
            since=first.day,
            otherwise="Nobody who assesses sees them, settled or not.",
            icon="text",
        )


def _own(one: Waiting) -> bool:
    return one.candidate_id in current.actor.subjects(Appointment.CANDIDATE)
