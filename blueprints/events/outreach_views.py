"""Who was reached, where, for how long: of oneself, and in numbers of everybody whom one may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Row

from blueprints.events.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.charts import bars
from blueprints.shared.current import current
from blueprints.shared.forms import form_key
from blueprints.shared.tables import CSV, XLSX, table_download
from tenants.base import clock
from tenants.base.days import briefly
from tenants.base.permissions import Permission
from tenants.events.actions.outreach import note_export
from tenants.events.models import Event
from tenants.events.queries import outreach as queries
from tenants.events.queries.outreach import Reached
from tenants.events.rules.events import Reach
from tenants.events.rules.outreach import REACHED, Outreach, Sum
from tenants.outside.sheets import Rows, write_csv, write_xlsx

HEADINGS = (
    "Date", "Who presented", "Title", "Reach", "Who listened", "Teams", "Schools", "Where", "How many came",
    "Minutes", "Answered", "Found it useful",
)  # fmt: skip
WIDTHS = (12, 26, 40, 30, 34, 28, 34, 28, 14, 9, 10, 15)
ATTENDED = ("Date", "Title", "Who presented or attended", "Part", "Minutes")
ATTENDED_WIDTHS = (12, 40, 28, 12, 9)
Totals = Sequence[tuple[str, Sum]]


@blueprint.get("/outreach")
@needs(Permission.EVENT_PLAN)
def outreach() -> ResponseReturnValue:
    log = queries.log_of(current.session, current.actor.person_id)
    found = queries.outreach_of(log)
    return render_template(
        "events/outreach.html", log=log, total=found.all, lasted=briefly, **_drawn(found), reached=REACHED
    )


@blueprint.get("/outreach/download")
@needs(Permission.EVENT_PLAN)
def own_log() -> ResponseReturnValue:
    log = queries.log_of(current.session, current.actor.person_id)
    return _download("my-outreach", _rows(log), WIDTHS)


@blueprint.get("/outreach/everybody")
@needs(Permission.OUTREACH_LIST)
def everybody() -> ResponseReturnValue:
    after: UUID | None = form_key(request.args.get("after"))
    people = queries.by_person(current.session, current.actor)
    log, older = queries.page_of(current.session, current.actor, after)
    found = sum_of(one.outreach for one in people)
    return render_template(
        "events/everybody.html",
        people=people,
        log=log,
        older=older,
        first=after is None,
        total=found.all,
        lasted=briefly,
        **_drawn(found),
        reached=REACHED,
    )


@blueprint.get("/outreach/everybody/download")
@needs(Permission.OUTREACH_LIST)
def whole_log() -> ResponseReturnValue:
    rows = _rows(queries.whole_log(current.session, current.actor))
    return _download(f"outreach-{current.school.slug}", rows, WIDTHS)


@blueprint.get("/outreach/attendance/download")
@needs(Permission.OUTREACH_LIST)
def whole_attendance() -> ResponseReturnValue:
    rows = _attended(queries.whole_attendance(current.session, current.actor))
    return _download(f"attendance-{current.school.slug}", rows, ATTENDED_WIDTHS)


def sum_of(parts: Iterable[Outreach]) -> Outreach:
    found = dict.fromkeys(Reach, Sum())
    for part in parts:
        found = {reach: found[reach] + part.by_reach[reach] for reach in Reach}
    return Outreach(found)


def _drawn(found: Outreach) -> Mapping[str, Any]:
    totals: Totals = [(REACHED[reach], one) for reach, one in found.by_reach.items()]
    drawing: Markup = bars("People reached", [(words, one.people) for words, one in totals])
    rows = [(words, one.events, f"{one.people:,}", briefly(one.minutes)) for words, one in totals]
    return {"drawing": drawing, "totals": rows}


def _download(name: str, rows: Rows, widths: Sequence[int]) -> Response:
    """`?as=csv` for who wants that."""
    form = "csv" if request.args.get("as") == "csv" else "xlsx"
    note_export(current.session, current.actor, form)
    full_name = f"{name}-{clock.today():%Y-%m-%d}.{form}"
    if form == "csv":
        return table_download(full_name, CSV, rows, write_csv)
    return table_download(full_name, XLSX, rows, partial(write_xlsx, widths=widths))


def _rows(log: Iterable[Reached]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for one in log:
        event = one.event
        yield (
            _day(event),
            one.name,
            event.title,
            REACHED[Reach(event.reach)],
            event.audience,
            event.reach_team,
            event.reach_school,
            event.host or current.school.name,
            str(event.attendance),
            str(event.minutes),
            str(one.answers),
            str(one.found_useful),
        )


def _attended(rows: Iterable[Row[Any]]) -> Iterator[Sequence[str]]:
    yield ATTENDED
    for row in rows:
        event, name, presented = tuple(row)
        part = "presented" if presented else "attended"
        yield _day(event), event.title, name, part, str(event.minutes)


def _day(event: Event) -> str:
    return clock.school_date(event.starts_at).isoformat()
