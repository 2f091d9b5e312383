"""How far a request is, in words and as a way."""

from collections.abc import Iterator, Mapping

from tenants.base.days import day_in_words
from tenants.joining.queries.requests import Asked
from tenants.joining.rules.requests import DECISIONS, RequestState, Turn

Step = dict[str, str]
STANDS: Mapping[RequestState, tuple[str, str]] = {
    RequestState.ASKED: ("Asked", "blue"),
    RequestState.SUPPORTED: ("Supported", "blue"),
    RequestState.NOT_SUPPORTED: ("Line manager: not now", "amber"),
    RequestState.KEPT: ("Kept for later", "grey"),
    RequestState.APPROVED: ("Approved", "green"),
    RequestState.NOT_APPROVED: ("Not this time", "grey"),
    RequestState.INVITED: ("Invited", "green"),
    RequestState.WITHDRAWN: ("Taken back", "grey"),
}
"""A state → its words and the colour of its tag."""


def way_of(asked: Asked) -> list[Step]:
    """From the asking to the invitation; a line manager who was not asked is no step of it."""
    return [
        {"title": "Asked", "state": "done", "note": day_in_words(asked.request.asked_at)},
        *_manager(asked),
        _head(asked),
        _invitation(asked),
    ]


def _manager(asked: Asked) -> Iterator[Step]:
    if asked.manager is None:
        return
    one = asked.request
    if one.manager_said_at is not None:
        yield {
            "title": asked.manager,
            "state": "done",
            "note": f"Answered on {day_in_words(one.manager_said_at)}",
        }
    elif asked.turn is Turn.MANAGER:
        yield {"title": asked.manager, "state": "current", "note": "Reads it as line manager"}
    else:
        yield {"title": asked.manager, "state": "todo", "note": "Has not said anything"}


def _head(asked: Asked) -> Step:
    one = asked.request
    if one.decided_at is not None:
        return {"title": asked.decided_by or "Headteacher", "state": "done", "note": _said(asked)}
    state = "current" if asked.turn is Turn.HEAD else "todo"
    return {"title": "Headteacher or deputy", "state": state, "note": "Decides"}


def _invitation(asked: Asked) -> Step:
    if asked.state is RequestState.INVITED:
        return {"title": "Invitation", "state": "done", "note": "Sent"}
    state = "current" if asked.turn is Turn.LEAD else "todo"
    return {"title": "Invitation", "state": state, "note": "From the programme lead"}


def _said(asked: Asked) -> str:
    """An invitation comes after an approval, or without one."""
    words, _ = STANDS[asked.state]
    return f"{words if asked.state in DECISIONS else 'Decided'} on {day_in_words(asked.request.decided_at)}"
