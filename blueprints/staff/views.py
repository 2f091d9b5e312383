from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.staff.forms import ConfirmForm, PersonForm
from tenants.base.actor import Role
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.places import places_of
from tenants.sign_in import staff_changes
from tenants.staff import finding, queries
from tenants.staff.actions import people
from tenants.staff.finding import Search, Show
from tenants.staff.models import Staff
from tenants.staff.rules.roles import TITLES

blueprint = Blueprint("staff", __name__, template_folder="templates", url_prefix="/schools/<slug>")

ASKED = ("words", "role", "department", "show")
"""What a link carries on. Never whatever stands in the address: `url_for` takes some names for its own."""


@blueprint.app_template_filter("role_title")
def role_title(role: Role) -> str:
    return TITLES[role]


@blueprint.get("/staff")
@needs(Permission.STAFF_READ)
def index() -> ResponseReturnValue:
    search = _search()
    return render_template(
        "staff/index.html",
        page=finding.staff_page(current.session, search),
        search=search,
        tally=queries.tally(current.session),
        departments=finding.departments(current.session),
        roles=TITLES,
        manages=allowed(current.actor, Permission.STAFF_MANAGE),
        asked={name: request.args[name] for name in ASKED if request.args.get(name)},
    )


def _search() -> Search:
    """What can't be understood is as if it was not asked."""
    args = request.args
    return Search(
        words=args.get("words", "").strip()[:200].replace("\0", ""),
        role=args.get("role", type=Role),
        department=args.get("department", "")[:200].replace("\0", ""),
        show=args.get("show", Show.HERE, type=Show),
        after=args.get("after", type=UUID),
        before=args.get("before", type=UUID),
    )


@blueprint.get("/staff/<uuid:staff_id>")
@needs(Permission.STAFF_READ, queries.staff_member)
def show(person: Staff) -> ResponseReturnValue:
    return render_template(
        "staff/show.html",
        person=person,
        roles=queries.roles_of(current.session, person.id),
        around=queries.around(current.session, person),
        places=_places(person),
        manages=allowed(current.actor, Permission.STAFF_MANAGE, person),
        explains=allowed(current.actor, Permission.ACCESS_EXPLAIN, person),
        reads_all=allowed(current.actor, Permission.STAFF_READ),
        form=ConfirmForm(),
    )


def _places(person: Staff) -> list[tuple[Candidate, Cohort]]:
    """Theirs, as far as whoever looks may open them."""
    known = places_of(current.session, person.id)
    return [
        (place, cohort) for place, cohort in known if allowed(current.actor, Permission.PLACE_READ, place)
    ]


@blueprint.route("/staff/new", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE)
def add() -> ResponseReturnValue:
    form, added = PersonForm(), list[Staff]()
    if form.taken(lambda: added.append(_add(form))):
        flash(f"{added[0].name} was added.", "success")
        return redirect(url_for("staff.show", staff_id=added[0].id), 303)
    return form_page("staff/add.html", form)


def _add(form: PersonForm) -> Staff:
    return people.add_member(
        current.session, current.actor, form.given, manager_outside=form.manager_outside.data
    )


@blueprint.route("/staff/<uuid:staff_id>/edit", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, queries.staff_member)
def edit(person: Staff) -> ResponseReturnValue:
    manager = queries.around(current.session, person).manager
    form = PersonForm(obj=person, manager=manager and manager.email)
    if form.taken(lambda: _change(form, person)):
        flash(f"The details of {person.name} are saved.", "success")
        return redirect(url_for("staff.show", staff_id=person.id), 303)
    return form_page("staff/edit.html", form, person=person)


def _change(form: PersonForm, person: Staff) -> None:
    staff_changes.change_member(
        current.session,
        current.actor,
        person,
        form.given,
        manager_outside=form.manager_outside.data,
        version=form.version.data or 0,
    )
