"""Recognising an award that somebody earned elsewhere: who may say yes, and what a claim must bring."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenants.awards.rules import AwardState
from tenants.base.links import link_problem

MOST_OPEN = 5


class ClaimState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class SettledAs(StrEnum):
    """Who settled a claim: the school that made the award, or Lectern's operator."""

    SCHOOL = "school"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Told:
    """An award of another scheme, as the person who holds it tells it."""

    body: str
    award: str
    number: str
    awarded_on: date
    expires_on: date
    link: str = ""


def told_problems(told: Told, today: date, *, proven: bool) -> dict[str, str]:
    if told.awarded_on > today:
        return {"awarded_on": "An award can't have been made in the future."}
    if told.expires_on < told.awarded_on:
        return {"expires_on": "The last day must come after the day of the award."}
    if told.expires_on < today:
        return {"expires_on": "This award is over, so it can't be attached."}
    if told.link and (problem := link_problem(told.link)):
        return {"link": problem}
    return {} if proven else {"file": "Add a file, such as the certificate, or a link that shows the award."}


def code_problem(state: AwardState, *, ours: bool) -> str | None:
    """Why an award found by its code can't be attached."""
    if ours:
        return "This award was made at this school. It counts already."
    if state is AwardState.CURRENT:
        return None
    return f"This award is {state.value}, so it can't be attached."


def same_name(one: str, other: str) -> bool:
    """For the eyes of whoever decides; it never decides by itself."""
    return _compared(one) == _compared(other)


def _compared(name: str) -> list[str]:
    return name.casefold().split()
