"""What is told about who stands in for a headteacher."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.staff import actors, standing_in
from tenants.staff.jobs import TellHandedBack, TellHandedOver
from tenants.staff.queries import staff_member
from worker.telling import Tells, Word


def _handed_over(session: Session, actor: Actor, message: TellHandedOver) -> Word | None:
    """None when it was taken back or set anew meanwhile."""
    standing = standing_in.holds_until(session, message.deputy_id)
    if standing is None or (standing.since, standing.until) != (message.since, message.until):
        return None
    facts = {"since": day_in_words(message.since), "until": day_in_words(message.until)}
    return _word(session, message, "hand_over", facts)


def _handed_back(session: Session, actor: Actor, message: TellHandedBack) -> Word | None:
    standing = standing_in.holds_until(session, message.deputy_id)
    if standing is None or standing.until != message.until or message.until >= clock.today():
        return None
    return _word(session, message, "hand_back", {"until": day_in_words(message.until)})


def _word(
    session: Session, message: TellHandedOver | TellHandedBack, about: str, facts: dict[str, str]
) -> Word | None:
    reader = actors.working(session, message.reader_id)
    if reader is None:
        return None
    to_head = reader.id == message.head_id
    names = {
        "head": staff_member(session, message.head_id).name,
        "deputy": staff_member(session, message.deputy_id).name,
    }
    template = f"{about}_{'head' if to_head else 'deputy'}"
    return Word(reader, template, "/hand-over" if to_head else "/", {**names, **facts})


tell_handed_over = Tells(_handed_over)
tell_handed_back = Tells(_handed_back)
