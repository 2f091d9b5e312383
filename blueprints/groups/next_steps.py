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
from tenants.portfolios.rules.contributions import Standing as Said
from tenants.programmes.rules.design import Groups


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    href: str
    button: str
    icon: str


@dataclass(frozen=True)
class Standing:
    """How a group stands for one of its members. `writes`: their portfolio is open; `speaks`: they may have a word on
    what others did, handed in or not; `signs`: an open hand-in waits for their signature."""

    group: Group
    mine: Seat
    seats: Sequence[Seat]
    work: GroupWork
    limits: Groups
    writes: bool
    speaks: bool
    signs: bool

    @property
    def chartered(self) -> bool:
        return written(self.group.who_does_what, self.group.how_we_decide)


def steps(one: Standing) -> list[Step]:
    return [*_agreeing(one), *_questioned(one), *_speaking(one), *_contributing(one), *_convening(one)]


def _agreeing(one: Standing) -> Iterator[Step]:
    if one.signs:
        yield Step(
            "Sign the hand-in",
            "Your group hands in together, and your signature is missing.",
            url_for("submissions.joint_hand_in", group_id=one.group.id),
            "Look and sign",
            "upload",
        )
    if one.chartered and not one.mine.agrees:
        yield Step(
            "Read the charter again",
            "It has changed since you agreed to it.",
            url_for("groups.agreement", group_id=one.group.id),
            "Read it and agree",
            "check",
        )


def _questioned(one: Standing) -> Iterator[Step]:
    for item, standing in one.work.of(one.mine.candidate_id):
        if one.writes and standing is Said.QUESTIONED:
            yield Step(
                "Somebody questions what you did",
                f"For ‘{item.title}’. Talk about it, or say it in other words: it counts once it is settled.",
                url_for("portfolios.item", evidence_id=item.evidence_id),
                "Read the question",
                "warning",
            )


def _speaking(one: Standing) -> Iterator[Step]:
    waiting = one.work.unheard
    if one.speaks and waiting:
        yield Step(
            f"Say a word on {count(len(waiting), 'piece')} of evidence",
            "Others say what they did. It counts for them once somebody who was there confirms it.",
            url_for("portfolios.item", evidence_id=waiting[0].evidence_id),
            "Read and answer",
            "people",
        )


def _contributing(one: Standing) -> Iterator[Step]:
    said = one.work.of(one.mine.candidate_id)
    finished = [item for item in one.work.pool if not item.draft and not said]
    if one.writes and finished:
        yield Step(
            "Say what you did",
            "There is shared evidence, and none of it names you yet.",
            url_for("portfolios.item", evidence_id=finished[0].evidence_id),
            "Look at the newest piece",
            "text",
        )


def _convening(one: Standing) -> Iterator[Step]:
    if not one.chartered:
        yield Step(
            "Write your charter",
            "Who does what, and how you decide: a few lines save a lot of talk later.",
            url_for("groups.charter", group_id=one.group.id),
            "Write it",
            "text",
        )
    few = missing(one.limits, sum(seat.works for seat in one.seats))
    if few and one.mine.convenes and not any(seat.asked for seat in one.seats):
        yield Step(
            "Invite people",
            f"A group here has at least {count(one.limits.fewest, 'person', 'people')}.",
            url_for("groups.invite", group_id=one.group.id),
            "Choose people",
            "mail",
        )
