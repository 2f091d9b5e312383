from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import IO
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.tables import CSV, XLSX, table_download
from blueprints.shared.visiting import PAGES as READ
from tenants.audit import queries
from tenants.audit.actions import note_export
from tenants.audit.queries import Entry, Search, Show
from tenants.audit.words import KINDS, Kind
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.outside.sheets import Rows, write_csv, write_xlsx

blueprint = Blueprint("audit", __name__, template_folder="templates", url_prefix="/schools/<slug>")

HEADINGS = ("When", "Who", "What", "About", "Details", "Reason")
WIDTHS = (20, 26, 40, 30, 40, 50)
SHOWN = {Show.DONE: "What people did", Show.MOVES: "Changes of state", Show.BOTH: "Both"}
ASKED = ("words", "person", "kind", "show", "since", "until")
"""What a link carries on. Never whatever stands in the address: `url_for` takes some names for its own."""


@blueprint.get("/audit-trail")
@needs(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    search = _search()
    return render_template(
        "audit/index.html",
        page=queries.trail_page(current.session, current.actor, search),
        search=search,
        kinds=KINDS,
        shown=SHOWN,
        asked={name: request.args[name] for name in ASKED if request.args.get(name)},
        pages=PAGES,
        read=READ,
    )


@blueprint.get("/audit-trail/csv")
@needs(Permission.AUDIT_READ)
def as_csv() -> ResponseReturnValue:
    return _export("csv", CSV, write_csv)


@blueprint.get("/audit-trail/spreadsheet")
@needs(Permission.AUDIT_READ)
def as_spreadsheet() -> ResponseReturnValue:
    return _export("xlsx", XLSX, partial(write_xlsx, widths=WIDTHS))


def _search() -> Search:
    """What can't be understood is as if it was not asked."""
    args = request.args
    return Search(
        words=args.get("words", "").strip()[:200].replace("\0", ""),
        person=args.get("person", type=UUID),
        kind=args.get("kind", type=Kind),
        show=args.get("show", Show.DONE, type=Show),
        since=args.get("since", type=_day),
        until=args.get("until", type=_day),
        after=args.get("after", type=UUID),
        before=args.get("before", type=UUID),
    )


def _day(text: str) -> date:
    """A year that a calendar here can have."""
    found = date.fromisoformat(text)
    if not 1900 < found.year < 2200:
        raise ValueError(text)
    return found


def _export(form: str, media_type: str, write: Callable[[Rows, IO[bytes]], None]) -> Response:
    search = _search()
    note_export(current.session, current.actor, search, form)
    rows = _rows(queries.whole_trail(current.session, current.actor, search))
    name = f"audit-trail-{current.school.slug}-{clock.today():%Y-%m-%d}.{form}"
    return table_download(name, media_type, rows, write)


def _rows(entries: Iterator[Entry]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for one in entries:
        when = one.at.astimezone(clock.SCHOOL_TIME)
        yield f"{when:%Y-%m-%d %H:%M:%S}", one.who, one.what, one.about or "", one.details, one.reason or ""


PAGES: dict[str, Callable[[UUID], str]] = {
    "staff": lambda found: url_for("staff.show", staff_id=found),
    "cohorts": lambda found: url_for("cohorts.show", cohort_id=found),
    "candidates": lambda found: url_for("cohorts.place", candidate_id=found),
    "submissions": lambda found: url_for("submissions.show", submission_id=found),
    "awards": lambda found: url_for("awards.show", award_id=found),
}
"""Where to read on about what an entry names."""
