"""A plan in miniature, for who names its priorities."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tenants.priorities.models import Priority
from tenants.priorities.rules.states import Strength
from tests.factories.priorities import make_mapping, make_plan, make_priority
from tests.factories.staff import make_staff


@dataclass(frozen=True)
class Plan:
    """`talk` is driven by standard 7, `reading` is only touched by it, and nothing serves `rest`."""

    talk: Priority
    reading: Priority
    rest: Priority


def make_small_plan(session: Session, mark: str = "Our") -> Plan:
    plan, head = make_plan(session), make_staff(session)
    made = [
        make_priority(session, plan, number, title=f"{mark} {word}", reason=f"{mark} pupils need it")
        for number, word in enumerate(("talk", "reading", "rest"), start=1)
    ]
    for priority, strength in zip(made, (Strength.DRIVES, Strength.TOUCHES), strict=False):
        make_mapping(session, priority, 7, strength, from_on=date(2026, 9, 1), set_by=head.id)
    return Plan(*made)
