"""What members of a group are told of each other's contributions: how many wait, and never a word of them."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.groups.queries.groups import group
from tenants.portfolios.jobs import AskWords, TellWords
from tenants.portfolios.queries.contributions import members, spoken_of, waiting_for
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.rules.contributions import Standing
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.telling import Tells, Word


def _waiting(session: Session, actor: Actor, message: AskWords) -> Word | None:
    """Not when they have said their word meanwhile, or left, or the cohort is closed."""
    reader = _reader(session, message.group_id, message.reader_place_id)
    many = waiting_for(session, message.group_id, message.reader_place_id)
    if reader is None or not many or portfolio(session, message.reader_place_id).silent:
        return None
    facts = {"group": group(session, message.group_id).name, "waiting": _count(many)}
    return Word(reader, "contributions_waiting", _evidence(message.reader_place_id), facts)


def _answered(session: Session, actor: Actor, message: TellWords) -> Word | None:
    """As it stands when it is told: a word may have been taken back by another."""
    reader = _reader(session, message.group_id, message.candidate_id)
    found = spoken_of(session, message.group_id, message.candidate_id, message.on)
    confirmed, questioned = found.count(Standing.CONFIRMED), found.count(Standing.QUESTIONED)
    if reader is None or not (confirmed or questioned):
        return None
    facts = {
        "group": group(session, message.group_id).name,
        "confirmed": _count(confirmed) if confirmed else "",
        "questioned": _count(questioned) if questioned else "",
    }
    return Word(reader, "contributions_answered", _evidence(message.candidate_id), facts)


def _reader(session: Session, group_id: UUID, place: UUID) -> Staff | None:
    found = members(session, group_id).get(place)
    return actors.working(session, found.staff_id) if found and found.current else None


def _evidence(place: UUID) -> str:
    return f"/portfolios/{place}/evidence"


def _count(many: int) -> str:
    return f"{many} contribution{'' if many == 1 else 's'}"


ask_words = Tells(_waiting)
tell_words = Tells(_answered)
