"""Programme templates: the national ones to read, and the school's own to make, change, publish and retire."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.programmes.forms import ConfirmForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.programmes import actions, queries
from tenants.programmes.models import NationalProgramme, Programme
from tenants.programmes.rules.design import HELD, design_problems
from tenants.programmes.rules.gaps import FILLED, gaps
from tenants.programmes.rules.telling import limits_told

blueprint = Blueprint("programmes", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/programmes")
@needs(Permission.PROGRAMME_READ)
def index() -> ResponseReturnValue:
    return render_template(
        "programmes/index.html",
        own=queries.programmes(current.session),
        nationals=queries.nationals(current.session),
    )


@blueprint.get("/programmes/national/<int(max=99):number>")
@needs(Permission.PROGRAMME_READ, queries.national)
def national(national: NationalProgramme) -> ResponseReturnValue:
    return render_template(
        "programmes/national.html",
        national=national,
        design=national.whole,
        limits=limits_told(national.whole.limits),
        gaps=gaps(national.whole),
        form=ConfirmForm(),
    )


@blueprint.post("/programmes/national/<int(max=99):number>/copy")
@needs(Permission.PROGRAMME_MANAGE, queries.national)
def copy_national(national: NationalProgramme) -> ResponseReturnValue:
    made = actions.make_from_national(current.session, current.actor, national)
    flash("This one is yours. Change what you like, then publish it.", "success")
    return _to(made)


@blueprint.get("/programmes/<uuid:programme_id>")
@needs(Permission.PROGRAMME_READ, queries.programme)
def show(programme: Programme) -> ResponseReturnValue:
    return _page(programme, ConfirmForm())


def _page(programme: Programme, form: ConfirmForm) -> ResponseReturnValue:
    design = programme.whole
    return form_page(
        "programmes/show.html",
        form,
        programme=programme,
        design=design,
        limits=limits_told(design.limits),
        gaps=gaps(design),
        problems=design_problems(design),
        filled=FILLED,
        held=HELD,
        press=ConfirmForm,
    )


@blueprint.post("/programmes/<uuid:programme_id>/publication")
@needs(Permission.PROGRAMME_MANAGE, queries.programme)
def publish(programme: Programme) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.publish(current.session, current.actor, programme)):
        flash("Published. New cohorts can be planned with it.", "success")
        return _to(programme)
    return _page(programme, form)


@blueprint.post("/programmes/<uuid:programme_id>/retirement")
@needs(Permission.PROGRAMME_MANAGE, queries.programme)
def retire(programme: Programme) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.retire(current.session, current.actor, programme)):
        flash("Retired. Cohorts that were planned with it keep it.", "success")
        return redirect(url_for("programmes.index"), 303)
    return _page(programme, form)


@blueprint.post("/programmes/<uuid:programme_id>/next-version")
@needs(Permission.PROGRAMME_MANAGE, queries.programme)
def next_version(programme: Programme) -> ResponseReturnValue:
    return _to(actions.next_version(current.session, current.actor, programme))


@blueprint.post("/programmes/<uuid:programme_id>/copy")
@needs(Permission.PROGRAMME_MANAGE, queries.programme)
def copy(programme: Programme) -> ResponseReturnValue:
    made = actions.make_from_own(current.session, current.actor, programme)
    flash("This is a programme of its own now. Give it a name.", "success")
    return _to(made)


def _to(programme: Programme) -> ResponseReturnValue:
    return redirect(url_for("programmes.show", programme_id=programme.id), 303)
