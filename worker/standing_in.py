"""Mail about who stands in for a headteacher."""

from datetime import date

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.schools.queries import this_school
from tenants.staff import actors, standing_in
from tenants.staff.jobs import TellHandedBack, TellHandedOver
from tenants.staff.queries import staff_member
from worker.mail import Mail, by_mail


def _handed_over(session: Session, actor: Actor, message: TellHandedOver) -> Mail | None:
    """None when it was taken back or set anew meanwhile."""
    standing = standing_in.holds_until(session, message.deputy_id)
    if standing is None or (standing.since, standing.until) != (message.since, message.until):
        return None
    facts = {"since": _day(message.since), "until": _day(message.until)}
    return _letter(session, message, "hand_over", facts)


def _handed_back(session: Session, actor: Actor, message: TellHandedBack) -> Mail | None:
    standing = standing_in.holds_until(session, message.deputy_id)
    if standing is None or standing.until != message.until or message.until >= clock.today():
        return None
    return _letter(session, message, "hand_back", {"until": _day(message.until)})


def _letter(
    session: Session, message: TellHandedOver | TellHandedBack, about: str, facts: dict[str, str]
) -> Mail | None:
    reader = actors.working(session, message.reader_id)
    if reader is None:
        return None
    to_head = reader.id == message.head_id
    names = {
        "head": staff_member(session, message.head_id).name,
        "deputy": staff_member(session, message.deputy_id).name,
    }
    school = this_school(session)
    return Mail(
        to=reader.email,
        to_name=reader.name,
        school=school.name,
        template=f"{about}_{'head' if to_head else 'deputy'}",
        facts={"name": reader.name, **names, **facts},
        path=f"/schools/{school.slug}/{'hand-over' if to_head else ''}",
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


tell_handed_over = by_mail(_handed_over)
tell_handed_back = by_mail(_handed_back)
