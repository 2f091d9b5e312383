"""Places as the school's office sees them: how many are used, by whom since when, and on which order."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import IO

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.forms import OrderForm
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.tables import CSV, XLSX, table_download
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.cohorts import queries
from tenants.cohorts.actions.orders import keep_order, note_places_export
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import PlaceState
from tenants.cohorts.taken import PlaceTaken, counted, places_taken
from tenants.outside.sheets import Rows, write_csv, write_xlsx

HEADINGS = (
    "Cohort",
    "Purchase order number",
    "Name",
    "Job title",
    "MIS number",
    "Place",
    "Approved on",
    "Started on",
    "Submission window closes",
)
WIDTHS = (24, 30, 26, 26, 14, 22, 14, 14, 24)
STANDS = {
    PlaceState.INVITED: "Invited",
    PlaceState.ACCEPTED: "Waiting for approval",
    PlaceState.APPROVED: "Approved",
}


@blueprint.get("/purchase-orders")
@needs(Permission.PLACES_LIST)
def orders() -> ResponseReturnValue:
    cards = queries.cohorts_for(current.session, current.actor, Permission.ORDER_KEEP)
    taken = groupby(places_taken(current.session), key=lambda one: one.cohort.id)
    return render_template(
        "cohorts/orders.html",
        cards=cards,
        people={cohort_id: list(of) for cohort_id, of in taken},
        tally=counted(current.school.places, cards),
        stands=STANDS,
    )


@blueprint.get("/purchase-orders/csv")
@needs(Permission.PLACES_LIST)
def orders_as_csv() -> ResponseReturnValue:
    return _export("csv", CSV, write_csv)


@blueprint.get("/purchase-orders/spreadsheet")
@needs(Permission.PLACES_LIST)
def orders_as_spreadsheet() -> ResponseReturnValue:
    return _export("xlsx", XLSX, partial(write_xlsx, widths=WIDTHS))


@blueprint.route("/cohorts/<uuid:cohort_id>/purchase-order", methods=["GET", "POST"])
@needs(Permission.ORDER_KEEP, queries.cohort)
def purchase_order(cohort: Cohort) -> ResponseReturnValue:
    form = OrderForm(obj=cohort)
    if form.taken(lambda: _keep(cohort, form)):
        flash(f"Purchase order number of {cohort.name} saved", "success")
        return redirect(url_for("cohorts.orders"), 303)
    return form_page("cohorts/purchase_order.html", form, cohort=cohort)


def _keep(cohort: Cohort, form: OrderForm) -> None:
    keep_order(current.session, current.actor, cohort, form.version.data, form.po_number.data)


def _export(form: str, media_type: str, write: Callable[[Rows, IO[bytes]], None]) -> Response:
    note_places_export(current.session, current.actor, form)
    name = f"places-{current.school.slug}-{clock.today():%Y-%m-%d}.{form}"
    return table_download(name, media_type, _rows(places_taken(current.session)), write)


def _rows(taken: Sequence[PlaceTaken]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for one in taken:
        approved = one.candidate.approved_at
        yield (
            one.cohort.name,
            one.cohort.po_number or "",
            one.person.name,
            one.person.job_title or "",
            one.person.mis_number or "",
            STANDS[PlaceState(one.candidate.state)],
            f"{clock.school_date(approved):%Y-%m-%d}" if approved else "",
            f"{one.began_on:%Y-%m-%d}" if one.began_on else "",
            f"{one.cohort.window_closes_on:%Y-%m-%d}",
        )
