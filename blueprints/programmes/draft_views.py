"""The parts of a programme that is being written, a page each."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.programmes.forms import ConfirmForm, DescriptionForm, SessionForm, StepForm, TextForm
from blueprints.programmes.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.programme_forms import evidence_form, groups_form, limits_form
from tenants.base.permissions import Permission
from tenants.programmes import actions, queries
from tenants.programmes.models import Programme
from tenants.programmes.queries import DraftStep, DraftText
from tenants.programmes.rules.design import HELD, Step, StepKind
from tenants.programmes.rules.gaps import FILLED


@blueprint.route("/programmes/<uuid:programme_id>/description", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft)
def describe(programme: Programme) -> ResponseReturnValue:
    form = DescriptionForm(
        data={
            "title": programme.title,
            "about": programme.whole.about,
            "version": programme.version,
        }
    )
    if form.taken(
        lambda: actions.describe(
            current.session,
            current.actor,
            programme,
            form.version.data,
            form.title.data,
            form.about.data,
        )
    ):
        return _saved(programme)
    return form_page("programmes/description.html", form, programme=programme)


@blueprint.route("/programmes/<uuid:programme_id>/evidence", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft)
def evidence(programme: Programme) -> ResponseReturnValue:
    standing = programme.whole.limits
    form = evidence_form(standing, programme.version)
    if form.taken(
        lambda: actions.limit(
            current.session, current.actor, programme, form.version.data, form.limits(standing)
        )
    ):
        return _saved(programme)
    return form_page("programmes/evidence.html", form, programme=programme)


@blueprint.route("/programmes/<uuid:programme_id>/limits", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft)
def limits(programme: Programme) -> ResponseReturnValue:
    standing = programme.whole.limits
    form = limits_form(standing, programme.version)
    if form.taken(
        lambda: actions.limit(
            current.session, current.actor, programme, form.version.data, form.limits(standing)
        )
    ):
        return _saved(programme)
    return form_page("programmes/limits.html", form, programme=programme)


@blueprint.route("/programmes/<uuid:programme_id>/groups", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft)
def groups(programme: Programme) -> ResponseReturnValue:
    standing = programme.whole.limits
    form = groups_form(standing, programme.version)
    if form.taken(
        lambda: actions.limit(
            current.session, current.actor, programme, form.version.data, form.limits(standing)
        )
    ):
        return _saved(programme)
    return form_page("programmes/groups.html", form, programme=programme)


@blueprint.route("/programmes/<uuid:programme_id>/steps/new", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft)
def new_step(programme: Programme) -> ResponseReturnValue:
    form = StepForm(data={"kind": StepKind.GET_TOGETHER.value, "version": programme.version})
    made = list[Step]()
    if form.taken(lambda: made.append(_keep(programme, form, form.step(None)))):
        return _after_step(programme, made[0])
    return form_page("programmes/step.html", form, programme=programme, step=None)


@blueprint.route("/programmes/<uuid:programme_id>/steps/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft_step)
def step(part: DraftStep) -> ResponseReturnValue:
    programme, standing = part.programme, part.step
    when = standing.when
    form = StepForm(
        data={
            "kind": standing.kind.value,
            "title": standing.title,
            "half_term": when.half_term,
            "edge": when.edge.value,
            "days": when.days,
            "version": programme.version,
        }
    )
    if form.taken(lambda: _keep(programme, form, form.step(standing))):
        return _saved(programme)
    return form_page(
        "programmes/step.html",
        form,
        programme=programme,
        step=standing,
        number=part.number,
        press=ConfirmForm,
    )


@blueprint.route(
    "/programmes/<uuid:programme_id>/steps/<int(max=99):number>/session", methods=["GET", "POST"]
)
@needs(Permission.PROGRAMME_MANAGE, queries.draft_session)
def session_plan(part: DraftStep) -> ResponseReturnValue:
    programme, standing = part.programme, part.step
    form = SessionForm(
        data={
            "at": standing.at,
            "minutes": standing.minutes,
            "place": standing.place,
            "done": standing.done,
            "version": programme.version,
        }
    )
    if form.taken(lambda: _keep(programme, form, form.step(standing))):
        return _saved(programme)
    return form_page("programmes/session_plan.html", form, programme=programme, step=standing)


@blueprint.post("/programmes/<uuid:programme_id>/steps/<int(max=99):number>/removal")
@needs(Permission.PROGRAMME_MANAGE, queries.draft_step)
def drop_step(part: DraftStep) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.drop_step(current.session, current.actor, part.programme, part.step.key)):
        flash(f"{part.step.title} is taken out.", "success")
    return redirect(url_for("programmes.show", programme_id=part.programme.id), 303)


@blueprint.route("/programmes/<uuid:programme_id>/texts/<int(max=99):number>", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_MANAGE, queries.draft_text)
def text(part: DraftText) -> ResponseReturnValue:
    programme, standing = part.programme, part.text
    form = TextForm(data={"title": standing.title, "text": standing.text, "version": programme.version})
    if form.taken(
        lambda: actions.word(
            current.session, current.actor, programme, form.version.data, form.offered(standing.key)
        )
    ):
        return _saved(programme)
    return form_page("programmes/text.html", form, programme=programme, text=standing, filled=FILLED)


def _keep(programme: Programme, form: StepForm | SessionForm, made: Step) -> Step:
    actions.keep_step(current.session, current.actor, programme, form.version.data, made)
    return made


def _after_step(programme: Programme, made: Step) -> ResponseReturnValue:
    """A step at which people meet is asked when, where and what for."""
    if made.kind not in HELD:
        return _saved(programme)
    number = [one.key for one in programme.whole.steps].index(made.key) + 1
    return redirect(url_for("programmes.session_plan", programme_id=programme.id, number=number), 303)


def _saved(programme: Programme) -> ResponseReturnValue:
    flash("Saved.", "success")
    return redirect(url_for("programmes.show", programme_id=programme.id), 303)
