"""The board of a cohort: everybody in it on one page, sifted and sorted by its address alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm
from blueprints.shared.tables import CSV, table_download
from tenants.base import clock
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.desk.actions.exporting import note_board_export
from tenants.desk.moves import Move
from tenants.desk.queries import board_of
from tenants.desk.rules import RISKS, STAGES, Asked, Board, Risk, Row, Sort, Stage
from tenants.messages.rules.messages import Kind
from tenants.outside.sheets import write_csv
from tenants.standards.queries import framework

ASKED = ("stage", "risk", "mentor", "name", "sort")
"""What a link of the board carries on."""
SORTS: Mapping[Sort, str] = {
    Sort.RISK: "Needs somebody first",
    Sort.NAME: "Name",
    Sort.ACTIVITY: "Longest quiet first",
}


@dataclass(frozen=True)
class Action:
    """A button for all who are chosen: it posts their places, as `place`, to an address of the cohort; and `kind`,
    where several buttons lead to one."""

    words: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    permission: Permission = Permission.PLACE_MANAGE
    kind: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("Write to them", "messages.start", permission=Permission.MESSAGE_WRITE, kind=Kind.MESSAGE),
    Action("Nudge them", "messages.start", permission=Permission.MESSAGE_WRITE, kind=Kind.NUDGE),
    Action("Change mentor", "cohorts.moves", {"move": Move.MENTOR}),
    Action("Give more time", "cohorts.moves", {"move": Move.TIME}),
    Action("Put off to a later window", "cohorts.moves", {"move": Move.WINDOW}),
    Action("Approve", "cohorts.approve_several", permission=Permission.PLACE_APPROVE),
    Action("Take out of the cohort", "cohorts.moves", {"move": Move.WITHDRAWAL}),
)


def _where(cohort: Cohort, one: Action) -> str:
    return url_for(one.endpoint, cohort_id=cohort.id, **one.values)


@blueprint.get("/cohorts/<uuid:cohort_id>/board")
@needs(Permission.COHORT_READ, queries.cohort)
def board(cohort: Cohort) -> ResponseReturnValue:
    asked = _asked()
    runs = allowed(current.actor, Permission.PLACE_MANAGE, cohort)
    return render_template(
        "cohorts/board.html",
        cohort=cohort,
        board=_board(cohort, asked),
        asked=asked,
        carried=_carried(),
        framework=framework(current.session, cohort.edition_id),
        stages=STAGES,
        risks=RISKS,
        sorts=SORTS,
        runs=runs,
        form=LecternForm() if runs and cohort.state == CohortState.OPEN else None,
        actions=[
            {"href": _where(cohort, one), "text": one.words, "kind": one.kind}
            for one in ACTIONS
            if allowed(current.actor, one.permission, cohort)
        ],
        all_chosen=request.args.get("chosen") == "all",
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/board/csv")
@needs(Permission.PLACE_MANAGE, queries.cohort)
def board_as_csv(cohort: Cohort) -> ResponseReturnValue:
    """Who is shown, in the order in which they are."""
    note_board_export(current.session, current.actor, cohort)
    numbers = [one.number for one in framework(current.session, cohort.edition_id).standards]
    name = f"board-{current.school.slug}-{clock.today():%Y-%m-%d}.csv"
    return table_download(name, CSV, _rows(_board(cohort, _asked()).shown, numbers), write_csv)


def _board(cohort: Cohort, asked: Asked) -> Board:
    return board_of(current.session, cohort, current.actor.staff_id, asked)


def _asked() -> Asked:
    """What can't be understood is as if it was not asked."""
    args = request.args
    return Asked(
        stage=args.get("stage", type=Stage),
        risk=args.get("risk", type=Risk),
        mentor=args.get("mentor", "")[:40],
        name=args.get("name", "").strip()[:200].replace("\0", ""),
        sort=args.get("sort", Sort.RISK, type=Sort),
    )


def _carried() -> dict[str, Any]:
    return {name: request.args[name] for name in ASKED if request.args.get(name)}


def _rows(rows: Sequence[Row], numbers: Sequence[int]) -> Iterator[Sequence[str]]:
    levels = (f"Standard {number}" for number in numbers)
    yield (
        "Name", "Job title", "Stage", "How they are", "Why", *levels, "School days without work", "Mentor",
        "Handed in", "Sessions attended", "Of", "Minutes attended", "On a break",
    )  # fmt: skip
    for one in rows:
        yield (
            one.name,
            one.job or "",
            STAGES[one.stage],
            "" if one.own else RISKS[one.risk],
            one.concern.why if one.concern else "",
            *(str(one.levels.get(number, "")) for number in numbers),
            "" if one.quiet is None else str(one.quiet),
            one.mentor or "",
            f"{one.handed_in:%Y-%m-%d}" if one.handed_in else "",
            str(one.attended.there),
            str(one.attended.of),
            str(one.attended.minutes),
            "yes" if one.on_break else "",
        )
