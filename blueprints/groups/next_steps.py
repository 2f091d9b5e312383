"""What a member of a group does next, the most pressing first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from blueprints.shared.words import count
from tenants.groups.models import Group
from tenants.groups.queries.groups import Seat
from tenants.groups.rules.charter import written
from tenants.groups.rules.forming import missing
from tenants.portfolios.queries.group_doings import GroupWork
from tenants.programmes.rules.design import Groups


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    href: str
    button: str
    icon: str


def steps(group: Group, mine: Seat, standing: Sequence[Seat], work: GroupWork, limits: Groups) -> list[Step]:
    return list(_steps(group, mine, standing, work, limits))


def _steps(
    group: Group, mine: Seat, standing: Sequence[Seat], work: GroupWork, limits: Groups
) -> Iterator[Step]:
    has_charter = written(group.who_does_what, group.how_we_decide)
    if has_charter and not mine.agrees:
        yield Step(
            "Read the charter again",
            "It has changed since you agreed to it.",
            url_for("groups.agreement", group_id=group.id),
            "Read it and agree",
            "check",
        )
    if waiting := work.unheard:
        yield Step(
            f"Say a word on {count(len(waiting), 'piece')} of evidence",
            "Others say what they did. It counts for them once somebody who was there confirms it.",
            url_for("portfolios.item", evidence_id=waiting[0].evidence_id),
            "Read and answer",
            "people",
        )
    if not has_charter:
        yield Step(
            "Write your charter",
            "Who does what, and how you decide: a few lines save a lot of talk later.",
            url_for("groups.charter", group_id=group.id),
            "Write it",
            "text",
        )
    few = missing(limits, sum(one.works for one in standing))
    if few and mine.convenes and not any(one.asked for one in standing):
        yield Step(
            "Invite people",
            f"A group here has at least {count(limits.fewest, 'person', 'people')}.",
            url_for("groups.invite", group_id=group.id),
            "Choose people",
            "mail",
        )
