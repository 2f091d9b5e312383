"""For who asked to take part, for those whose word it waits for, and the offer to everybody else."""

from collections.abc import Iterator, Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.base.actor import Appointment, Role
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.rules import CohortState
from tenants.joining.queries.requests import Waiting
from tenants.joining.rules.requests import RequestState, Turn

NAMED = 3
HEARD = {
    RequestState.SUPPORTED: "Their line manager supports it.",
    RequestState.NOT_SUPPORTED: "Their line manager says not now.",
}
RUNS = (Role.HEAD, Role.DEPUTY, Role.PROGRAMME_LEAD)


def boards(seen: Seen) -> list[Board]:
    mine = [one for one in seen.today.joining if one.staff_id == current.actor.staff_id]
    others = [one for one in seen.today.joining if one not in mine]
    actions = (
        *_to_support([one for one in others if one.turn is Turn.MANAGER]),
        *_to_decide([one for one in others if one.turn is Turn.HEAD]),
        *_to_invite(seen, [one for one in others if one.turn is Turn.LEAD]),
    )
    if mine:
        return [Board("home/asked.html", {"mine": mine[0]}, actions)]
    if _is_offered():
        return [Board("home/take_part.html", {}, actions, offers=True)]
    return [Board(actions=actions)] if actions else []


def _is_offered() -> bool:
    """To everybody who neither takes part nor runs it."""
    actor = current.actor
    runs = actor.holds(*RUNS) or bool(actor.subjects(Appointment.LEAD))
    takes_part = bool(actor.subjects(Appointment.CANDIDATE))
    return allowed(actor, Permission.JOINING_OPEN) and not runs and not takes_part


def _to_support(waiting: Sequence[Waiting]) -> Iterator[Action]:
    for one in waiting:
        yield Action(
            f"{one.name} would like to take part",
            "In the Lead Practitioner programme. You are asked as their line manager.",
            url_for("joining.support", request_id=one.id),
            "Read why, and answer",
            since=one.since,
            otherwise="A headteacher or deputy may decide without you.",
            icon="mail",
        )


def _to_decide(waiting: Sequence[Waiting]) -> Iterator[Action]:
    if not waiting:
        return
    first, alone = waiting[0], len(waiting) == 1
    yield Action(
        f"{first.name if alone else count(len(waiting), 'person', 'people')} would like to take part",
        HEARD.get(first.state, "No line manager was asked.") if alone else f"{_named(waiting)}.",
        url_for("joining.decision", request_id=first.id) if alone else url_for("joining.requests"),
        "Read why, and decide",
        since=first.since,
        otherwise="Until then nobody can tell them yes or no.",
        icon="people",
    )


def _to_invite(seen: Seen, waiting: Sequence[Waiting]) -> Iterator[Action]:
    if not waiting:
        return
    first = waiting[0]
    open_ones = [card.cohort_id for card in seen.run if card.cohort.state == CohortState.OPEN and card.left]
    cohort_id = first.approved_for_id or next(iter(open_ones), None)
    yield Action(
        f"{count(len(waiting), 'person', 'people')} to invite",
        f"{_named(waiting)} asked to take part, and a headteacher or deputy has approved it.",
        url_for("cohorts.invitations", cohort_id=cohort_id) if cohort_id else url_for("cohorts.index"),
        "Invite them" if len(waiting) > 1 else f"Invite {first.name}",
        since=first.since,
        otherwise="They wait for your invitation.",
        icon="mail",
    )


def _named(waiting: Sequence[Waiting]) -> str:
    names = ", ".join(one.name for one in waiting[:NAMED])
    return f"{names} and others" if len(waiting) > NAMED else names
